package dev.meanwhile.feed;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The captured feeds that lie beside the project, in `../shared/feeds`; tests that need them
/// are skipped where they are missing.
public final class Corpus {
  private static final String PROPERTY = "meanwhile.shared";

  private Corpus() {}

  /// The folder of the corpus; skips the running test if there is none.
  public static Path folder() {
    @Nullable Path found = null;
    String named = System.getProperty(PROPERTY);
    if (named != null) {
      found = Path.of(named, "feeds");
    } else {
      @Nullable Path folder = Path.of("").toAbsolutePath();
      while (folder != null && found == null) {
        Path candidate = folder.resolve("shared").resolve("feeds");
        found = Files.isDirectory(candidate) ? candidate : null;
        folder = folder.getParent();
      }
    }
    assumeThat(found)
        .as("the captured feeds in ../shared/feeds (or -D%s=FOLDER)", PROPERTY)
        .isNotNull()
        .isDirectory();
    return requireNonNull(found);
  }

  public static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
