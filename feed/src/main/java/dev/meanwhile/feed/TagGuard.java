package dev.meanwhile.feed;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Does for a document that is still arriving what [NameGuard#hasEndlessTag] does for a whole
/// one: a tag with more attributes than any real one ends it.
final class TagGuard extends FilterInputStream {
  /*
   * In a tag, "=" outside of quotes are counted. No tag holds a "<", so only what follows the last
   * one of a piece matters, up to the ">" that ends the tag: next to nothing of a real document.
   * Comments and marked sections look like tags, which does no harm.
   */
  private boolean inTag;
  private byte quote;
  private int attributes;

  TagGuard(InputStream in) {
    super(in);
  }

  @Override
  public int read(byte[] into, int from, int wanted) throws IOException {
    int count = in.read(into, from, wanted);
    int end = from + Math.max(count, 0);
    int start = end - 1;
    while (start >= from && into[start] != '<') {
      start--;
    }
    if (start >= from) {
      inTag = true;
      quote = 0;
      attributes = 0;
    }
    for (int i = Math.max(start + 1, from); i < end && inTag; i++) {
      see(into[i]);
    }
    return count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  private void see(byte b) throws IOException {
    if (quote != 0) {
      quote = b == quote ? 0 : quote;
    } else if (b == '"' || b == '\'') {
      quote = b;
    } else if (b == '>') {
      inTag = false;
    } else if (b == '=' && ++attributes > Limits.MAX_NAMES) {
      throw new IOException("a tag with thousands of attributes");
    }
  }
}
