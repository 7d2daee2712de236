package dev.meanwhile.cli;

import java.io.BufferedWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;

/// Standard output that says when it could not be written: a full disk, a pipe that nobody reads.
/// [PrintStream] keeps that to itself, and with it every writer above it.
final class StandardOutput extends FilterOutputStream {
  private final PrintStream stream;

  private StandardOutput(PrintStream stream) {
    super(stream);
    this.stream = stream;
  }

  /// A writer whose `checkError` tells.
  static PrintWriter writer(PrintStream stream) {
    var writer = new OutputStreamWriter(new StandardOutput(stream), stream.charset());
    return new PrintWriter(new BufferedWriter(writer), true);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    stream.write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    if (stream.checkError()) {
      throw new IOException("could not be written");
    }
  }
}
