package dev.meanwhile.feed;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Does for a document that is still arriving what [NameGuard#hasEndlessTag] does for a whole
/// one: a tag with more attributes than any real one ends it.
final class TagGuard extends FilterInputStream {
  /*
   * No tag holds a "<", so only what follows the last one of a piece matters, up to the ">" that
   * ends the tag: next to nothing of a real document.
   */
  private @Nullable AttributeCount tag;

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
      tag = new AttributeCount();
    }
    see(into, Math.max(start + 1, from), end);
    return count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  private void see(byte[] bytes, int from, int end) throws IOException {
    AttributeCount count = tag;
    for (int i = from; i < end && count != null && !count.isOver(); i++) {
      count.see(bytes[i]);
    }
    if (count != null && count.isEndless()) {
      throw new IOException("a tag with thousands of attributes");
    }
    tag = count == null || count.isOver() ? null : count;
  }
}
