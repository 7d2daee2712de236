package dev.meanwhile.async;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Asynchronous code: `import static dev.meanwhile.async.Async.*`.
///
/// ```java
/// run(() -> {
///   Task<String> coffee = createTask(() -> brew());
///   Task<String> toast = createTask(() -> toast());
///   System.out.println(coffee.await() + " and " + toast.await());
/// });
/// ```
///
/// At most one task of a loop runs at a time, and another runs only when this one waits through
/// this library: code between two waits is atomic, and tasks of one loop may share plain fields.
/// Any method may wait. A call that blocks otherwise holds the loop, which reports it; wrap it
/// in [#blocking]. Do not wait inside `synchronized`, `computeIfAbsent` or a class initialiser:
/// another task that wants the same lock would then hold the loop for good.
///
/// **Failure.** What runs a block or waits throws an unchecked exception or an [Error] as it is
/// and a checked exception as the cause of a [CompletionException]. **Cancellation.** Every wait
/// throws [CancelledError] while its [CancelScope] is cancelled. **Threads.** Except for [#run]
/// and [#async], everything here is for tasks of a running loop and throws
/// [IllegalStateException] elsewhere.
@SuppressWarnings("overloads") // the twins for blocks without a result
public final class Async {
  private Async() {}

  /// Opens a loop, runs `main` as its first task, waits for it, cancels and awaits what is left,
  /// and closes the loop. Blocks the calling thread; interrupting that cancels `main`.
  ///
  /// {@snippet :
  /// String greeting = run(() -> {
  ///   sleep(Duration.ofSeconds(1));
  ///   return "hello";
  /// });
  /// }
  ///
  /// @return what `main` returned
  /// @throws IllegalStateException inside a running loop
  public static <T extends @Nullable Object> T run(Callable<T> main) {
    try (Runner runner = Runner.open()) {
      return runner.run(main);
    }
  }

  /// As [#run(Callable)], for a block without a result.
  public static void run(Action main) {
    try (Runner runner = Runner.open()) {
      runner.run(main);
    }
  }

  /// As [#run(Callable)], for a coroutine.
  public static <T extends @Nullable Object> T run(Coroutine<T> main) {
    try (Runner runner = Runner.open()) {
      return runner.run(main);
    }
  }

  /// Describes work to be done later: nothing of `body` runs yet. Needs no loop.
  ///
  /// {@snippet :
  /// Coroutine<String> coffee = async(() -> brew("coffee")); // nothing runs yet
  /// String cup = await(coffee);
  /// }
  public static <T extends @Nullable Object> Coroutine<T> async(Callable<T> body) {
    return new Coroutine<>(null, Objects.requireNonNull(body, "body"));
  }

  /// As [#async(Callable)], for a block without a result.
  public static Coroutine<@Nullable Void> async(Action body) {
    Objects.requireNonNull(body, "body");
    return new Coroutine<>(null, Blocks.callable(body));
  }

  /// As [#async(Callable)], with a name, which becomes the name of a task made of it.
  public static <T extends @Nullable Object> Coroutine<T> async(String name, Callable<T> body) {
    return new Coroutine<>(
        Objects.requireNonNull(name, "name"), Objects.requireNonNull(body, "body"));
  }

  /// As [#async(String, Callable)], for a block without a result.
  public static Coroutine<@Nullable Void> async(String name, Action body) {
    Objects.requireNonNull(body, "body");
    return new Coroutine<>(Objects.requireNonNull(name, "name"), Blocks.callable(body));
  }

  /// Waits for a result, letting other tasks run. A coroutine runs as a call inside this task.
  ///
  /// {@snippet :
  /// Task<String> toast = createTask(() -> brew("toast"));
  /// String coffee = await(async(() -> brew("coffee"))); // the toast is made meanwhile
  /// String breakfast = coffee + " and " + await(toast);
  /// }
  ///
  /// @throws CancelledError if the current scope is cancelled, or what is awaited was
  public static <T extends @Nullable Object> T await(Awaitable<T> awaitable) {
    return awaitable.await();
  }

  /// Waits for a stage, as for instance an asynchronous driver gives. A cancelled wait leaves it
  /// alone.
  ///
  /// @throws CancelledError if the current scope is cancelled
  public static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
    Loop loop = Task.require("await").loop;
    Promise<T> promise =
        new Promise<>(loop, new WaitReason(WaitKind.PROMISE, "a completion stage"));
    stage.whenComplete((value, error) -> {
      if (error == null) {
        promise.complete(value);
      } else {
        promise.fail(
            error instanceof CompletionException && error.getCause() != null
                ? error.getCause()
                : error);
      }
    });
    return promise.await();
  }

  /// Schedules a coroutine as a task of this loop. It lives until it ends, the loop closes, or
  /// somebody cancels it: no deadline or end of the caller reaches it.
  ///
  /// {@snippet :
  /// Task<String> job = createTask(async("job", () -> brew("tea")));
  /// log.add(job.name()); // it has not begun: its turn comes when this task waits
  /// String tea = await(job);
  /// }
  ///
  /// @throws IllegalStateException if the coroutine was used before
  public static <T extends @Nullable Object> Task<T> createTask(Coroutine<T> coroutine) {
    return Task.start(loop("createTask").root(), coroutine);
  }

  /// As [#createTask(Coroutine)], for a block.
  public static <T extends @Nullable Object> Task<T> createTask(Callable<T> body) {
    Objects.requireNonNull(body, "body");
    return Task.start(loop("createTask").root(), null, body);
  }

  /// As [#createTask(Coroutine)], for a block without a result.
  public static Task<@Nullable Void> createTask(Action body) {
    Objects.requireNonNull(body, "body");
    return Task.<@Nullable Void>start(loop("createTask").root(), null, Blocks.callable(body));
  }

  /// Waits for `duration`, letting other tasks run; zero or less gives the others exactly one
  /// turn.
  ///
  /// {@snippet :
  /// while (!door.isDone()) {
  ///   log.add("waiting at the door");
  ///   sleep(Duration.ofSeconds(1));
  /// }
  /// }
  ///
  /// @throws CancelledError if the current scope is cancelled
  public static void sleep(Duration duration) {
    Sleep sleep = Sleep.begin(Task.require("sleep"), duration);
    if (sleep != null) {
      sleep.await();
    }
  }

  /// Runs all at once. The task gives the results in argument order. The first failure cancels
  /// the rest, waits for them and is thrown, the others' failures suppressed under it;
  /// cancelling the task cancels all. The same object given twice runs once and fills both
  /// places.
  ///
  /// {@snippet :
  /// List<String> breakfast =
  ///     await(gather(async(() -> brew("coffee")), async(() -> brew("toast"))));
  /// }
  ///
  /// @throws IllegalStateException if one of them is a used coroutine or belongs to another
  ///     loop; then nothing is started
  @SafeVarargs
  @SuppressWarnings("varargs")
  public static <T extends @Nullable Object> Task<List<T>> gather(
      Awaitable<? extends T>... awaitables) {
    return Gather.all(Arrays.asList(awaitables));
  }

  /// As [#gather(Awaitable...)].
  public static <T extends @Nullable Object> Task<List<T>> gather(
      Collection<? extends Awaitable<? extends T>> awaitables) {
    return Gather.all(awaitables);
  }

  /// Runs all at once and gives how each ended, in argument order: no failure is thrown or
  /// cancels the others.
  ///
  /// {@snippet :
  /// for (Outcome<String> outcome :
  ///     await(gatherSettled(async(() -> brew("coffee")), async(() -> brew("nothing"))))) {
  ///   switch (outcome) {
  ///     case Outcome.Success<String>(var cup) -> log.add(cup);
  ///     case Outcome.Failure<String>(var error) -> log.add("failed: " + error.getMessage());
  ///     case Outcome.Cancelled<String> _ -> log.add("cancelled");
  ///   }
  /// }
  /// }
  @SafeVarargs
  @SuppressWarnings("varargs")
  public static <T extends @Nullable Object> Task<List<Outcome<T>>> gatherSettled(
      Awaitable<? extends T>... awaitables) {
    return Gather.settled(Arrays.asList(awaitables));
  }

  /// As [#gatherSettled(Awaitable...)].
  public static <T extends @Nullable Object> Task<List<Outcome<T>>> gatherSettled(
      Collection<? extends Awaitable<? extends T>> awaitables) {
    return Gather.settled(awaitables);
  }

  /// Starts all, and gives the tasks in the order in which they finish, each of them once.
  ///
  /// {@snippet :
  /// for (Task<String> done : asCompleted(List.of(async(() -> brew("slow coffee")),
  ///     async(() -> brew("tea"))))) {
  ///   log.add(await(done)); // tea is first
  /// }
  /// }
  public static <T extends @Nullable Object> AsCompleted<T> asCompleted(
      Collection<? extends Awaitable<? extends T>> awaitables) {
    return AsCompleted.of(awaitables);
  }

  /// Waits until the tasks stand as `when` says, and tells which are done then. Throws none of
  /// their failures, and cancels nothing.
  ///
  /// {@snippet :
  /// Waited<String> waited = waitUntil(List.of(coffee, tea), ReturnWhen.FIRST_COMPLETED);
  /// waited.done().forEach(task -> log.add(task.resultNow()));
  /// waited.pending().forEach(Task::cancel);
  /// }
  ///
  /// @throws IllegalArgumentException if there is no task
  /// @throws CancelledError if the current scope is cancelled; the tasks are left alone
  public static <T extends @Nullable Object> Waited<T> waitUntil(
      Collection<? extends Task<? extends T>> tasks, ReturnWhen when) {
    return WaitUntil.of(tasks, when, null);
  }

  /// As [#waitUntil(Collection, ReturnWhen)], for at most `limit`; then the others are pending.
  public static <T extends @Nullable Object> Waited<T> waitUntil(
      Collection<? extends Task<? extends T>> tasks, ReturnWhen when, Duration limit) {
    return WaitUntil.of(tasks, when, Objects.requireNonNull(limit, "limit"));
  }

  /// Runs all at once and gives the first success. The others are cancelled, tasks that were
  /// given included, and awaited; the result of one that still succeeds is closed if it is
  /// [AutoCloseable], for at most 5 s. When all fail, the first failure is thrown, the others
  /// suppressed under it.
  ///
  /// {@snippet :
  /// String first = race(async(() -> brew("slow coffee")), async(() -> brew("tea")));
  /// }
  ///
  /// @throws IllegalArgumentException if there is nothing to run
  /// @throws IllegalStateException if one of them is a used coroutine or belongs to another
  ///     loop; then nothing is started
  /// @throws CancelledError if the current scope is cancelled; then all are cancelled and awaited
  @SafeVarargs
  @SuppressWarnings("varargs")
  public static <T extends @Nullable Object> T race(Awaitable<? extends T>... awaitables) {
    return Race.first(Arrays.asList(awaitables));
  }

  /// As [#race(Awaitable...)].
  public static <T extends @Nullable Object> T race(
      Collection<? extends Awaitable<? extends T>> awaitables) {
    return Race.first(awaitables);
  }

  /// Runs `body`; when it has not ended after `delay`, or fails before, a second attempt is
  /// started beside it, and so on. The first success wins, as in [#race(Awaitable...)]: it cuts
  /// off what one slow answer among many costs, at the price of a few more requests.
  ///
  /// {@snippet :
  /// String cup = hedge(() -> brew("coffee"), 3, Duration.ofMillis(200));
  /// }
  ///
  /// @param attempts how many at most, at least 1
  /// @throws CancelledError if the current scope is cancelled; then all are cancelled and awaited
  public static <T extends @Nullable Object> T hedge(
      Callable<T> body, int attempts, Duration delay) {
    return Race.hedge(body, attempts, delay);
  }

  /// As [#hedge(Callable, int, Duration)], for a block without a result.
  public static void hedge(Action body, int attempts, Duration delay) {
    Objects.requireNonNull(body, "body");
    Race.<@Nullable Void>hedge(Blocks.callable(body), attempts, delay);
  }

  /// Runs a block again when it fails, as `policy` says. When it gives up, the first failure is
  /// thrown, the later ones suppressed under it. A cancellation is never retried.
  ///
  /// {@snippet :
  /// Retry policy = Retry.attempts(5).backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
  /// String cup = retry(policy, () -> brew("coffee"));
  /// }
  ///
  /// @throws CancelledError if the current scope is cancelled
  public static <T extends @Nullable Object> T retry(Retry policy, Callable<T> body) {
    return policy.run(body);
  }

  /// As [#retry(Retry, Callable)], for a block without a result.
  public static void retry(Retry policy, Action body) {
    policy.<@Nullable Void>run(Blocks.callable(body));
  }

  /// Waits for a result for at most `limit`; then cancels what is awaited, waits for its end and
  /// throws. A result that is there when the time is over wins, and so does one that is given in
  /// spite of the cancel. Cancelling the waiter cancels what is awaited, too.
  ///
  /// {@snippet :
  /// try {
  ///   String cup = waitFor(async(() -> brew("slow coffee")), Duration.ofSeconds(1));
  ///   log.add(cup);
  /// } catch (TimedOutException e) {
  ///   log.add("without coffee, then");
  /// }
  /// }
  ///
  /// @throws TimedOutException when the time is over
  /// @throws CancelledError if the current scope is cancelled
  public static <T extends @Nullable Object> T waitFor(Awaitable<T> awaitable, Duration limit) {
    return WaitFor.result(awaitable, limit);
  }

  /// Runs a block for at most `limit`; then its waits are cancelled and this throws.
  ///
  /// {@snippet :
  /// String breakfast = timeout(Duration.ofSeconds(30), () -> {
  ///   String coffee = brew("coffee");
  ///   return coffee + " and " + brew("toast");
  /// });
  /// }
  ///
  /// @throws TimedOutException when the time was over before the block returned
  /// @throws CancelledError if the scope around is cancelled
  public static <T extends @Nullable Object> T timeout(Duration limit, Callable<T> body) {
    return Blocks.timeout(limit, _ -> body.call());
  }

  /// As [#timeout(Duration, Callable)], for a block without a result.
  public static void timeout(Duration limit, Action body) {
    Blocks.<@Nullable Void>timeout(limit, _ -> Blocks.callable(body).call());
  }

  /// As [#timeout(Duration, Callable)]; the block is given its scope, whose deadline it may
  /// move.
  public static <T extends @Nullable Object> T timeout(Duration limit, TimeoutBody<T> body) {
    return Blocks.timeout(limit, body);
  }

  /// As [#timeout(Duration, TimeoutBody)], for a block without a result.
  public static void timeout(Duration limit, TimeoutAction body) {
    Blocks.<@Nullable Void>timeout(limit, Blocks.body(body));
  }

  /// Runs a block for at most `limit`. Empty when the time was over first, or the block gave
  /// null.
  ///
  /// {@snippet :
  /// String cup = moveOnAfter(Duration.ofSeconds(1), () -> brew("slow coffee")).orElse("water");
  /// }
  ///
  /// @throws CancelledError if the scope around is cancelled
  public static <T extends @Nullable Object> Optional<T> moveOnAfter(
      Duration limit, Callable<T> body) {
    return Blocks.moveOnAfter(limit, body);
  }

  /// Runs a block for at most `limit`.
  ///
  /// @return whether it finished in time
  /// @throws CancelledError if the scope around is cancelled
  public static boolean moveOnAfter(Duration limit, Action body) {
    return Blocks.finishesWithin(limit, body);
  }

  /// Runs a block that neither cancellation nor deadlines from outside reach. Its value is
  /// returned; in a cancelled scope the next wait outside of it throws. Meant for cleaning up,
  /// best within a [#moveOnAfter(Duration, Action)] of its own.
  ///
  /// {@snippet :
  /// try {
  ///   brew("coffee");
  /// } finally {
  ///   // Clean-up that waits, although the task may have been cancelled.
  ///   shielded(() -> moveOnAfter(Duration.ofSeconds(2), () -> washUp()));
  /// }
  /// }
  public static <T extends @Nullable Object> T shielded(Callable<T> body) {
    return Blocks.shielded(body);
  }

  /// As [#shielded(Callable)], for a block without a result.
  public static void shielded(Action body) {
    Blocks.<@Nullable Void>shielded(Blocks.callable(body));
  }

  /// A task that waits for `awaitable` and whose cancellation leaves that alone. A coroutine is
  /// started as by [#createTask(Coroutine)]; a task that is done is returned as it is.
  ///
  /// {@snippet :
  /// Task<String> shared = createTask(() -> brew("coffee")); // others wait for it too
  /// String cup = waitFor(shield(shared), Duration.ofSeconds(5));
  /// }
  ///
  /// @throws IllegalStateException if it is a used coroutine or belongs to another loop
  public static <T extends @Nullable Object> Task<T> shield(Awaitable<T> awaitable) {
    Loop loop = loop("shield");
    if (awaitable instanceof Task<T> task && task.isDone()) {
      return task;
    }
    Parts.refuseUnusable(loop, awaitable);
    Completion<T> inner = Parts.begin(loop.root(), awaitable);
    return Task.start(loop.root(), "shield", inner::awaitHere);
  }

  /// Runs a block with a group of tasks that end with it: returns the body's value when all of
  /// them are done. The first failure, of a task or of the body, cancels all others, waits for
  /// them and is thrown, the others' failures suppressed under it.
  ///
  /// {@snippet :
  /// String breakfast = taskGroup(group -> {
  ///   Task<String> coffee = group.start(() -> brew("coffee"));
  ///   Task<String> toast = group.start(() -> brew("toast"));
  ///   return await(coffee) + " and " + await(toast);
  /// });
  /// }
  ///
  /// @throws CancelledError if the scope around is cancelled and nothing failed
  public static <T extends @Nullable Object> T taskGroup(Body<TaskGroup, T> body) {
    return TaskGroup.run(GroupOptions.defaults(), body);
  }

  /// As [#taskGroup(Body)], for a block without a result.
  public static void taskGroup(BodyAction<TaskGroup> body) {
    TaskGroup.<@Nullable Void>run(GroupOptions.defaults(), Blocks.body(body));
  }

  /// As [#taskGroup(Body)], with options.
  public static <T extends @Nullable Object> T taskGroup(
      GroupOptions options, Body<TaskGroup, T> body) {
    return TaskGroup.run(options, body);
  }

  /// As [#taskGroup(GroupOptions, Body)], for a block without a result.
  public static void taskGroup(GroupOptions options, BodyAction<TaskGroup> body) {
    TaskGroup.<@Nullable Void>run(options, Blocks.body(body));
  }

  /// Makes a call that blocks outside of this library, as for files or a database, on a thread
  /// outside of the loop, and lets other tasks run meanwhile. At most 256 such calls run at a
  /// time; further ones queue. Cancelling interrupts the call and waits for its end
  /// ([OutsideWork#call]).
  ///
  /// {@snippet :
  /// String text = blocking(() -> Files.readString(file));
  /// }
  ///
  /// @throws CancelledError if the current scope is cancelled
  public static <T extends @Nullable Object> T blocking(Callable<T> body) {
    return OutsidePools.BLOCKING.call(body);
  }

  /// As [#blocking(Callable)], for a block without a result.
  public static void blocking(Action body) {
    OutsidePools.BLOCKING.<@Nullable Void>call(Blocks.callable(body));
  }

  /// Makes a computation on one of as many threads as there are cores, and lets other tasks run
  /// meanwhile. Cancelling interrupts it, as with [#blocking].
  ///
  /// {@snippet :
  /// long sum = offload(() -> LongStream.range(0, 1_000_000).sum());
  /// }
  ///
  /// @throws CancelledError if the current scope is cancelled
  public static <T extends @Nullable Object> T offload(Callable<T> body) {
    return OutsidePools.COMPUTING.call(body);
  }

  /// As [#offload(Callable)], for a block without a result.
  public static void offload(Action body) {
    OutsidePools.COMPUTING.<@Nullable Void>call(Blocks.callable(body));
  }

  /// The running task.
  ///
  /// {@snippet :
  /// log.add(currentTask().name() + " is at work");
  /// }
  ///
  /// @throws IllegalStateException in callbacks and on threads that are no task
  public static Task<?> currentTask() {
    return Task.require("currentTask");
  }

  /// All tasks of this loop that have not ended: a snapshot.
  ///
  /// {@snippet :
  /// allTasks().forEach(task -> log.add(task.toString())); // who waits for what
  /// }
  public static Set<Task<?>> allTasks() {
    return new LinkedHashSet<>(loop("allTasks").liveTasks());
  }

  private static Loop loop(String what) {
    return switch (EventLoop.current()) {
      case Loop loop -> {
        if (loop.isClosed()) {
          throw new IllegalStateException(what + ": the loop " + loop.name() + " is closed");
        }
        yield loop;
      }
    };
  }
}
