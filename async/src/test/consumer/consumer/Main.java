package consumer;

import static dev.meanwhile.async.Async.*;

import dev.meanwhile.async.AsyncBarrier;
import dev.meanwhile.async.AsyncCondition;
import dev.meanwhile.async.AsyncEvent;
import dev.meanwhile.async.AsyncLock;
import dev.meanwhile.async.AsyncQueue;
import dev.meanwhile.async.AsyncSemaphore;
import dev.meanwhile.async.Awaitable;
import dev.meanwhile.async.CancelScope;
import dev.meanwhile.async.CancelledError;
import dev.meanwhile.async.ContextVar;
import dev.meanwhile.async.Coroutine;
import dev.meanwhile.async.DeadlockError;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.GroupOptions;
import dev.meanwhile.async.Outcome;
import dev.meanwhile.async.Promise;
import dev.meanwhile.async.RateLimiter;
import dev.meanwhile.async.Retry;
import dev.meanwhile.async.ReturnWhen;
import dev.meanwhile.async.Runner;
import dev.meanwhile.async.Task;
import dev.meanwhile.async.TimedOutException;
import dev.meanwhile.async.Waited;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

/// Every name that the library promises, used as its promise says. It is compiled and run by
/// `OutsideProgramTest`, and knows nothing of the library but its module.
public final class Main {
  private static final Duration MOMENT = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofMinutes(10);

  private Main() {}

  /// Runs all of it, and says what went otherwise than promised: nothing, it is hoped.
  public static void main(String[] arguments) {
    List<String> broken = new ArrayList<>();
    run(() -> {
      coroutinesAndTasks(broken);
      combinators(broken);
      timeLimits(broken);
      groups(broken);
      synchronisation(broken);
      queues(broken);
      outside(broken);
      broken.addAll(Connections.check());
    });
    runners(broken);
    broken.forEach(System.out::println);
  }

  private static void expect(boolean holds, String what, List<String> broken) {
    if (!holds) {
      broken.add(what);
    }
  }

  private static String value() throws IOException {
    sleep(MOMENT);
    return "value";
  }

  private static String failing() throws IOException {
    throw new IOException("broken");
  }

  private static void coroutinesAndTasks(List<String> broken) {
    Coroutine<String> coroutine = async(() -> value());
    Coroutine<Void> action = async("named", () -> {
      sleep(Duration.ZERO);
    });
    expect(action.toString().equals("Coroutine[named, created]"), "toString", broken);
    Task<Void> done = createTask(action);
    Task<String> task = createTask(() -> value());
    Task<Void> other = createTask(() -> {
      sleep(MOMENT);
    });
    task.onDone(ended -> expect(ended.isDone(), "onDone", broken));
    Future<String> future = task;
    expect(allTasks().contains(task) && currentTask() != null, "allTasks", broken);
    expect(await(coroutine).equals("value"), "await of a coroutine", broken);
    try {
      coroutine.await();
      broken.add("a second await is refused");
    } catch (IllegalStateException e) {
      // As promised.
    }
    expect(task.await().equals("value") && future.resultNow().equals("value"), "await", broken);
    await(done);
    other.cancel("not needed");
    CompletionStage<String> stage = CompletableFuture.completedFuture("stage");
    expect(await(stage).equals("stage"), "await of a stage", broken);
    try {
      await(async(() -> failing()));
      broken.add("a checked failure comes wrapped");
    } catch (CompletionException wrapped) {
      expect(wrapped.getCause() instanceof IOException, "the cause of a failure", broken);
    }
  }

  private static void combinators(List<String> broken) {
    List<String> both = await(gather(async(() -> value()), createTask(() -> "task")));
    expect(both.equals(List.of("value", "task")), "gather", broken);
    Collection<Coroutine<String>> collection = List.of(async(() -> value()));
    expect(await(gather(collection)).size() == 1, "gather of a collection", broken);
    List<Outcome<String>> settled =
        await(gatherSettled(async(() -> value()), async(() -> failing())));
    String words = "";
    for (Outcome<String> outcome : settled) {
      words += switch (outcome) {
        case Outcome.Success<String>(String value) -> value;
        case Outcome.Failure<String>(Throwable error) -> " " + error.getMessage();
        case Outcome.Cancelled<String>(CancelledError error) -> " " + error.getMessage();
      };
    }
    expect(words.equals("value broken"), "gatherSettled", broken);
    for (Task<String> ended : asCompleted(List.of(async(() -> value())))) {
      expect(ended.await().equals("value"), "asCompleted", broken);
    }
    List<Task<String>> tasks = List.of(createTask(() -> value()), createTask(() -> "now"));
    Waited<String> waited = waitUntil(tasks, ReturnWhen.ALL_COMPLETED);
    Set<Task<String>> doneTasks = waited.done();
    expect(doneTasks.size() == 2 && waited.pending().isEmpty(), "waitUntil", broken);
    expect(waitUntil(tasks, ReturnWhen.FIRST_COMPLETED, MOMENT).done().size() == 2, "limit", broken);
    List<Awaitable<? extends String>> runners = List.of(async(() -> "first"), async(() -> value()));
    String first = race(runners);
    expect(first.equals("first"), "race", broken);
    expect(hedge(() -> value(), 2, LONG).equals("value"), "hedge", broken);
    Retry policy = Retry.attempts(3)
        .backoff(MOMENT, MOMENT)
        .on(failure -> failure instanceof IOException)
        .within(LONG);
    int[] calls = new int[1];
    String retried = retry(policy, () -> calls[0]++ == 0 ? failing() : value());
    expect(retried.equals("value"), "retry", broken);
  }

  private static void timeLimits(List<String> broken) {
    expect(waitFor(async(() -> value()), LONG).equals("value"), "waitFor", broken);
    try {
      timeout(MOMENT, () -> {
        sleep(LONG);
      });
      broken.add("timeout");
    } catch (TimedOutException e) {
      // As promised.
    }
    String moved = timeout(MOMENT, scope -> {
      scope.moveDeadline(LONG);
      return value();
    });
    expect(moved.equals("value"), "moveDeadline", broken);
    Optional<String> inTime = moveOnAfter(LONG, () -> value());
    boolean isInTime = moveOnAfter(MOMENT, () -> {
      sleep(LONG);
    });
    expect(inTime.isPresent() && !isInTime, "moveOnAfter", broken);
    CancelScope scope = CancelScope.current();
    expect(!scope.isCancelled() && scope.deadline().isEmpty(), "CancelScope", broken);
    expect(shielded(() -> value()).equals("value"), "shielded", broken);
    expect(await(shield(createTask(() -> value()))).equals("value"), "shield", broken);
  }

  private static void groups(List<String> broken) {
    String together = taskGroup(group -> {
      Task<String> child = group.start(() -> value());
      group.start(async(() -> value()));
      group.start(() -> {
        sleep(LONG);
      });
      String value = await(child);
      group.stop();
      return value;
    });
    expect(together.equals("value"), "taskGroup", broken);
    taskGroup(GroupOptions.defaults().withLimit(2).supervised(), group -> {
      group.start(() -> value());
      group.stop(MOMENT);
    });
  }

  private static void synchronisation(List<String> broken) {
    AsyncLock lock = new AsyncLock();
    expect(lock.with(() -> value()).equals("value"), "AsyncLock.with", broken);
    lock.acquire();
    try {
      lock.acquire();
      broken.add("a lock of one's own");
    } catch (DeadlockError e) {
      lock.release();
    }
    AsyncSemaphore semaphore = new AsyncSemaphore(3);
    semaphore.acquireMany(2);
    await(createTask(semaphore::acquire));
    expect(!semaphore.tryAcquire(), "AsyncSemaphore", broken);
    semaphore.release();
    AsyncEvent event = new AsyncEvent();
    Task<Void> waiting = createTask(event::await);
    event.set();
    await(waiting);
    event.clear();
    expect(!event.isSet(), "AsyncEvent", broken);
    AsyncCondition condition = new AsyncCondition();
    condition.lock().with(() -> {
      condition.awaitUntil(() -> true);
      condition.signal();
      condition.signalAll();
    });
    AsyncBarrier barrier = new AsyncBarrier(2);
    Task<Integer> party = createTask(() -> barrier.await());
    expect(barrier.await() + await(party) == 1, "AsyncBarrier", broken);
    RateLimiter.perSecond(1_000).acquire();
  }

  private static void queues(List<String> broken) {
    AsyncQueue<String> queue = AsyncQueue.bounded(1);
    createTask(() -> {
      queue.put("one");
      queue.put("two");
      queue.close();
    });
    List<String> items = new ArrayList<>();
    for (String item : queue) {
      items.add(item);
      queue.taskDone();
    }
    queue.join();
    expect(items.equals(List.of("one", "two")), "AsyncQueue", broken);
    AsyncQueue<Integer> smallest = AsyncQueue.priority(2, Comparator.naturalOrder());
    expect(smallest.offer(2) && smallest.offer(1) && smallest.take() == 1, "priority", broken);
    AsyncQueue<Integer> last = AsyncQueue.lifo(2);
    expect(last.offer(1) && last.offer(2) && last.poll() == 2, "lifo", broken);
    expect(AsyncQueue.<String>unbounded().size() == 0, "unbounded", broken);
  }

  private static void outside(List<String> broken) {
    EventLoop loop = EventLoop.current();
    Promise<String> promise = loop.createPromise();
    blocking(() -> promise.complete("from outside"));
    expect(await(promise).equals("from outside"), "Promise", broken);
    expect(promise.toCompletableFuture().resultNow().equals("from outside"), "future", broken);
    expect(offload(() -> 6 * 7) == 42, "offload", broken);
    String called = blocking(() -> loop.call(() -> value()).get());
    expect(called.equals("value"), "EventLoop.call", broken);
    List<String> log = new ArrayList<>();
    loop.callSoon(() -> log.add("soon"));
    loop.callLater(MOMENT, () -> log.add("later"));
    loop.callAt(loop.time().plus(MOMENT), () -> log.add("at"));
    loop.post(() -> log.add("posted"));
    sleep(MOMENT.multipliedBy(20));
    expect(log.size() == 4, "callbacks", broken);
    expect(loop.clock().instant() != null && loop.random() != null, "clock and random", broken);
    expect(!loop.isDebug(), "isDebug", broken);
    ContextVar<String> user = ContextVar.of("nobody");
    user.set("somebody");
    expect(await(createTask(() -> user.get())).equals("somebody"), "ContextVar", broken);
  }

  private static void runners(List<String> broken) {
    try (Runner runner = Runner.builder().name("worker").debug(true).open()) {
      runner.loop().setExceptionHandler(report -> broken.add(report.message()));
      expect(runner.run(() -> value()).equals("value"), "Runner", broken);
      expect(runner.run(async(() -> "again")).equals("again"), "a second run", broken);
    }
  }
}
