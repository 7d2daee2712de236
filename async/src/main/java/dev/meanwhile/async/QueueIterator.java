package dev.meanwhile.async;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// Takes the items of a queue until that is closed and empty. For one task at a time.
///
/// @param <T> the type of the items
final class QueueIterator<T> implements Iterator<T> {
  private final AsyncQueue<T> queue;

  // Taken already, as only that says whether there is one more for this iterator.
  private @Nullable T next;

  QueueIterator(AsyncQueue<T> queue) {
    this.queue = queue;
  }

  @Override
  public boolean hasNext() {
    if (next == null) {
      next = queue.takeOrClosed("AsyncQueue.iterator().hasNext");
    }
    return next != null;
  }

  @Override
  public T next() {
    T taken = hasNext() ? next : null;
    if (taken == null) {
      throw new NoSuchElementException("no more items: " + queue);
    }
    next = null;
    return taken;
  }
}
