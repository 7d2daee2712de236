package dev.meanwhile.async;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The timers of a loop, by deadline and then by age. Confined to whoever holds the baton.
final class TimerQueue {
  // A binary heap in which every timer knows its place, so that a cancelled one leaves at once
  // in O(log n): most timeouts never fire, and a queue full of dead ones would keep what they
  // hold.
  private @Nullable Timer[] heap = new @Nullable Timer[16];
  private int size;
  private long sequence;

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /// The earliest deadline; [Long#MAX_VALUE] when there is none.
  long nextDeadline() {
    return size == 0 ? Long.MAX_VALUE : at(0).deadline;
  }

  void add(Timer timer, long deadline) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    timer.deadline = deadline;
    timer.sequence = sequence++;
    // In its place before anything is called: a stack that is used up here must lose no entry.
    heap[size] = timer;
    timer.index = size;
    siftUp(size++, timer);
  }

  /// Takes a timer out; nothing happens when it is not in.
  void remove(Timer timer) {
    int index = timer.index;
    if (index < 0) {
      return;
    }
    Timer last = at(size - 1);
    heap[--size] = null;
    timer.index = -1;
    if (last == timer) {
      return;
    }
    heap[index] = last;
    last.index = index;
    siftDown(index, last);
    if (last.index == index) {
      siftUp(index, last);
    }
  }

  /// Fires all that is due at `now`, in order.
  void fireDue(long now) {
    while (size > 0 && at(0).deadline <= now) {
      Timer due = at(0);
      remove(due);
      due.fire();
    }
  }

  private void siftUp(int index, Timer timer) {
    int at = index;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      Timer above = at(parent);
      if (!isBefore(timer, above)) {
        break;
      }
      put(at, above);
      at = parent;
    }
    put(at, timer);
  }

  private void siftDown(int index, Timer timer) {
    int at = index;
    int half = size >>> 1;
    while (at < half) {
      int child = 2 * at + 1;
      if (child + 1 < size && isBefore(at(child + 1), at(child))) {
        child++;
      }
      if (!isBefore(at(child), timer)) {
        break;
      }
      put(at, at(child));
      at = child;
    }
    put(at, timer);
  }

  private void put(int index, Timer timer) {
    heap[index] = timer;
    timer.index = index;
  }

  private Timer at(int index) {
    Timer timer = heap[index];
    if (timer == null) {
      throw new IllegalStateException("the timer queue lost an entry");
    }
    return timer;
  }

  private static boolean isBefore(Timer a, Timer b) {
    return a.deadline < b.deadline || (a.deadline == b.deadline && a.sequence < b.sequence);
  }
}
