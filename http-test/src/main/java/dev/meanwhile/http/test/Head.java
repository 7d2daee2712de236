package dev.meanwhile.http.test;

import dev.meanwhile.async.net.StreamException;
import dev.meanwhile.async.net.StreamReader;
import dev.meanwhile.http.Headers;
import dev.meanwhile.http.HttpException;
import dev.meanwhile.http.HttpException.Stage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The head of a request or an answer: its first line, and its headers.
record Head(String start, Headers headers) {
  /// How long a line may be; the limit of the reader.
  static final int MAX_LINE = 16 * 1024;

  private static final int MAX_FIELDS = 200;
  private static final String VERSION = "HTTP/1.";

  /// Waits for a head.
  ///
  /// @param peer who sends it, for messages
  /// @return null if the connection ended before the head began
  /// @throws HttpException of stage HEADERS if it is cut off, too large or not HTTP
  static @Nullable Head read(StreamReader reader, String peer) {
    try {
      String start = reader.readLine();
      return start == null ? null : new Head(start, fields(reader, peer));
    } catch (StreamException failure) {
      throw HttpException.of(
          Stage.HEADERS,
          failure.kind() == StreamException.Kind.LIMIT
              ? tooLarge(peer)
              : "the connection to " + peer + " broke before an answer",
          failure);
    }
  }

  private static Headers fields(StreamReader reader, String peer) {
    List<Headers.Field> fields = new ArrayList<>();
    while (true) {
      String line = reader.readLine();
      if (line == null) {
        throw HttpException.of(
            Stage.HEADERS, peer + " closed the connection within the head of its answer");
      }
      if (line.isEmpty()) {
        return Headers.of(fields);
      }
      if (fields.size() == MAX_FIELDS) {
        throw HttpException.of(Stage.HEADERS, tooLarge(peer));
      }
      fields.add(field(line, peer));
    }
  }

  private static Headers.Field field(String line, String peer) {
    int colon = line.indexOf(':');
    try {
      return new Headers.Field(
          line.substring(0, Math.max(0, colon)), line.substring(colon + 1).strip());
    } catch (IllegalArgumentException broken) {
      throw HttpException.of(Stage.HEADERS, notHttp(peer), broken);
    }
  }

  /// The status that the first line of an answer tells.
  ///
  /// @throws HttpException of stage HEADERS if it tells none
  int status(String peer) {
    String[] parts = start.split(" ", 3);
    boolean isStatus = parts.length > 1
        && parts[0].startsWith(VERSION)
        && parts[1].length() == 3
        && parts[1].chars().allMatch(c -> c >= '0' && c <= '9')
        && parts[1].charAt(0) != '0';
    if (!isStatus) {
      throw HttpException.of(Stage.HEADERS, notHttp(peer));
    }
    return Integer.parseInt(parts[1]);
  }

  /// Whether a field holds that word, among others set apart by commas.
  static boolean has(Headers headers, String name, String word) {
    return headers.all(name).stream()
        .flatMap(value -> java.util.Arrays.stream(value.split(",", -1)))
        .anyMatch(value -> value.strip().equalsIgnoreCase(word));
  }

  static String notHttp(String peer) {
    return "the answer of " + peer + " is not HTTP";
  }

  private static String tooLarge(String peer) {
    return "the head of the answer of " + peer + " is larger than " + MAX_FIELDS + " fields of "
        + MAX_LINE / 1024 + " KiB";
  }
}
