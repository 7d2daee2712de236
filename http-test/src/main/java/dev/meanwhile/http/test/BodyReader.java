package dev.meanwhile.http.test;

import dev.meanwhile.async.net.StreamException;
import dev.meanwhile.async.net.StreamReader;
import dev.meanwhile.http.BodySource;
import dev.meanwhile.http.Headers;
import dev.meanwhile.http.HttpException;
import dev.meanwhile.http.HttpException.Stage;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The body of a message as it comes in over a connection, in one of the three ways in which its
/// end is told.
final class BodyReader implements BodySource {
  private static final int MAX_TRAILERS = 200;

  private enum Framing {
    LENGTH,
    CHUNKS,
    UNTIL_CLOSED
  }

  private final StreamReader reader;
  private final Framing framing;
  private final Runnable onEnd;

  /// Of the body, or of the chunk.
  private long left;

  private boolean isFirstChunk = true;
  private boolean isEnded;

  private BodyReader(StreamReader reader, Framing framing, long length, Runnable onEnd) {
    this.reader = reader;
    this.framing = framing;
    this.left = length;
    this.onEnd = onEnd;
    if (framing == Framing.LENGTH && length == 0) {
      end();
    }
  }

  /// The body that follows a head.
  ///
  /// @param isRequest whether a head that tells no length has no body
  /// @param onEnd called once, when the body was read to its end or is closed
  /// @return null if the head contradicts itself
  static @Nullable BodyReader of(
      StreamReader reader, Headers headers, boolean isRequest, Runnable onEnd) {
    if (Head.has(headers, "Transfer-Encoding", "chunked")) {
      return new BodyReader(reader, Framing.CHUNKS, 0, onEnd);
    }
    List<String> lengths = headers.all("Content-Length").stream().distinct().toList();
    if (lengths.isEmpty()) {
      return isRequest
          ? new BodyReader(reader, Framing.LENGTH, 0, onEnd)
          : new BodyReader(reader, Framing.UNTIL_CLOSED, 0, onEnd);
    }
    long length = lengths.size() > 1 ? -1 : number(lengths.getFirst(), 10);
    return length < 0 ? null : new BodyReader(reader, Framing.LENGTH, length, onEnd);
  }

  @Override
  public OptionalLong length() {
    return framing == Framing.LENGTH ? OptionalLong.of(left) : OptionalLong.empty();
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    if (isEnded) {
      return -1;
    }
    try {
      return readOpen(buffer, offset, length);
    } catch (StreamException failure) {
      throw HttpException.of(Stage.BODY, words(failure.kind()), failure);
    }
  }

  @Override
  public void close() {
    end();
  }

  private int readOpen(byte[] buffer, int offset, int length) {
    if (framing == Framing.CHUNKS && left == 0 && !awaitChunk()) {
      end();
      return -1;
    }
    int most = framing == Framing.UNTIL_CLOSED ? length : (int) Math.min(left, length);
    byte[] piece = reader.read(most);
    if (piece.length == 0) {
      return endOfStream();
    }
    System.arraycopy(piece, 0, buffer, offset, piece.length);
    left -= piece.length;
    if (framing == Framing.LENGTH && left == 0) {
      end();
    }
    return piece.length;
  }

  private int endOfStream() {
    if (framing != Framing.UNTIL_CLOSED) {
      throw cutOff();
    }
    end();
    return -1;
  }

  /// Waits for the size of the next chunk.
  ///
  /// @return false if there is none
  private boolean awaitChunk() {
    if (!isFirstChunk && !line().isEmpty()) {
      throw brokenChunks();
    }
    isFirstChunk = false;
    String size = line();
    int extension = size.indexOf(';');
    left = number((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
    if (left < 0) {
      throw brokenChunks();
    }
    for (int trailers = 0; left == 0 && !line().isEmpty(); trailers++) {
      if (trailers == MAX_TRAILERS) {
        throw brokenChunks();
      }
    }
    return left > 0;
  }

  private String line() {
    String line = reader.readLine();
    if (line == null) {
      throw cutOff();
    }
    return line;
  }

  private void end() {
    if (!isEnded) {
      isEnded = true;
      onEnd.run();
    }
  }

  private static String words(StreamException.Kind kind) {
    return switch (kind) {
      case LIMIT -> "the body's chunks are broken";
      case CLOSED -> "the response was closed before the body's end";
      default -> "the connection broke within the body";
    };
  }

  private static HttpException cutOff() {
    return HttpException.of(Stage.BODY, "the body is cut off");
  }

  private static HttpException brokenChunks() {
    return HttpException.of(Stage.BODY, "the body's chunks are broken");
  }

  /// A number of digits alone; -1 if it is none.
  private static long number(String text, int radix) {
    boolean isNumber = !text.isEmpty()
        && text.length() <= 15
        && text.chars().allMatch(c -> Character.digit(c, radix) >= 0);
    return isNumber ? Long.parseLong(text, radix) : -1;
  }
}
