package dev.meanwhile.async.process;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.net.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// What a process puts out.
final class PipeSource extends Pipe implements ByteSource {
  private final InputStream stream;

  PipeSource(EventLoop loop, String subject, InputStream stream) {
    super(loop, subject);
    this.stream = stream;
  }

  @Override
  public void read(int max, Receiver receiver) {
    ask(
        () -> {
          byte[] piece = new byte[max];
          int count = stream.read(piece);
          if (count < 0) {
            return receiver::ended;
          }
          byte[] received = count == max ? piece : Arrays.copyOf(piece, count);
          return () -> receiver.received(received);
        },
        receiver::broken);
  }

  @Override
  void closeStream() throws IOException {
    stream.close();
  }
}
