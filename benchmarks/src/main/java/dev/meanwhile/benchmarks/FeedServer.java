package dev.meanwhile.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The peers' server of captured feeds, in a process of its own: any number of copies of each, on
/// loopback hosts, with validators.
record FeedServer(Process process, int port) implements AutoCloseable {
  /// @param program the built server
  /// @param feeds the folder that it serves
  static FeedServer start(Path program, Path feeds) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Process process = new ProcessBuilder(program.toString(), feeds.toString(), String.valueOf(port))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    // Says that it has read the feeds, and listens a moment later.
    String said = process.inputReader().readLine();
    if (said == null) {
      throw new IOException("the server of feeds did not start");
    }
    return new FeedServer(process, port);
  }

  /// The addresses of so many copies of all feeds, spread over so many hosts.
  List<String> addresses(int hosts, int copies) throws IOException, InterruptedException {
    URI index =
        URI.create("http://127.0.0.1:" + port + "/index.txt?hosts=" + hosts + "&copies=" + copies);
    IOException refused = new IOException("never asked");
    for (int attempt = 0; attempt < 50; attempt++) {
      try (InputStream in = index.toURL().openStream()) {
        return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
      } catch (IOException e) {
        refused = e;
        Thread.sleep(100);
      }
    }
    throw refused;
  }

  /// Writes addresses into a file, one a line.
  static Path list(Path folder, String name, List<String> addresses) throws IOException {
    return Files.write(Files.createDirectories(folder).resolve(name), addresses);
  }

  @Override
  public void close() {
    process.destroy();
  }
}
