package dev.meanwhile.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;

/// A body that is read piece by piece; reading may wait, as a task does.
///
/// **Failure.** [HttpException] of stage BODY when the body is cut off, broken or too large.
/// **Cancellation.** A cancelled read closes what is below. **Threads.** For one task at a time.
public interface BodySource extends AutoCloseable {
  /// Reads up to `length` bytes into `buffer`, waiting until there is at least one.
  ///
  /// @return how many, or -1 at the end
  /// @throws HttpException if the body is broken
  int read(byte[] buffer, int offset, int length);

  /// Reads all that is left.
  ///
  /// @throws HttpException if the body is broken
  default byte[] readAll() {
    return BodySources.readAll(this);
  }

  /// How many bytes are left, where that is known; empty where it shows only at the end.
  default OptionalLong length() {
    return OptionalLong.empty();
  }

  /// Gives up what is left, and the connection with it. Does not wait; closing twice does
  /// nothing.
  @Override
  default void close() {}

  /// A body without content.
  static BodySource empty() {
    return of(new byte[0]);
  }

  /// A body that is there already.
  static BodySource of(byte[] content) {
    return new BodySources.InMemory(Objects.requireNonNull(content, "content"));
  }

  /// The content of a file, opened at the first read and read by threads for blocking calls. With
  /// the length that the file has now.
  ///
  /// @throws UncheckedIOException if there is no such file
  static BodySource file(Path file) {
    try {
      return new BodySources.Blocking(
          () -> Files.newInputStream(file), OptionalLong.of(Files.size(file)));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// What a stream gives until its end, read by threads for blocking calls. Closed with the body.
  static BodySource of(InputStream stream) {
    Objects.requireNonNull(stream, "stream");
    return new BodySources.Blocking(stream);
  }

  /// A body that comes in pieces of `size` bytes, each after a pause: a slow server.
  static BodySource paced(byte[] content, int size, Duration pause) {
    return new BodySources.Paced(content, size, pause, false);
  }

  /// A body that gives `piece` again and again, each after a pause, and never ends.
  static BodySource endless(byte[] piece, Duration pause) {
    return new BodySources.Paced(piece, piece.length, pause, true);
  }

  /// A body that begins with `start` and then fails: a connection that breaks.
  static BodySource broken(byte[] start, HttpException failure) {
    return new BodySources.Broken(of(start), Objects.requireNonNull(failure, "failure"));
  }
}
