package dev.meanwhile.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Files that users name, read up to a limit: pipes and devices do not say how long they are.
final class BoundedFiles {
  private BoundedFiles() {}

  /// Whether there is such a file. Pipes are files, too: `<(...)` of a shell is one.
  static boolean isFile(String argument) {
    try {
      Path path = Path.of(argument);
      return Files.exists(path) && !Files.isDirectory(path);
    } catch (InvalidPathException _) {
      return false;
    }
  }

  /// The content of a file. Blocks.
  ///
  /// @throws CommandFailure saying why it cannot be read, or that it is longer than `limit`
  ///     bytes
  static byte[] read(String file, int limit) {
    try (InputStream content = Files.newInputStream(Path.of(file))) {
      byte[] bytes = content.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw new CommandFailure(file + " is larger than " + limit / 1024 / 1024 + " MiB");
      }
      return bytes;
    } catch (NoSuchFileException _) {
      throw new CommandFailure("there is no file " + file);
    } catch (AccessDeniedException _) {
      throw new CommandFailure(file + " cannot be read: permission denied");
    } catch (IOException | InvalidPathException e) {
      throw new CommandFailure(file + " cannot be read: " + e.getMessage());
    }
  }
}
