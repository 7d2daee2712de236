package dev.meanwhile.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;

/// [HttpServerProgram], which ends when its standard input does.
record HttpServerProcess(Process process, int port) implements AutoCloseable {
  static HttpServerProcess start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(Peers.ours("none", "HttpServerProgram"))
        .redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    BufferedReader output = process.inputReader();
    String port = output.readLine();
    if (port == null) {
      throw new IOException("the server did not start");
    }
    return new HttpServerProcess(process, Integer.parseInt(port.trim()));
  }

  @Override
  public void close() {
    process.destroy();
  }
}
