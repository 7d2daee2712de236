package dev.meanwhile.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A page of which some parts are written by a program, each between two markers; what stands
/// around them is written by hand and stays.
final class Document {
  private final Path path;

  Document(Path path) {
    this.path = path;
  }

  /// Replaces the part called `name`.
  ///
  /// @throws IOException if the page has no such part, or cannot be written
  void replace(String name, String content) throws IOException {
    String begin = "<!-- generated: " + name + " -->\n";
    String end = "<!-- end of " + name + " -->";
    String page = Files.readString(path);
    int from = page.indexOf(begin);
    int to = page.indexOf(end);
    if (from < 0 || to < from) {
      throw new IOException(
          path + " has no part between \"" + begin.trim() + "\" and \"" + end + "\"");
    }
    String before = page.substring(0, from + begin.length());
    Files.writeString(path, before + content.strip() + "\n" + page.substring(to));
  }
}
