package dev.meanwhile.async.process;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.net.ByteSink;
import java.io.IOException;
import java.io.OutputStream;

/// What a process is given to read.
final class PipeSink extends Pipe implements ByteSink {
  private final OutputStream stream;

  PipeSink(EventLoop loop, String subject, OutputStream stream) {
    super(loop, subject);
    this.stream = stream;
  }

  @Override
  public void write(byte[] bytes, Confirmation confirmation) {
    ask(
        () -> {
          stream.write(bytes);
          stream.flush();
          return confirmation::sent;
        },
        confirmation::broken);
  }

  @Override
  public void end(Confirmation confirmation) {
    ask(
        () -> {
          stream.close();
          return confirmation::sent;
        },
        confirmation::broken);
  }

  @Override
  void closeStream() throws IOException {
    stream.close();
  }
}
