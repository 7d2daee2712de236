package dev.meanwhile.cli;

import dev.meanwhile.news.store.NewsStore;
import dev.meanwhile.news.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a command keeps its news: `--db`.
final class StoreOption {
  @Option(
      names = "--db",
      paramLabel = "FILE|JDBC_URL",
      description =
          "Where sources and articles are kept (default news.db in the user's data folder; or jdbc:postgresql:...).")
  private @Nullable String address;

  /// Opens the store, and makes it if there is none. Blocks.
  ///
  /// @throws CommandFailure saying why that is not possible
  NewsStore open() {
    try {
      return NewsStore.open(address());
    } catch (StoreException | IllegalArgumentException e) {
      throw new CommandFailure(e.getMessage() == null ? "the store failed" : e.getMessage());
    }
  }

  /// Whether there is a store already.
  boolean isThere() {
    String address = address();
    return address.startsWith("jdbc:") || Files.exists(Path.of(address));
  }

  /// The store's file.
  ///
  /// @param instead what is said of a database of PostgreSQL, which has none
  /// @throws CommandFailure saying that
  Path file(String instead) {
    String address = address();
    if (address.startsWith("jdbc:")) {
      throw new CommandFailure("a database of PostgreSQL " + instead);
    }
    return Path.of(address).toAbsolutePath();
  }

  private String address() {
    String given = address;
    if (given == null) {
      given = System.getenv("MEANWHILE_DB");
    }
    return given == null || given.isEmpty()
        ? dataFolder().resolve("meanwhile").resolve("news.db").toString()
        : given;
  }

  /// As the XDG base directory specification has it; on Windows what that has instead.
  private static Path dataFolder() {
    String xdg = System.getenv("XDG_DATA_HOME");
    if (xdg != null && Path.of(xdg).isAbsolute()) {
      return Path.of(xdg);
    }
    String local = System.getenv("LOCALAPPDATA");
    return local != null && !local.isEmpty()
        ? Path.of(local)
        : Path.of(System.getProperty("user.home"), ".local", "share");
  }
}
