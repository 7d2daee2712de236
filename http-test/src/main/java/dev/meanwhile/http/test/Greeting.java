package dev.meanwhile.http.test;

import dev.meanwhile.async.net.StreamException;
import dev.meanwhile.async.net.StreamReader;
import dev.meanwhile.async.net.StreamWriter;
import dev.meanwhile.http.HttpException;
import dev.meanwhile.http.HttpException.Stage;
import dev.meanwhile.http.Origin;
import org.jspecify.annotations.Nullable;

/// What stands for TLS in a simulation: one line there and one back, as many trips as TLS 1.3
/// takes, in which the server says what its certificate is for. What follows is not encrypted.
final class Greeting {
  private static final String HELLO = "HELLO ";
  private static final String CERTIFICATE = "CERTIFICATE ";

  private Greeting() {}

  /// The client's part.
  ///
  /// @throws HttpException of stage TLS if it fails
  static void greet(StreamReader reader, StreamWriter writer, Origin origin) {
    String answer;
    try {
      writer.write(HELLO + origin.host() + "\n");
      answer = reader.readLine();
    } catch (StreamException failure) {
      throw HttpException.of(Stage.TLS, "no secure connection to " + origin, failure);
    }
    if (answer == null || !answer.startsWith(CERTIFICATE)) {
      throw HttpException.of(Stage.TLS, "no secure connection to " + origin);
    }
    if (!answer.substring(CERTIFICATE.length()).equals(origin.host())) {
      throw HttpException.of(Stage.TLS, "the certificate of " + origin + " is for another name");
    }
  }

  /// The server's part.
  ///
  /// @param certificate the name that it is for; null for the one that the client asks for
  /// @return whether the client said hello
  static boolean answer(StreamReader reader, StreamWriter writer, @Nullable String certificate) {
    String hello = reader.readLine();
    if (hello == null || !hello.startsWith(HELLO)) {
      return false;
    }
    String name = certificate == null ? hello.substring(HELLO.length()) : certificate;
    writer.write(CERTIFICATE + name + "\n");
    return true;
  }
}
