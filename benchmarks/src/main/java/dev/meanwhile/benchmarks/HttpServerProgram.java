package dev.meanwhile.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The server that the HTTP works ask, as a process of its own: 2 kB for each request, over
/// connections that are kept. Prints its port, and ends with its standard input.
///
/// It listens at every address of the loopback network. Of the hosts 127.1.0.0 and above a tenth
/// is in trouble, by the last byte of their address: those that end in 5 say nothing, or drip one
/// byte a second.
public final class HttpServerProgram {
  private static final byte[] ANSWER = answer();

  private HttpServerProgram() {}

  /// Serves.
  public static void main(String[] arguments) throws IOException {
    ServerSocket socket = new ServerSocket(0, 4_096, InetAddress.ofLiteral("0.0.0.0"));
    Thread.ofPlatform().daemon().start(() -> accept(socket));
    System.out.println(socket.getLocalPort());
    while (System.in.read() >= 0) {}
  }

  private static void accept(ServerSocket socket) {
    while (true) {
      Socket client;
      try {
        client = socket.accept();
      } catch (IOException failure) {
        continue; // too many open files, perhaps: some will be closed
      }
      Thread.ofVirtual().start(() -> serve(client));
    }
  }

  private static void serve(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(client.getInputStream(), 2_048);
      OutputStream out = client.getOutputStream();
      byte[] host = client.getLocalAddress().getAddress();
      int last = host[3] & 0xff;
      boolean isInTrouble = host[1] == 1 && last % 10 == 5;
      while (skipRequest(in)) {
        if (!isInTrouble) {
          out.write(ANSWER);
        } else if (last % 20 == 5) {
          drip(out);
        } else {
          while (in.read() >= 0) {} // says nothing until the client has had enough
        }
      }
    } catch (IOException | InterruptedException _) {
      // The client has gone.
    }
  }

  private static void drip(OutputStream out) throws IOException, InterruptedException {
    for (byte each : ANSWER) {
      out.write(each);
      Thread.sleep(1_000);
    }
  }

  /// Reads up to an empty line; false at the end.
  private static boolean skipRequest(InputStream in) throws IOException {
    int last = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      last = last << 8 | next;
      if (last == 0x0d0a0d0a) {
        return true;
      }
    }
    return false;
  }

  private static byte[] answer() {
    String item = "<item><title>One of many</title><link>https://example.org/1</link></item>\n";
    String feed = "<rss version=\"2.0\"><channel><title>A feed</title>" + item.repeat(25)
        + "</channel></rss>";
    byte[] body = Arrays.copyOf(feed.getBytes(StandardCharsets.US_ASCII), feed.length());
    String head = "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: "
        + body.length + "\r\n\r\n";
    byte[] answer =
        Arrays.copyOf(head.getBytes(StandardCharsets.US_ASCII), head.length() + body.length);
    System.arraycopy(body, 0, answer, head.length(), body.length);
    return answer;
  }
}
