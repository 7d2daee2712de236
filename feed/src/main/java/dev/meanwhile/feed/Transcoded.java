package dev.meanwhile.feed;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Bytes in some character set, read as UTF-8.
final class Transcoded extends InputStream {
  private static final int CHARS = 4096;

  private final InputStream in;
  private final Reader reader;
  private final CharsetEncoder encoder = StandardCharsets.UTF_8
      .newEncoder()
      .onMalformedInput(CodingErrorAction.REPLACE)
      .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private final CharBuffer chars = CharBuffer.allocate(CHARS).flip();
  private final ByteBuffer bytes = ByteBuffer.allocate(4 * CHARS).flip();
  private boolean over;

  Transcoded(InputStream in, Charset charset) {
    this.in = in;
    this.reader = new InputStreamReader(in, charset);
  }

  @Override
  public int read() throws IOException {
    return fill() ? bytes.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int from, int wanted) throws IOException {
    if (wanted == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(wanted, bytes.remaining());
    bytes.get(into, from, count);
    return count;
  }

  /// Makes bytes available and says whether there are any.
  private boolean fill() throws IOException {
    while (!bytes.hasRemaining() && !over) {
      chars.compact();
      over = reader.read(chars) < 0;
      chars.flip();
      bytes.clear();
      encoder.encode(chars, bytes, over);
      if (over) {
        encoder.flush(bytes);
      }
      bytes.flip();
    }
    return bytes.hasRemaining();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
