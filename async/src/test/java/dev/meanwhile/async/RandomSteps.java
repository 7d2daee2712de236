package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;

import dev.meanwhile.async.ProgramAccount.Planned;
import dev.meanwhile.async.ProgramAccount.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// What the tasks of a [RandomProgram] do: a few steps each, drawn from all that the library
/// offers.
///
/// No wait is without an end: those for what others do are under a deadline.
final class RandomSteps {
  private static final int DEEPEST = 3;

  /// When so many bodies have begun, no further ones are nested: or a few seeds of many would
  /// take most of the time.
  private static final int ENOUGH = 60;

  private interface Step {
    void take(int depth);
  }

  private final SplittableRandom random;
  private final ProgramAccount account;
  private final SharedThings shared;
  private final List<CancelScope> scopes = new ArrayList<>();
  private final List<EventLoop.Handle> callbacks = new ArrayList<>();

  private final List<Step> simple = List.of(
      _ -> sleep(shortTime(20)),
      _ -> sleep(shortTime(20)),
      _ -> sleep(Duration.ZERO),
      _ -> fail(),
      _ -> cancelSome(),
      _ -> callBack(),
      _ -> moveSomeDeadline(),
      _ -> useShared(),
      _ -> useShared(),
      _ -> useShared(),
      _ -> caught(this::awaitSome),
      _ -> caught(this::lookOn),
      _ -> caught(this::awaitPromise),
      _ -> caught(() -> blocking(this::perhapsFail)));

  private final List<Step> nesting = List.of(
      depth -> caught(() -> group(depth)),
      depth -> caught(() -> group(depth)),
      depth -> caught(() -> timeLimit(depth)),
      depth -> caught(() -> moveOnAfter(shortTime(20), () -> group(depth))),
      depth -> caught(() -> shielded(() -> body(depth + 1))),
      depth -> caught(() -> shielded(() -> moveOnAfter(shortTime(10), () -> group(depth)))),
      depth -> caught(() -> gathered(depth)),
      depth -> caught(() -> settled(depth)),
      depth -> caught(() -> completed(depth)),
      depth -> caught(() -> race(depth)),
      depth -> caught(() -> hedged(depth)),
      depth -> caught(() -> retried(depth)),
      depth -> caught(() -> waited(depth)),
      this::spawn);

  RandomSteps(SplittableRandom random, ProgramAccount account) {
    this.random = random;
    this.account = account;
    this.shared = new SharedThings(random, account);
  }

  void main() {
    try {
      body(0);
    } catch (Planned | TimedOutException | CancelledError failure) {
      account.show(failure);
    }
  }

  void checkBalance() {
    shared.checkBalance();
  }

  /// The body of a task: a few steps. What it throws is the task's failure.
  private int body(int depth) {
    account.begin();
    if (random.nextInt(4) == 0) {
      scopes.add(CancelScope.current());
    }
    try {
      int number = 1 + random.nextInt(4);
      for (int i = 0; i < number; i++) {
        step(depth);
      }
      return depth;
    } catch (Throwable failure) {
      if (!ProgramAccount.isExpected(failure)) {
        account.surprise(failure);
      }
      throw failure;
    } finally {
      account.end();
      if (account.isQuiet()) {
        // No body is left that waits for one of them.
        callbacks.forEach(EventLoop.Handle::cancel);
        callbacks.clear();
      }
    }
  }

  private void step(int depth) {
    boolean mayNest = depth < DEEPEST && account.begun() < ENOUGH;
    int choice = random.nextInt(simple.size() + (mayNest ? nesting.size() : 0));
    Step step = choice < simple.size() ? simple.get(choice) : nesting.get(choice - simple.size());
    step.take(depth);
  }

  // --- simple steps ---

  private void fail() {
    throw account.newFailure();
  }

  private void perhapsFail() {
    if (random.nextInt(3) == 0) {
      fail();
    }
  }

  private void cancelSome() {
    if (random.nextInt(3) == 0 && !scopes.isEmpty()) {
      pick(scopes).cancel("cancelled at random");
    } else if (!account.tasks().isEmpty()) {
      pick(account.tasks()).cancel();
    }
  }

  /// A callback that cancels; sometimes it is taken back.
  private void callBack() {
    EventLoop loop = EventLoop.current();
    boolean isTakenBack = random.nextInt(3) == 0;
    Runnable callback = () -> {
      account.expect(!isTakenBack, "a callback that was taken back");
      cancelSome();
    };
    EventLoop.Handle handle =
        random.nextBoolean() ? loop.callSoon(callback) : loop.callLater(shortTime(20), callback);
    callbacks.add(handle);
    if (isTakenBack) {
      handle.cancel();
    }
  }

  private void moveSomeDeadline() {
    if (!scopes.isEmpty()) {
      try {
        pick(scopes).moveDeadline(shortTime(20));
      } catch (IllegalStateException tooLate) {
        account.expect(
            String.valueOf(tooLate.getMessage()).contains("deadline"), "refused: " + tooLate);
      }
    }
  }

  private void useShared() {
    caught(shared::step);
  }

  private void awaitSome() {
    if (account.tasks().isEmpty()) {
      return;
    }
    Task<?> task = pick(account.tasks());
    if (task != currentTask()) {
      // Under a deadline, or tasks might wait for each other in a circle.
      boolean isShielded = random.nextBoolean();
      moveOnAfter(shortTime(20), () -> awaitAndLook(isShielded ? shield(task) : task));
    }
  }

  private void awaitAndLook(Task<?> task) {
    try {
      await(task);
    } catch (Throwable thrown) {
      if (task.outcome() instanceof Outcome.Failure<?>(var error) && error == thrown) {
        account.lookedAt(task);
      }
      throw thrown;
    }
  }

  /// Looks on while some tasks go on.
  private void lookOn() {
    List<Task<?>> some = account.tasks().stream()
        .filter(task -> task != currentTask() && random.nextBoolean())
        .toList();
    if (some.isEmpty()) {
      return;
    }
    ReturnWhen when = pick(List.of(ReturnWhen.values()));
    Waited<?> waited = waitUntil(some, when, shortTime(20));
    account.expect(waited.done().stream().allMatch(Task::isDone), "done that is not done");
    for (Task<?> task : waited.done()) {
      account.lookedAt(task);
      if (task.outcome() instanceof Outcome.Failure<?>(var error)) {
        account.show(error);
      }
    }
  }

  /// A promise that a callback completes, mostly.
  private void awaitPromise() {
    Promise<Integer> promise = promise();
    moveOnAfter(shortTime(20), () -> await(promise));
  }

  private Promise<Integer> promise() {
    Promise<Integer> promise = EventLoop.current().createPromise();
    int ending = random.nextInt(4);
    callbacks.add(EventLoop.current().callLater(shortTime(20), () -> {
      switch (ending) {
        case 0 -> promise.cancel();
        case 1 -> {
          Planned failure = account.newFailure();
          if (!promise.fail(failure)) {
            account.show(failure); // it came too late to be anybody's
          }
        }
        default -> promise.complete(ending);
      }
    }));
    return promise;
  }

  // --- steps within which others nest ---

  private void timeLimit(int depth) {
    CancelScope[] own = new CancelScope[1];
    try {
      timeout(shortTime(20), scope -> {
        own[0] = scope;
        scopes.add(scope);
        return body(depth + 1);
      });
    } catch (CancelledError cancelled) {
      boolean isOwn = own[0].isExpired() && own[0].isAround(cancelled.scope());
      account.expect(
          !isOwn || CancelScope.current().isCancelled(),
          "a time limit left its own cancel uncaught");
      throw cancelled;
    }
  }

  private void group(int depth) {
    boolean isSupervised = random.nextInt(4) == 0;
    GroupOptions options = GroupOptions.defaults();
    if (random.nextBoolean()) {
      options = options.withLimit(1 + random.nextInt(2));
    }
    Family family = new Family(depth + 1, !isSupervised);
    List<Task<?>> children = new ArrayList<>();
    try {
      taskGroup(isSupervised ? options.supervised() : options, group -> {
        int number = 1 + random.nextInt(4);
        for (int i = 0; i < number; i++) {
          children.add(account.note(group.start(() -> child(family, group))));
        }
        stopFromBody(group);
        stopOrGoOn(group, depth);
      });
    } finally {
      family.expectEnded("a group");
      account.expect(children.stream().allMatch(Task::isDone), "a task is not done");
      if (!isSupervised) {
        children.forEach(account::lookedAt);
      }
    }
  }

  private int child(Family family, TaskGroup group) {
    switch (random.nextInt(12)) {
      case 0 -> startSibling(family, group);
      case 1 -> stopOrGoOn(group, family.depth);
      default -> {}
    }
    return family.body();
  }

  private void startSibling(Family family, TaskGroup group) {
    try {
      account.note(group.start(() -> family.body()));
    } catch (IllegalStateException tooLate) {
      account.expect(
          String.valueOf(tooLate.getMessage()).contains("cannot start"), "refused: " + tooLate);
    }
  }

  private void stopFromBody(TaskGroup group) {
    if (random.nextInt(6) == 0) {
      boolean wasCancelled = CancelScope.current().isCancelled();
      group.stop();
      account.expect(
          CancelScope.current().isCancelled() == wasCancelled, "stop() cancelled the body");
    }
  }

  private void stopOrGoOn(TaskGroup group, int depth) {
    switch (random.nextInt(6)) {
      case 0 -> group.stop();
      case 1 -> group.stop(shortTime(20));
      case 2, 3 -> step(depth + 1);
      default -> {}
    }
  }

  private void spawn(int depth) {
    account.note(createTask(() -> body(depth + 1)));
  }

  private Awaitable<Integer> awaitable(Family family) {
    return switch (random.nextInt(4)) {
      // It lives on by itself, so it is none of the family.
      case 0 -> account.note(createTask(() -> body(family.depth)));
      case 1 -> promise();
      default -> async(() -> family.body());
    };
  }

  private List<Awaitable<Integer>> awaitables(Family family) {
    List<Awaitable<Integer>> awaitables = new ArrayList<>();
    int number = 1 + random.nextInt(3);
    for (int i = 0; i < number; i++) {
      awaitables.add(awaitable(family));
    }
    if (random.nextInt(8) == 0) {
      awaitables.add(awaitables.getFirst());
    }
    return awaitables;
  }

  private void gathered(int depth) {
    Family family = new Family(depth + 1, false);
    Task<List<Integer>> all = account.note(gather(awaitables(family)));
    all.onDone(ended -> {
      family.expectEnded("a gather");
      if (ended.outcome() instanceof Outcome.Failure<?>(var error)) {
        account.show(error);
      }
    });
    if (random.nextInt(4) != 0) {
      await(all);
    }
  }

  private void settled(int depth) {
    Task<List<Outcome<Integer>>> all = gatherSettled(awaitables(new Family(depth + 1, false)));
    account.noteSettled(all);
    await(all);
  }

  private void completed(int depth) {
    Family family = new Family(depth + 1, false);
    try (AsCompleted<Integer> results = asCompleted(awaitables(family))) {
      for (Task<Integer> task : results) {
        caught(() -> awaitAndLook(task));
        if (random.nextBoolean()) {
          break;
        }
      }
    } finally {
      family.expectEnded("asCompleted");
    }
  }

  private void waited(int depth) {
    Family family = new Family(depth + 1, false);
    try {
      waitFor(awaitable(family), shortTime(20));
    } finally {
      family.expectEnded("a waitFor");
    }
  }

  private void race(int depth) {
    Contest contest = new Contest(depth);
    List<Awaitable<Resource>> contenders = new ArrayList<>();
    int number = 1 + random.nextInt(3);
    for (int i = 0; i < number; i++) {
      contenders.add(
          random.nextInt(4) == 0
              ? account.note(createTask(contest::attempt))
              : async(contest::attempt));
    }
    contest.decide(() -> Async.race(contenders));
  }

  private void hedged(int depth) {
    Contest contest = new Contest(depth);
    int attempts = 1 + random.nextInt(3);
    contest.decide(() -> hedge(contest::attempt, attempts, shortTime(10)));
  }

  /// The bodies that a block starts, and that it must outlive.
  private final class Family {
    private final int depth;
    private final boolean isGroup;
    private int alive;
    private boolean hasFailed;

    Family(int depth, boolean isGroup) {
      this.depth = depth;
      this.isGroup = isGroup;
    }

    int body() {
      alive++;
      try {
        int value = RandomSteps.this.body(depth);
        expectCancelledSinceFailure();
        return value;
      } catch (Planned | TimedOutException failure) {
        expectCancelledSinceFailure();
        hasFailed = true;
        throw failure;
      } finally {
        alive--;
      }
    }

    private void expectCancelledSinceFailure() {
      account.expect(
          !isGroup || !hasFailed || currentTask().ownScope().isCancelled(),
          "a failure in a group left its tasks alone");
    }

    void expectEnded(String block) {
      account.expect(alive == 0, "a task outlives " + block);
    }
  }

  /// A race for a resource. What failed before it was cut off is no news; what fails in cleaning
  /// up must be reported.
  private final class Contest {
    private final int depth;
    private final List<Throwable> failedBefore = new ArrayList<>();
    private boolean isDecided;

    Contest(int depth) {
      this.depth = depth;
    }

    Resource attempt() {
      try {
        body(depth + 1);
      } catch (Throwable failure) {
        // One that somebody else has cancelled may have failed before the race looked, or after.
        boolean isCutOff = CancelScope.current().reasonInForce().equals("another one was first");
        if (!isDecided || !isCutOff) {
          failedBefore.add(failure);
        }
        throw failure;
      }
      isDecided = true;
      return account.open();
    }

    void decide(Supplier<Resource> race) {
      race.get().close();
      failedBefore.forEach(account::show);
    }
  }

  /// What was tried again is no news when it works in the end, or is cancelled.
  private void retried(int depth) {
    List<Throwable> failures = new ArrayList<>();
    Retry policy = Retry.attempts(1 + random.nextInt(3)).backoff(ms(2), ms(10));
    try {
      retry(random.nextBoolean() ? policy : policy.within(shortTime(20)), () -> {
        try {
          body(depth + 1);
        } catch (Throwable failure) {
          failures.add(failure);
          throw failure;
        }
      });
      failures.forEach(account::show);
    } catch (CancelledError cancelled) {
      failures.forEach(account::show);
      throw cancelled;
    }
  }

  // --- means ---

  /// Most failures are caught and looked at, some pass. A cancellation passes, but for a few.
  private void caught(Action action) {
    try {
      action.run();
    } catch (CancelledError cancelled) {
      account.show(cancelled);
      if (random.nextInt(4) != 0) {
        throw cancelled;
      }
    } catch (TimedOutException timedOut) {
      account.show(timedOut);
    } catch (Planned failure) {
      if (random.nextInt(3) == 0) {
        throw failure;
      }
      account.show(failure);
    } catch (Exception other) {
      account.surprise(other);
    }
  }

  private Duration shortTime(int bound) {
    return ms(random.nextInt(bound));
  }

  private <E> E pick(List<E> list) {
    return list.get(random.nextInt(list.size()));
  }
}
