package dev.meanwhile.async;

import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// One subscription to a publisher of ours: the task that emits, and what the subscriber asks of
/// it.
final class FlowSource<T> implements Flow.Subscription, Flows.Emitter<T>, Wait {
  private final Loop loop;
  private final Flow.Subscriber<? super T> subscriber;

  // Confined to the loop.
  private @Nullable Task<?> emitting;
  private long demand;
  private boolean isEnded;

  private FlowSource(Loop loop, Flow.Subscriber<? super T> subscriber) {
    this.loop = loop;
    this.subscriber = subscriber;
  }

  static <T> void subscribe(
      Loop loop, BodyAction<Flows.Emitter<T>> body, Flow.Subscriber<? super T> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    FlowSource<T> source = new FlowSource<>(loop, subscriber);
    if (loop.isClosed()) {
      source.refuse();
      return;
    }
    // A turn of its own: subscribe() may have been called by a task, in the middle of its own.
    loop.post(() -> {
      if (source.tell(() -> subscriber.onSubscribe(source))) {
        source.emitting =
            Task.startAlways(loop.root(), "publisher", Blocks.callable(() -> source.run(body)));
      }
    });
  }

  /// Tells the subscriber of a closed loop, as every subscriber must be told something (rule
  /// 1.9).
  private void refuse() {
    isEnded = true;
    subscriber.onSubscribe(this);
    subscriber.onError(
        new IllegalStateException("the loop " + loop.name() + " is closed: nothing is emitted"));
  }

  @Override
  public void request(long count) {
    loop.refuseIntrusion("asked a publisher for items");
    loop.onLoop(() -> {
      if (isEnded) {
        return;
      }
      if (count <= 0) {
        end("a subscriber broke the rules");
        tell(() -> subscriber.onError(new IllegalArgumentException(
            "a subscriber must ask for at least one item, not " + count + " (rule 3.9)")));
        return;
      }
      demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
      Task<?> task = emitting;
      if (task != null) {
        task.wakeFrom(this);
      }
    });
  }

  @Override
  public void cancel() {
    loop.refuseIntrusion("cancelled a subscription");
    loop.onLoop(() -> end("the subscriber cancelled"));
  }

  @Override
  public void emit(T item) {
    Objects.requireNonNull(item, "item");
    Task<?> self = Task.require("Emitter.emit");
    if (self != emitting) {
      throw new IllegalStateException(
          "items are emitted by the publisher's own task, not by " + self);
    }
    self.checkCancelled();
    while (demand == 0 && !isEnded) {
      self.park(this, true);
      self.throwIfCancelled();
    }
    if (isEnded || !tell(() -> subscriber.onNext(item))) {
      // Also in a shield, where nothing is cancelled: there is nobody to emit for.
      throw new CancelledError(self.ownScope());
    }
    demand--;
  }

  @Override
  public WaitReason reason() {
    return new WaitReason(WaitKind.SYNCHRONIZER, "a subscriber to ask for an item");
  }

  private void run(BodyAction<Flows.Emitter<T>> body) throws Exception {
    // Subscribers that ask from within onSubscribe have done so: the task knows itself by now.
    try {
      Task.require("Flows.publisher").throwIfCancelled();
      body.run(this);
    } catch (Throwable failure) {
      if (isEnded) {
        throw failure; // for whoever looks at tasks: the subscriber wants to hear no more
      }
      isEnded = true;
      tell(() -> subscriber.onError(failure));
      if (CancelledError.in(failure) != null) {
        throw failure;
      }
      return;
    }
    if (!isEnded) {
      isEnded = true;
      tell(subscriber::onComplete);
    }
  }

  private void end(String reason) {
    if (!isEnded) {
      isEnded = true;
      Task<?> task = emitting;
      if (task != null) {
        task.cancel(reason);
        task.wakeFrom(this); // also in a shield
      }
    }
  }

  /// Calls the subscriber. One that throws is cancelled and reported (rule 2.13).
  ///
  /// @return whether there still is somebody to emit for
  private boolean tell(Runnable call) {
    Throwable failure = Flows.callSafely(() -> loop.callOutsideTurn(loop.currentContext(), () -> {
      call.run();
      return true;
    }));
    if (failure != null) {
      end("the subscriber failed");
      loop.report(new LoopReport(
          LoopReport.Kind.CALLBACK_FAILURE, "a subscriber failed: " + failure, failure));
    }
    return !isEnded;
  }
}
