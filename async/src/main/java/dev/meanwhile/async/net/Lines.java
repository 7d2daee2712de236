package dev.meanwhile.async.net;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// The lines of a reader, one by one; waits in both methods.
final class Lines implements Iterator<String> {
  private final StreamReader reader;
  private @Nullable String next;
  private boolean isDone;

  Lines(StreamReader reader) {
    this.reader = reader;
  }

  @Override
  public boolean hasNext() {
    if (next == null && !isDone) {
      next = reader.readLine();
      isDone = next == null;
    }
    return next != null;
  }

  @Override
  public String next() {
    String line = hasNext() ? next : null;
    if (line == null) {
      throw new NoSuchElementException("the stream has ended");
    }
    next = null;
    return line;
  }
}
