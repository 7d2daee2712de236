package dev.meanwhile.async;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A queue between tasks: putting waits for room, taking waits for an item.
///
/// {@snippet :
/// AsyncQueue<String> addresses = AsyncQueue.bounded(100);
/// createTask(() -> {
///   try (addresses) {
///     for (String line : lines) {
///       addresses.put(line);
///     }
///   }
/// });
/// for (String address : addresses) {
///   fetch(address);
/// }
/// }
///
/// The loop over a queue waits for items and ends when the queue is closed and empty. Several
/// tasks may loop over one queue or take from it: each item goes to one of them. Who waits
/// longest is served first, at either end, and nobody who comes later can snatch an item or room
/// away.
///
/// **Failure.** A closed queue throws [QueueClosedException]. **Cancellation.** A cancelled
/// `put` has put nothing. A cancelled `take` has taken nothing: an item that it had been handed
/// goes to the next taker, or back to its place in the queue, even if there is no room any more.
/// **Threads.** For the tasks and callbacks of one loop: the first that uses it, and once that
/// is closed, the next. Other threads put with [`loop.call(...)`][EventLoop#call], which waits,
/// or with [EventLoop#post] and [#offer].
///
/// @param <T> the type of the items, which are never null
public final class AsyncQueue<T> implements Iterable<T>, AutoCloseable {
  /*
   * A taker waits only while nothing lies in the queue, so an item that is put goes either to the first
   * taker or into `items`. Until the taker's turn it is "in hand": it may still come back, so a closed
   * queue is at its end only when nothing lies in it and nothing is in hand.
   *
   * A putter is served with room, not by taking its item from it: a put that is cancelled before its turn
   * must not have put anything. Until its turn it is "entering"; others wait behind it even if there is
   * room for them too, else they would put first.
   */
  private final QueueItems<T> items;
  private final int capacity;
  private final WaitLine<Taker> takers = new WaitLine<>();
  private final WaitLine<Putter> putters = new WaitLine<>();
  private final WaitLine<WaitLine.Onlooker> joiners = new WaitLine<>();
  private final HomeLoop home = new HomeLoop("the queue", this::forget);
  private int inHand;
  private int entering;
  private int unfinished;
  private long number;
  private boolean isClosed;
  private boolean isDropping;

  private AsyncQueue(QueueItems<T> items, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a queue with room for " + capacity + " items");
    }
    this.items = items;
    this.capacity = capacity;
  }

  /// A queue without a limit, oldest item first: for what is bounded elsewhere.
  public static <T> AsyncQueue<T> unbounded() {
    return bounded(Integer.MAX_VALUE);
  }

  /// A queue of at most `capacity` items, oldest item first.
  ///
  /// @throws IllegalArgumentException if `capacity` is less than 1
  public static <T> AsyncQueue<T> bounded(int capacity) {
    return new AsyncQueue<>(new QueueItems.ByAge<>(false), capacity);
  }

  /// A queue of at most `capacity` items, newest item first.
  ///
  /// @throws IllegalArgumentException if `capacity` is less than 1
  public static <T> AsyncQueue<T> lifo(int capacity) {
    return new AsyncQueue<>(new QueueItems.ByAge<>(true), capacity);
  }

  /// A queue of at most `capacity` items, least item first; of equal ones the oldest.
  ///
  /// @param order says which of two items is less; what it throws is thrown to who puts
  /// @throws IllegalArgumentException if `capacity` is less than 1
  public static <T> AsyncQueue<T> priority(int capacity, Comparator<? super T> order) {
    Objects.requireNonNull(order, "order");
    return new AsyncQueue<>(new QueueItems.ByPriority<>(order), capacity);
  }

  /// Puts an item in, waiting while there is no room or somebody else waits for it.
  ///
  /// @throws QueueClosedException if the queue is closed, before or meanwhile
  /// @throws CancelledError if the current scope is cancelled; nothing is put then
  /// @throws IllegalStateException if the caller is no task of the queue's loop
  public void put(T item) {
    Objects.requireNonNull(item, "item");
    Task<?> self = home.requireTask("AsyncQueue.put");
    self.checkCancelled();
    refuseIfClosed();
    if (hasFreeRoom()) {
      insert(item);
      return;
    }
    putters.await(new Putter(self));
    entering--;
    try {
      refuseIfClosed();
      insert(item);
    } finally {
      giveRoom();
    }
  }

  /// Puts an item in if there is room and nobody waits for it.
  ///
  /// @return whether it was put
  /// @throws QueueClosedException if the queue is closed
  /// @throws IllegalStateException if the calling thread does not belong to the queue's loop
  public boolean offer(T item) {
    Objects.requireNonNull(item, "item");
    home.requireLoop("AsyncQueue.offer");
    refuseIfClosed();
    if (!hasFreeRoom()) {
      return false;
    }
    insert(item);
    return true;
  }

  /// Takes the first item, waiting while there is none.
  ///
  /// @throws QueueClosedException if the queue is closed and empty, before or meanwhile
  /// @throws CancelledError if the current scope is cancelled; nothing is taken then
  /// @throws IllegalStateException if the caller is no task of the queue's loop
  public T take() {
    T item = takeOrClosed("AsyncQueue.take");
    if (item == null) {
      throw closed();
    }
    return item;
  }

  /// Takes the first item if there is one.
  ///
  /// @return the item; null when there is none now, whether or not the queue is closed
  /// @throws IllegalStateException if the calling thread does not belong to the queue's loop
  public @Nullable T poll() {
    home.requireLoop("AsyncQueue.poll");
    QueueItems.Item<T> item = items.poll();
    if (item == null) {
      return null;
    }
    giveRoom();
    return item.value;
  }

  /// How many items lie in it.
  public int size() {
    return items.size();
  }

  /// Whether no item lies in it.
  public boolean isEmpty() {
    return items.size() == 0;
  }

  /// Whether there is no room for one more item.
  public boolean isFull() {
    return items.size() >= capacity;
  }

  /// Whether it was closed.
  public boolean isClosed() {
    return isClosed;
  }

  /// Says that an item that was taken has been dealt with, for those who [#join()].
  ///
  /// @throws IllegalStateException if that was said of all items put so far, or the calling
  ///     thread does not belong to the queue's loop
  public void taskDone() {
    home.requireLoop("AsyncQueue.taskDone");
    if (unfinished == 0) {
      throw new IllegalStateException("taskDone() was called more often than items were put");
    }
    finish(1);
  }

  /// Waits until [#taskDone()] has been called for every item that was put.
  ///
  /// @throws CancelledError if the current scope is cancelled
  /// @throws IllegalStateException if the caller is no task of the queue's loop
  public void join() {
    Task<?> self = home.requireTask("AsyncQueue.join");
    self.checkCancelled();
    if (unfinished > 0) {
      joiners.await(new WaitLine.Onlooker(self, "the items of a queue to be done"));
    }
  }

  /// Closes the queue and does not wait: from now on every put throws [QueueClosedException],
  /// also one that waits for room already. What lies in the queue can still be taken. Nothing
  /// happens when it is closed already.
  ///
  /// @throws IllegalStateException if the calling thread does not belong to the queue's loop
  @Override
  public void close() {
    home.requireLoop("AsyncQueue.close");
    isClosed = true;
    for (Putter putter = putters.first(); putter != null; putter = putters.first()) {
      admit(putter);
    }
    endIfDrained();
  }

  /// Closes the queue as [#close()] does and drops what lies in it. For [#join()] the dropped
  /// items are done; those that were taken, or handed to a taker already, still need their
  /// [#taskDone()].
  ///
  /// @return what was dropped, in order
  /// @throws IllegalStateException if the calling thread does not belong to the queue's loop
  public List<T> closeNow() {
    home.requireLoop("AsyncQueue.closeNow");
    isDropping = true;
    List<T> dropped = items.clear();
    finish(dropped.size());
    close();
    return dropped;
  }

  /// An iterator that takes: its `hasNext` waits for an item, takes it and keeps it for `next`.
  /// It ends when the queue is closed and empty.
  @Override
  public Iterator<T> iterator() {
    return new QueueIterator<>(this);
  }

  @Override
  public String toString() {
    return "AsyncQueue[" + items.size()
        + (capacity == Integer.MAX_VALUE ? "" : " of " + capacity) + " items"
        + (takers.isEmpty() ? "" : ", " + takers.size() + " taking")
        + (putters.isEmpty() ? "" : ", " + putters.size() + " putting")
        + (isClosed ? ", closed]" : "]");
  }

  // --- items ---

  /// As [#take()], but null instead of the failure that the queue is closed and empty.
  @Nullable
  T takeOrClosed(String what) {
    Task<?> self = home.requireTask(what);
    self.checkCancelled();
    QueueItems.Item<T> item = items.poll();
    if (item != null) {
      giveRoom();
      return item.value;
    }
    if (isDrained()) {
      return null;
    }
    Taker taker = new Taker(self);
    takers.await(taker);
    QueueItems.Item<T> handed = taker.item;
    if (handed == null) {
      return null;
    }
    inHand--;
    endIfDrained();
    return handed.value;
  }

  private void insert(T item) {
    // In this order: a comparator may throw.
    deliver(new QueueItems.Item<>(item, number++));
    unfinished++;
  }

  private void deliver(QueueItems.Item<T> item) {
    Taker taker = takers.first();
    if (taker == null) {
      items.add(item);
      return;
    }
    taker.item = item;
    inHand++;
    takers.serve(taker);
  }

  private void takeBack(QueueItems.Item<T> item) {
    inHand--;
    if (isDropping) {
      finish(1);
    } else {
      deliver(item);
    }
    endIfDrained();
  }

  private void finish(int count) {
    unfinished -= count;
    if (unfinished == 0) {
      joiners.serveAll();
    }
  }

  // --- room ---

  private boolean hasFreeRoom() {
    return putters.isEmpty() && entering == 0 && items.size() < capacity;
  }

  private void giveRoom() {
    for (Putter next = putters.first();
        next != null && items.size() + entering < capacity;
        next = putters.first()) {
      admit(next);
    }
  }

  private void admit(Putter putter) {
    entering++;
    putters.serve(putter);
  }

  // --- the end ---

  private boolean isDrained() {
    return isClosed && items.size() == 0 && inHand == 0;
  }

  private void endIfDrained() {
    if (isDrained()) {
      takers.serveAll();
    }
  }

  private void refuseIfClosed() {
    if (isClosed) {
      throw closed();
    }
  }

  private QueueClosedException closed() {
    return new QueueClosedException("the queue is closed: " + this);
  }

  private void forget() {
    takers.clear();
    putters.clear();
    joiners.clear();
    inHand = 0;
    entering = 0;
  }

  private final class Taker extends WaitLine.Waiter {
    // Null when it is served: the queue was closed.
    private QueueItems.@Nullable Item<T> item;

    Taker(Task<?> task) {
      super(task);
    }

    @Override
    void passOn() {
      QueueItems.Item<T> handed = item;
      if (handed != null) {
        takeBack(handed);
      }
    }

    @Override
    public WaitReason reason() {
      return new WaitReason(WaitKind.SYNCHRONIZER, "an item");
    }
  }

  private final class Putter extends WaitLine.Waiter {
    Putter(Task<?> task) {
      super(task);
    }

    @Override
    void passOn() {
      entering--;
      giveRoom();
    }

    @Override
    public WaitReason reason() {
      return new WaitReason(WaitKind.SYNCHRONIZER, "room in a queue of " + capacity);
    }
  }
}
