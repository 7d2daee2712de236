package dev.meanwhile.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A server on 127.0.0.1 that does to each connection what a test says, well-behaved or not.
final class LoopbackServer implements AutoCloseable {
  private final ServerSocket socket;
  private final Script script;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();

  private LoopbackServer(ServerSocket socket, Script script) {
    this.socket = socket;
    this.script = script;
  }

  static LoopbackServer start(Script script) {
    return start("127.0.0.1", 0, script);
  }

  /// A server at another address of the loopback network.
  static LoopbackServer start(String address, int port, Script script) {
    try {
      ServerSocket socket = new ServerSocket(port, 2_000, InetAddress.ofLiteral(address));
      LoopbackServer server = new LoopbackServer(socket, script);
      Thread.ofPlatform().daemon().name("test-server").start(server::accept);
      return server;
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  /// A server that answers each request of each connection with the same bytes.
  static LoopbackServer answering(String response) {
    return start(connection -> {
      while (connection.awaitRequest()) {
        connection.send(response);
      }
    });
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + path);
  }

  int port() {
    return socket.getLocalPort();
  }

  /// How many connections were accepted so far.
  int accepted() {
    return accepted.get();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket each : open) {
      each.close();
    }
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket accepted = socket.accept();
        this.accepted.incrementAndGet();
        open.add(accepted);
        Thread.ofVirtual().start(() -> serve(accepted));
      } catch (IOException _) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      script.serve(new Connection(client));
    } catch (IOException _) {
      // The client has gone: some tests are about that.
    } finally {
      open.remove(client);
    }
  }

  @FunctionalInterface
  interface Script {
    void serve(Connection connection) throws IOException;
  }

  /// One accepted connection.
  static final class Connection {
    private final InputStream in;
    private final OutputStream out;
    private String head = "";

    Connection(Socket socket) throws IOException {
      this.in = socket.getInputStream();
      this.out = socket.getOutputStream();
    }

    /// Reads the head of the next request, and the body that it announces; false at the end.
    boolean awaitRequest() throws IOException {
      StringBuilder read = new StringBuilder();
      while (!read.toString().endsWith("\r\n\r\n")) {
        int next = in.read();
        if (next < 0) {
          return false;
        }
        read.append((char) next);
      }
      head = read.toString();
      int at = head.toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
      if (at >= 0) {
        int length = Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at)));
        head += new String(in.readNBytes(length), StandardCharsets.UTF_8);
      }
      return true;
    }

    /// The last request, as it came.
    String request() {
      return head;
    }

    String path() {
      return head.split(" ", -1)[1];
    }

    /// Reads to the end of a body in chunks, as it comes.
    String awaitChunks() throws IOException {
      StringBuilder read = new StringBuilder();
      while (!read.toString().endsWith("0\r\n\r\n")) {
        int next = in.read();
        if (next < 0) {
          return read + "(cut off)";
        }
        read.append((char) next);
      }
      return read.toString();
    }

    /// Passes on what comes from either side until one of them ends.
    void join(Socket other) throws IOException {
      Thread.ofVirtual().start(() -> {
        try {
          other.getInputStream().transferTo(out);
        } catch (IOException _) {
          // The client has gone.
        }
      });
      in.transferTo(other.getOutputStream());
    }

    /// Waits until the client closes the connection.
    void awaitEnd() throws IOException {
      while (in.read() >= 0) {}
    }

    void send(String text) throws IOException {
      send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }
  }
}
