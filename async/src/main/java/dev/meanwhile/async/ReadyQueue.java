package dev.meanwhile.async;

import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// What is ready for a turn, oldest first. Confined to whoever holds the baton.
final class ReadyQueue implements ReadyTurns {
  // A ring whose length is a power of two; `head` is the oldest entry. Its own class rather than
  // an ArrayDeque because an order other than first-in-first-out takes entries from the middle.
  private @Nullable Turn[] ring = new @Nullable Turn[64];
  private int head;
  private int size;

  @Override
  public int count() {
    return size;
  }

  @Override
  public long identity(int index) {
    Turn turn = index < 0 || index >= size ? null : ring[(head + index) & (ring.length - 1)];
    if (turn == null) {
      throw new IndexOutOfBoundsException("no ready entry " + index + " of " + size);
    }
    return turn.identity();
  }

  void add(Turn turn) {
    if (size == ring.length) {
      grow();
    }
    ring[(head + size++) & (ring.length - 1)] = turn;
  }

  Turn poll() {
    return remove(0);
  }

  /// Takes the entry at `index`, counted from the oldest; the order of the others stays.
  Turn remove(int index) {
    if (index < 0 || index >= size) {
      throw new NoSuchElementException("no ready entry " + index + " of " + size);
    }
    int mask = ring.length - 1;
    Turn taken = ring[(head + index) & mask];
    for (int i = index; i > 0; i--) {
      ring[(head + i) & mask] = ring[(head + i - 1) & mask];
    }
    ring[head] = null;
    head = (head + 1) & mask;
    size--;
    if (taken == null) {
      throw new IllegalStateException("the ready queue lost an entry");
    }
    return taken;
  }

  private void grow() {
    @Nullable Turn[] larger = new @Nullable Turn[ring.length * 2];
    for (int i = 0; i < size; i++) {
      larger[i] = ring[(head + i) & (ring.length - 1)];
    }
    ring = larger;
    head = 0;
  }
}
