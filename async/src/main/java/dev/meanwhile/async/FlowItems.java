package dev.meanwhile.async;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// The items of a [Flow.Publisher], which a task waits for one by one: see [Flows#items].
///
/// It can be iterated once, by the task that subscribed; another one is refused with an
/// [IllegalStateException]. **Failure.** What the publisher failed with is thrown after the items
/// that came before. **Cancellation.** A cancelled wait loses no item. [#close], which at the
/// latest comes with the end of the enclosing scope, cancels the subscription.
///
/// @param <T> the type of the items
public final class FlowItems<T> implements Iterable<T>, AutoCloseable {
  private final Task<?> self;
  private final CancelScope scope;
  private final int buffer;
  private final Deque<T> items = new ArrayDeque<>();
  private final Next wait = new Next();

  // All of it is confined to the loop: what the publisher says comes in as an event.
  private Flow.@Nullable Subscription subscription;
  private int taken;
  private boolean isEnded;
  private boolean isIterated;
  private boolean isClosed;
  private @Nullable Throwable failure;

  FlowItems(Task<?> self, int buffer) {
    this.self = self;
    this.scope = self.scope;
    this.buffer = buffer;
  }

  void subscribeTo(Flow.Publisher<? extends T> publisher) {
    scope.closeAtEnd(this);
    publisher.subscribe(new Inbound());
  }

  /// The items. Getting the next one, or asking whether there is one, waits for it.
  ///
  /// @throws IllegalStateException the second time
  @Override
  public Iterator<T> iterator() {
    if (isIterated) {
      throw new IllegalStateException("the items of a publisher can be iterated once");
    }
    isIterated = true;
    return new Items();
  }

  /// Cancels the subscription; what has not been taken is dropped, and a wait for an item finds
  /// the end. Does not wait. May be called from any thread.
  @Override
  public void close() {
    self.loop.refuseIntrusion("closed the items of a publisher");
    self.loop.onLoop(this::closeNow);
  }

  private void closeNow() {
    if (isClosed) {
      return;
    }
    boolean wasEnded = isEnded;
    isClosed = true;
    end(null);
    failure = null;
    items.clear();
    scope.forget(this);
    Flow.Subscription current = subscription;
    if (current != null && !wasEnded) {
      report(Flows.callSafely(current::cancel));
    }
  }

  private boolean awaitNext() {
    Task<?> caller = Task.require("FlowItems");
    if (caller != self) {
      throw new IllegalStateException("the items of a publisher are for the task that subscribed: "
          + "that is " + self.label() + ", not " + caller.label());
    }
    self.checkCancelled();
    while (items.isEmpty() && !isEnded) {
      self.park(wait, true);
      self.throwIfCancelled();
    }
    if (!items.isEmpty()) {
      return true;
    }
    Throwable thrown = failure;
    if (thrown != null) {
      throw Failures.unchecked(thrown);
    }
    return false;
  }

  private T take() {
    T item = items.removeFirst();
    // Asked for by halves of the buffer: one call for many items.
    if (++taken >= (buffer + 1) / 2 && !isEnded) {
      int asked = taken;
      taken = 0;
      report(Flows.callSafely(() -> Objects.requireNonNull(subscription).request(asked)));
    }
    return item;
  }

  private void report(@Nullable Throwable thrown) {
    if (thrown != null) {
      self.loop.report(new LoopReport(
          LoopReport.Kind.CALLBACK_FAILURE,
          "a publisher's subscription failed: " + thrown,
          thrown));
    }
  }

  private void end(@Nullable Throwable error) {
    if (!isEnded) {
      isEnded = true;
      failure = error;
      self.wakeFrom(wait);
    }
  }

  /// What the publisher calls, from any thread.
  private final class Inbound implements Flow.Subscriber<T> {
    @Override
    public void onSubscribe(Flow.Subscription given) {
      Objects.requireNonNull(given, "subscription");
      event(() -> {
        if (subscription != null || isEnded) {
          report(Flows.callSafely(given::cancel));
          return;
        }
        subscription = given;
        report(Flows.callSafely(() -> given.request(buffer)));
      });
    }

    @Override
    public void onNext(T item) {
      Objects.requireNonNull(item, "item");
      event(() -> {
        if (isEnded) {
          return;
        }
        Flow.Subscription current = subscription;
        if (current == null) {
          end(new IllegalStateException(
              "the publisher gave an item before a subscription (rule 1.9)"));
          return;
        }
        if (items.size() == buffer) {
          end(new IllegalStateException(
              "the publisher gave more items than it was asked for (rule 1.1)"));
          report(Flows.callSafely(current::cancel));
          return;
        }
        items.add(item);
        self.wakeFrom(wait);
      });
    }

    @Override
    public void onError(Throwable error) {
      Objects.requireNonNull(error, "error");
      event(() -> end(error));
    }

    @Override
    public void onComplete() {
      event(() -> end(null));
    }

    private void event(Runnable event) {
      self.loop.refuseIntrusion("called a subscriber");
      self.loop.onLoop(event);
    }
  }

  private final class Items implements Iterator<T> {
    @Override
    public boolean hasNext() {
      return awaitNext();
    }

    @Override
    public T next() {
      if (!awaitNext()) {
        throw new NoSuchElementException("the publisher has completed");
      }
      return take();
    }
  }

  private static final class Next implements Wait {
    @Override
    public WaitReason reason() {
      return new WaitReason(WaitKind.SYNCHRONIZER, "the next item of a publisher");
    }
  }
}
