package dev.meanwhile.async;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The loop that runs tasks, one at a time, and calls back.
///
/// Opened by [Async#run] or a [Runner]. **Threads.** [#post], [#call], [#execute], [#time] and
/// [#clock] are for any thread; the rest is for the loop's own tasks and callbacks.
public sealed interface EventLoop extends Executor permits Loop {
  /// The loop that the calling task or callback belongs to.
  ///
  /// @throws IllegalStateException on any other thread
  static EventLoop current() {
    LoopThread thread = LoopThread.currentOrNull();
    if (thread == null) {
      throw new IllegalStateException(
          "no loop is running on this thread: start one with Async.run(...)");
    }
    return thread.loop;
  }

  /// The time since the loop was opened, by its own clock.
  Duration time();

  /// The time of day by the loop's own clock. Programs that ask it rather than the system's can
  /// be run on virtual time.
  InstantSource clock();

  /// The loop's source of randomness; seeded in a simulation. For the loop's own tasks.
  RandomGenerator random();

  /// Calls `callback` in the loop's next pass. It may not wait; what it throws is reported.
  ///
  /// @return what takes the call back
  Handle callSoon(Runnable callback);

  /// Calls `callback` after `delay`; at the next pass when it is zero or less.
  ///
  /// @return what takes the call back
  Handle callLater(Duration delay, Runnable callback);

  /// Calls `callback` when [#time] has reached `when`.
  ///
  /// @return what takes the call back
  Handle callAt(Duration when, Runnable callback);

  /// Hands `callback` to the loop from any thread; it is called at the loop's next pass, in the
  /// order of posting. What is posted while the loop closes may never be called.
  ///
  /// @throws IllegalStateException if the loop is closed
  void post(Runnable callback);

  /// Runs `body` as a task of this loop, from any thread. Cancelling the future cancels the
  /// task.
  ///
  /// @throws IllegalStateException if the loop is closed
  @SuppressWarnings("overloads")
  <T extends @Nullable Object> CompletableFuture<T> call(Callable<T> body);

  /// As [#call(Callable)], for a block without a result.
  @SuppressWarnings("overloads") // the twin for blocks that return nothing
  CompletableFuture<@Nullable Void> call(Action body);

  /// Runs `command` as a task of this loop, from any thread: the loop as an [Executor], for
  /// instance for the stages of a [CompletableFuture]. It may wait; what it throws is reported.
  ///
  /// @throws java.util.concurrent.RejectedExecutionException if the loop is closed
  @Override
  void execute(Runnable command);

  /// A new promise that tasks of this loop can await.
  <T extends @Nullable Object> Promise<T> createPromise();

  /// As [#createPromise()], for libraries: reports and time-outs say what is waited for.
  ///
  /// @param kind what kind of wait it is for a task
  /// @param subject what is waited for, for people
  <T extends @Nullable Object> Promise<T> createPromise(WaitKind kind, String subject);

  /// Has reports go to `handler` instead of the log. It is called by the thread that found what
  /// it reports, which need not be the loop's, and must not wait; what it throws is logged.
  void setExceptionHandler(Consumer<? super LoopReport> handler);

  /// Tells the exception handler, or else the log, of something that no call can throw. For any
  /// thread.
  void report(LoopReport report);

  /// Whether the loop lives on virtual time ([LoopClock#virtual()]), where there is no outside:
  /// no socket, no process, no other thread.
  boolean isVirtual();

  /// Has the calling task wait until nobody else can go on without time moving: every other task
  /// waits, and no callback is due. Several tasks that settle are let go together, before time
  /// moves. For tests on virtual time, which know it as `Simulation.settle()`.
  ///
  /// @throws IllegalStateException on another clock, where nobody knows what comes from outside,
  ///     or if the caller is no task of this loop
  /// @throws CancelledError if the current scope is cancelled
  void settle();

  /// Whether the loop was opened in debug mode.
  boolean isDebug();

  /// A call that was asked for and can be taken back.
  interface Handle {
    /// Takes the call back, if it was not made yet. For the loop's own tasks and callbacks.
    void cancel();
  }
}
