package dev.meanwhile.async;

import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// The bridge to reactive streams: [Flow.Publisher]s in and out.
///
/// {@snippet :
/// try (FlowItems<Row> rows = Flows.items(driver.query("..."), 64)) {
///   for (Row row : rows) { // waits for each
///     process(row);
///   }
/// }
/// }
public final class Flows {
  private Flows() {}

  /// Subscribes to `publisher`, whose items the calling task can then wait for.
  ///
  /// @param buffer how many items are asked for in advance, at least 1: more are never kept
  /// @throws IllegalArgumentException if `buffer` is below 1
  /// @throws IllegalStateException if the calling thread is no task of a loop
  public static <T> FlowItems<T> items(Flow.Publisher<? extends T> publisher, int buffer) {
    Objects.requireNonNull(publisher, "publisher");
    if (buffer < 1) {
      throw new IllegalArgumentException("at least one item must be asked for, not " + buffer);
    }
    FlowItems<T> items = new FlowItems<>(Task.require("Flows.items"), buffer);
    items.subscribeTo(publisher);
    return items;
  }

  /// A publisher for code that knows reactive streams. Each subscriber has `body` run for it, as
  /// a task of this loop that emits the items: [Emitter#emit] waits until the subscriber has
  /// asked for one. The end of the body completes the subscriber, its failure is handed on, and
  /// a subscriber that cancels has it cancelled.
  ///
  /// A subscriber may come from any thread; its methods are called on the loop and must not
  /// wait.
  ///
  /// {@snippet :
  /// Flow.Publisher<Integer> ticks = Flows.publisher(emitter -> {
  ///   for (int i = 0; ; i++) {
  ///     emitter.emit(i);
  ///     sleep(Duration.ofSeconds(1));
  ///   }
  /// });
  /// }
  ///
  /// @throws IllegalStateException if the calling thread runs no loop
  public static <T> Flow.Publisher<T> publisher(BodyAction<Emitter<T>> body) {
    Objects.requireNonNull(body, "body");
    Loop loop = switch (EventLoop.current()) {
      case Loop current -> current;
    };
    return subscriber -> FlowSource.subscribe(loop, body, subscriber);
  }

  /// Takes the items of a publisher's body.
  ///
  /// @param <T> the type of the items
  public interface Emitter<T> {
    /// Waits until the subscriber has asked for an item, and gives it this one.
    ///
    /// @throws CancelledError if the subscriber has cancelled, or the loop closes
    void emit(T item);
  }

  static @Nullable Throwable callSafely(Action call) {
    try {
      call.run();
      return null;
    } catch (Throwable failure) {
      return failure;
    }
  }
}
