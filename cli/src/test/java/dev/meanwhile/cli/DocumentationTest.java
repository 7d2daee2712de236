package dev.meanwhile.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Everything that a user of a module can name has a doc comment.
final class DocumentationTest {
  private static final Pattern PUBLIC =
      Pattern.compile("^ {0,4}public .*[({]$|^ {0,4}public .*\\(.*");
  private static final Pattern PUBLIC_TYPE = Pattern.compile("(?m)^public ");

  @ParameterizedTest
  @ValueSource(strings = {"async", "async-test", "http", "feed", "scrape", "news", "examples"})
  void exportedTypesAndMethods_haveADocComment(String module) throws IOException {
    Path sources = Path.of("..", module, "src", "main", "java");
    List<String> undocumented = new ArrayList<>();

    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String source = Files.readString(file);
        if (PUBLIC_TYPE.matcher(source).find()) {
          check(file, source.lines().toList(), undocumented);
        }
      }
    }

    assertThat(undocumented).isEmpty();
  }

  private static void check(Path file, List<String> lines, List<String> undocumented) {
    boolean isInPrivateType = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.matches(" {2}(private |static |final |record |abstract )+.*\\{")
          && !line.contains("(")) {
        isInPrivateType = true;
      } else if (line.equals("  }")) {
        isInPrivateType = false;
      }
      if (PUBLIC.matcher(line).matches() && !isInPrivateType && !isDocumented(lines, i)) {
        undocumented.add(file.getFileName() + ":" + (i + 1) + " " + line.strip());
      }
    }
  }

  /// The line above, past annotations, is a doc comment, or the method's contract is its
  /// interface's.
  private static boolean isDocumented(List<String> lines, int declaration) {
    for (int i = declaration - 1; i >= 0; i--) {
      String line = lines.get(i).strip();
      if (line.startsWith("@Override")) {
        return true;
      }
      if (!line.startsWith("@")) {
        return line.startsWith("///");
      }
    }
    return false;
  }
}
