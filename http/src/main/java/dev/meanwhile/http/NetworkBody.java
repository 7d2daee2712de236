package dev.meanwhile.http;

import java.io.IOException;
import java.io.InputStream;

/// A body that still comes in over its connection, read piece by piece on a network thread.
final class NetworkBody implements BodySource {
  private static final int PIECE = 64 * 1024;

  private final NetworkCall call;

  /// Decoded and bounded; read by one network thread at a time.
  private final InputStream stream;

  NetworkBody(NetworkCall call, InputStream stream) {
    this.call = call;
    this.stream = stream;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    // A read that is aborted may still write: not into what its caller has long gone on with.
    byte[] piece = new byte[Math.min(length, PIECE)];
    int count = call.onNetwork(() -> fill(piece));
    if (count > 0) {
      System.arraycopy(piece, 0, buffer, offset, count);
    }
    return count;
  }

  @Override
  public byte[] readAll() {
    return call.onNetwork(this::drain);
  }

  @Override
  public void close() {
    call.abort();
  }

  private int fill(byte[] piece) {
    try {
      int count = stream.read(piece);
      if (count < 0) {
        call.abort();
      }
      return count;
    } catch (IOException failure) {
      throw NetworkFailures.inBody(failure);
    }
  }

  private byte[] drain() {
    try {
      byte[] all = stream.readAllBytes();
      call.abort();
      return all;
    } catch (IOException failure) {
      throw NetworkFailures.inBody(failure);
    }
  }
}
