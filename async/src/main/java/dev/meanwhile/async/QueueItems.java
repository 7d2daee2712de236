package dev.meanwhile.async;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// What lies in an [AsyncQueue], in the order in which it is taken.
///
/// An item keeps its number, from which its place follows: so one that comes back from a
/// cancelled taker lies where it lay before.
///
/// @param <T> the type of the items
abstract sealed class QueueItems<T> {
  /// Puts an item, new or come back, in its place.
  abstract void add(Item<T> item);

  /// Takes the first; null when there is none.
  abstract @Nullable Item<T> poll();

  abstract int size();

  /// Takes all, in order.
  final List<T> clear() {
    List<T> all = new ArrayList<>(size());
    for (Item<T> item = poll(); item != null; item = poll()) {
      all.add(item.value);
    }
    return all;
  }

  /// A value and its number: later puts have larger ones.
  static final class Item<T> {
    final T value;
    private final long number;
    private @Nullable Item<T> next;

    Item(T value, long number) {
      this.value = value;
      this.number = number;
    }
  }

  /// By age: a list in which what is new goes to one end, and what comes back looks for its
  /// place from the other.
  static final class ByAge<T> extends QueueItems<T> {
    private final boolean isNewestFirst;
    private @Nullable Item<T> first;
    private @Nullable Item<T> last;
    private int size;

    ByAge(boolean isNewestFirst) {
      this.isNewestFirst = isNewestFirst;
    }

    @Override
    void add(Item<T> item) {
      // First of all the end, where new items go if the oldest is first.
      Item<T> before = last;
      if (before == null || !precedes(before, item)) {
        before = null;
        for (Item<T> at = first; at != null && precedes(at, item); at = at.next) {
          before = at;
        }
      }
      insertAfter(before, item);
      size++;
    }

    private boolean precedes(Item<T> a, Item<T> b) {
      return isNewestFirst ? a.number > b.number : a.number < b.number;
    }

    private void insertAfter(@Nullable Item<T> before, Item<T> item) {
      if (before == null) {
        item.next = first;
        first = item;
      } else {
        item.next = before.next;
        before.next = item;
      }
      if (item.next == null) {
        last = item;
      }
    }

    @Override
    @Nullable
    Item<T> poll() {
      Item<T> taken = first;
      if (taken == null) {
        return null;
      }
      first = taken.next;
      taken.next = null;
      if (first == null) {
        last = null;
      }
      size--;
      return taken;
    }

    @Override
    int size() {
      return size;
    }
  }

  /// By a comparator, and by age where that makes no difference.
  static final class ByPriority<T> extends QueueItems<T> {
    private final PriorityQueue<Item<T>> items;

    ByPriority(Comparator<? super T> order) {
      items = new PriorityQueue<>((a, b) -> {
        int byValue = order.compare(a.value, b.value);
        return byValue != 0 ? byValue : Long.compare(a.number, b.number);
      });
    }

    @Override
    void add(Item<T> item) {
      items.add(item);
    }

    @Override
    @Nullable
    Item<T> poll() {
      return items.poll();
    }

    @Override
    int size() {
      return items.size();
    }
  }
}
