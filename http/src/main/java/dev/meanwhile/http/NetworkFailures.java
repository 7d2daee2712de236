package dev.meanwhile.http;

import dev.meanwhile.http.HttpException.Stage;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.StreamClosedException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.jspecify.annotations.Nullable;

/// Failures of the network, told in words and by the stage in which they happened.
final class NetworkFailures {
  private NetworkFailures() {}

  /// A proxy that does not connect to the host.
  static HttpException refusedByProxy(Origin origin, int status) {
    return HttpException.of(
        Stage.CONNECT, "the proxy does not connect to " + origin + ": status " + status);
  }

  /// A failure before the request could be sent.
  static HttpException connecting(Origin origin, IOException failure, boolean isProxied) {
    if (failure instanceof ClientProtocolException) {
      return isProxied
          ? HttpException.of(Stage.CONNECT, "the proxy does not connect to " + origin, failure)
          : HttpException.of(Stage.POLICY, "the request to " + origin + " cannot be sent", failure);
    }
    String peer = isProxied ? "the proxy for " + origin : origin.toString();
    if (failure instanceof ConnectTimeoutException || failure instanceof SocketTimeoutException) {
      // Of either: the handshake with the origin counts as connecting, too.
      String way = isProxied ? " through the proxy" : "";
      return HttpException.of(
          Stage.CONNECT, "no connection to " + origin + way + " in time", failure);
    }
    if (failure instanceof NoRouteToHostException) {
      return HttpException.of(Stage.CONNECT, "no route to " + peer, failure);
    }
    if (failure instanceof ConnectException) {
      boolean isRefused = String.valueOf(failure.getMessage()).contains("refused");
      return HttpException.of(
          Stage.CONNECT,
          isRefused ? "connection to " + peer + " refused" : "no connection to " + peer,
          failure);
    }
    if (failure instanceof SSLException || origin.isSecure()) {
      return HttpException.of(Stage.TLS, tls(origin, failure), failure);
    }
    return HttpException.of(Stage.CONNECT, "no connection to " + origin, failure);
  }

  /// A failure after sending began and before the head of the answer was there.
  ///
  /// @param isAnswered whether anything came back
  static HttpException inHead(Origin origin, IOException failure, boolean isAnswered) {
    String what = switch (failure) {
      case SSLException _ -> "the secure connection to " + origin + " broke before an answer";
      case NoHttpResponseException _
      when !isAnswered -> origin + " closed the connection without an answer";
      case ConnectionClosedException _ ->
        origin + " closed the connection within the head of its answer";
      case MessageConstraintException _ ->
        "the head of the answer of " + origin + " is larger than " + Limits.HEADER_FIELDS
            + " fields of " + Limits.bytes(Limits.HEADER_LINE);
      case SocketException _ -> "the connection to " + origin + " broke before an answer";
      default -> "the answer of " + origin + " is not HTTP";
    };
    return HttpException.of(Stage.HEADERS, what, failure);
  }

  /// An answer that HttpClient takes for HTTP, and that is none.
  static HttpException notHttp(Origin origin) {
    return HttpException.of(Stage.HEADERS, "the answer of " + origin + " is not HTTP");
  }

  /// A failure while reading the body.
  static HttpException inBody(IOException failure) {
    String what = switch (failure) {
      case ZipException _ -> "the body's compression is broken";
      case EOFException _ -> "the body's compressed data is cut off";
      case TruncatedChunkException _ -> "the body is cut off";
      case MalformedChunkCodingException _ -> "the body's chunks are broken";
      case StreamClosedException _ -> "the response was closed before the body's end";
      case ConnectionClosedException _ -> "the body is cut off";
      default -> "the connection broke within the body";
    };
    return HttpException.of(Stage.BODY, what, failure);
  }

  private static String tls(Origin origin, IOException failure) {
    if (failure instanceof SSLPeerUnverifiedException) {
      return "the certificate of " + origin + " is for another name";
    }
    return isCertificateProblem(failure)
        ? "the certificate of " + origin + " is not valid"
        : "no secure connection to " + origin;
  }

  private static boolean isCertificateProblem(Throwable failure) {
    for (@Nullable Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof java.security.cert.CertificateException
          || at instanceof java.security.cert.CertPathValidatorException) {
        return true;
      }
    }
    return false;
  }
}
