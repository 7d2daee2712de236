package dev.meanwhile.async;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The loop: the baton, the ready queue in passes, the timers and the inbox.
final class Loop implements EventLoop {
  /*
   * At most one thread of the loop holds the baton; everything here that is neither final nor marked
   * otherwise is confined to it, and the volatile write that grants it makes one holder's writes seen
   * by the next.
   *
   *   task A waits ──▶ next() ──▶ ready task B ──▶ grant B, then A parks
   *                      │
   *                      ├─ end of a pass: due timers, then the inbox
   *                      ├─ a callback: called here, on A's thread
   *                      └─ nothing ready: A's thread idles until a timer or the inbox has something
   *
   * No thread is set aside for the loop itself: whoever gives up its turn does the loop's work, and a
   * lone task that is next after itself does not switch at all. The thread that called run() is only
   * woken when the run is over: waking and being woken by a platform thread is slow.
   *
   * Code of users is fenced; what escapes from the loop's own code (a stack that is used up within it, a
   * TurnOrder that answers nonsense) leaves the baton in doubt, so that ends the run with a failure that
   * says so: crash().
   *
   * One class of over 600 lines, because all of it is confined to the same baton.
   */
  private static final AtomicInteger LOOPS = new AtomicInteger();

  /// How many outside events join in one pass; who sends them faster than that waits for the
  /// next.
  private static final int EVENTS_PER_PASS = 10_000;

  private static final long CIRCLE_INTERVAL = Duration.ofSeconds(1).toNanos();

  /// So many turns without time moving are a livelock, on virtual time.
  private static final long LIVELOCK_STEPS = 1_000_000;

  /// How many waiting tasks a message lists.
  private static final int WAITS_SHOWN = 100;

  final LoopCarrier carrier;
  final LoopClock clock;
  final TimerQueue timers = new TimerQueue();
  final UnseenFailure.Registry unseen = new UnseenFailure.Registry(this);
  final OutsidePolicy outsidePolicy;
  final @Nullable FaultHandler faults;

  /// The context class loader that a task begins with: that of the thread which opened the loop.
  final @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

  private final RunnerOptions options;
  private final String name;
  private final @Nullable TurnOrder order;
  private final @Nullable TurnObserver observer;
  private final boolean isVirtual;
  private final ReadyQueue ready = new ReadyQueue();
  private final CancelScope root = CancelScope.root(this);
  private final CancelScope cancelledPromises = CancelScope.root(this);
  private final Inbox inbox = new Inbox(Parking.REAL);

  // Has a permit when a run is over.
  private final Semaphore runEnded = new Semaphore(0);

  // The answers that callers outside are still owed.
  private final Set<CompletableFuture<?>> openCalls = ConcurrentHashMap.newKeySet();

  private @Nullable Task<?> running;
  private ContextVar.Bindings callbackContext = ContextVar.Bindings.EMPTY;
  private int passLeft;
  private long taskNumber;
  private long callbackNumber;
  private long stepsWithoutTime;
  private long stepsSinceLimit;
  private BooleanSupplier runIsOver = () -> false;
  private @Nullable Task<?> mainTask;

  // Read by the watchdog without synchronisation: a stale view costs it one sample, a fence at
  // every turn would cost everybody.
  private long turns;
  private @Nullable LoopThread holder;

  final WaitGraph waitGraph = new WaitGraph(this);
  // Tasks that wait for this very moment; on virtual time only.
  private final Set<Task<?>> settling = new LinkedHashSet<>();

  private long nextLookForCircles;
  private boolean isIdleReported;

  private volatile boolean closed;

  // What broke the loop itself; written by the thread it happened on.
  private volatile @Nullable Throwable crash;

  // A foreign thread's first step into virtual time; written by that thread.
  private volatile @Nullable AssertionError intrusion;

  private volatile Consumer<? super LoopReport> reportHandler;

  Loop(RunnerOptions options) {
    this.options = options;
    this.name = options.name() == null ? "loop-" + LOOPS.incrementAndGet() : options.name();
    this.clock = options.clock();
    this.carrier = options.carrier().open();
    this.order = options.order();
    this.observer = options.observer();
    this.faults = options.faults();
    this.isVirtual = clock.isVirtual();
    this.outsidePolicy = options.outside();
    this.reportHandler = options.reports() == null ? LoopLog::log : options.reports();
    cancelledPromises.cancelNow("the promise was cancelled");
  }

  // --- the baton ---

  /// Ends a task's turn with a wait: gives the baton to whoever is next, unless that is the task
  /// itself.
  ///
  /// @return its thread, which must wait for the baton; null if it still has it
  @Nullable
  LoopThread endTurn(Task<?> self, Wait why, boolean cancellable) {
    self.beginWait(why, cancellable);
    waitGraph.began(self, why);
    if (observer != null) {
      observer.waits(self, why.reason());
    }
    running = null;
    try {
      Task<?> next = next();
      if (next == self) {
        return null;
      }
      handTo(next);
      return self.thread;
    } catch (Throwable failure) {
      crash(failure);
      throw failure;
    }
  }

  /// Lets a task go on after a wait.
  void resumeTurn(Task<?> self) {
    beginTurn(self);
    self.endWait();
  }

  void beginTurn(Task<?> task) {
    LoopThread thread = Objects.requireNonNull(task.thread);
    running = task;
    holder = thread;
    turns++;
    thread.restoreInterrupt();
  }

  void created(Task<?> task) {
    if (observer != null) {
      observer.created(task, running);
    }
  }

  /// A task has run to its end, on the calling thread.
  void ended(Task<?> task) {
    if (observer != null) {
      observer.ends(task);
    }
    running = null;
  }

  void reach(FaultHandler handler, String point, @Nullable Task<?> task) {
    try {
      handler.reached(point, task, ready);
    } catch (Exception fault) {
      Loop.<RuntimeException>throwAsIs(fault);
    }
  }

  /// Throws a checked exception where none is declared.
  @SuppressWarnings("unchecked") // the erasure of the cast is what lets it through
  private static <X extends Exception> void throwAsIs(Exception fault) throws X {
    throw (X) fault;
  }

  /// Gives every other ready task a turn.
  void yieldTurn(Task<?> self) {
    self.enqueue();
    self.park(YIELD, false);
  }

  /// Gives the baton to that task's thread; null ends the run.
  void handTo(@Nullable Task<?> next) {
    if (next == null) {
      endRun();
      return;
    }
    LoopThread thread = next.thread;
    if (thread == null) {
      thread = new LoopThread(this, next);
      next.thread = thread;
      thread.start();
    } else {
      thread.grant();
    }
  }

  /// The task whose turn it is; null when the run is over. Calls callbacks and idles on the way.
  @Nullable
  Task<?> next() {
    while (!closed) {
      if (passLeft == 0) {
        if (runIsOver.getAsBoolean()) {
          return null;
        }
        beginPass();
        if (passLeft == 0) {
          idle();
          continue;
        }
      }
      int choice = order == null ? 0 : order.choose(ready);
      if (choice < passLeft) {
        passLeft--;
      }
      countStep();
      switch (ready.remove(choice)) {
        case Task<?> task -> {
          if (task.takeTurn()) {
            return task;
          }
        }
        case Callback callback -> call(callback);
      }
    }
    return null;
  }

  /// On virtual time a program that never lets time move does not end, and nobody would see why.
  /// Nor does one that ticks on while it waits for what does not come.
  private void countStep() {
    if (!isVirtual) {
      return;
    }
    if (++stepsWithoutTime == LIVELOCK_STEPS) {
      stepsWithoutTime = 0;
      failRun(new AssertionError("livelock: " + LIVELOCK_STEPS
          + " turns without time moving on; these wait or run:" + waits(liveTasks())));
    }
    if (++stepsSinceLimit == options.turnLimit()) {
      stepsSinceLimit = 0;
      failRun(new AssertionError("the program did not end within " + options.turnLimit()
          + " turns; after " + Durations.format(time()) + " these wait or run:"
          + waits(liveTasks())));
    }
  }

  private void call(Callback callback) {
    // For the watchdog: a callback that takes too long is a stall of its own.
    holder = LoopThread.currentOrNull();
    turns++;
    callbackContext = callback.context;
    callback.run();
    callbackContext = ContextVar.Bindings.EMPTY;
  }

  /// Calls code that is no part of the running task although that called it: it may not wait.
  <T extends @Nullable Object> T callOutsideTurn(ContextVar.Bindings context, Callable<T> body)
      throws Exception {
    Task<?> task = running;
    ContextVar.Bindings outer = callbackContext;
    running = null;
    callbackContext = context;
    try {
      return body.call();
    } finally {
      running = task;
      callbackContext = outer;
    }
  }

  private void beginPass() {
    if (!timers.isEmpty()) {
      timers.fireDue(clock.nanos());
    }
    for (int i = 0; i < EVENTS_PER_PASS; i++) {
      Runnable event = inbox.poll();
      if (event == null) {
        break;
      }
      event.run();
    }
    passLeft = ready.count();
  }

  /// Nothing is ready: passes the time until something is.
  private void idle() {
    if (!settling.isEmpty()) {
      settling.forEach(task -> task.wakeFrom(SETTLE));
      settling.clear();
      return;
    }
    long next = timers.nextDeadline();
    if (isTimeToLookForCircles(next) && waitGraph.breakCircles()) {
      return;
    }
    if (!isVirtual) {
      idleUntil(waitGraph.hasSuspects() ? Math.min(next, nextLookForCircles) : next);
    } else if (next != Long.MAX_VALUE) {
      clock.jump(next);
      stepsWithoutTime = 0;
    } else if (inbox.isEmpty()) {
      failDeadlocked();
    }
  }

  /// Looks at most once a second while timers run, so that a busy program pays nothing for it.
  private boolean isTimeToLookForCircles(long nextTimer) {
    if (!waitGraph.hasSuspects()) {
      return false;
    }
    long now = clock.nanos();
    if (nextTimer != Long.MAX_VALUE && now < nextLookForCircles) {
      return false;
    }
    nextLookForCircles = now + CIRCLE_INTERVAL;
    return true;
  }

  private void idleUntil(long next) {
    long patience = Durations.nanos(options.idleReport());
    boolean mayReport = next == Long.MAX_VALUE && !isIdleReported;
    long start = clock.nanos();
    holder = null;
    long longest = next == Long.MAX_VALUE ? next : next - start;
    inbox.awaitEvent(mayReport ? patience : longest);
    LoopThread self = LoopThread.currentOrNull();
    if (self != null) {
      self.keepInterrupt();
    }
    // Looks at the tasks only now: a busy loop pays nothing for it.
    if (mayReport && inbox.isEmpty() && clock.nanos() - start >= patience && !isOutsideAwaited()) {
      isIdleReported = true;
      report(new LoopReport(
          LoopReport.Kind.IDLE,
          "in " + name
              + " nothing can happen any more from inside: it waits to be called from outside"
              + waits(liveTasks()),
          null));
    }
  }

  /// Whether a task waits for what comes from outside by itself: a call, a process, the network.
  private boolean isOutsideAwaited() {
    return liveTasks().stream().anyMatch(task -> {
      WaitReason reason = task.waitReason();
      return reason != null && reason.kind().isOutside();
    });
  }

  /// Nothing is ready, no timer runs, and on a virtual clock there is no outside: this never
  /// ends.
  private void failDeadlocked() {
    List<Task<?>> waiting = liveTasks();
    if (waiting.isEmpty()) {
      throw new IllegalStateException("a run without tasks does not end");
    }
    failRun(new DeadlockError(
        "deadlock: nothing can happen any more, and these wait:" + waits(waiting)));
  }

  private static String waits(List<Task<?>> waiting) {
    StringBuilder graph = new StringBuilder();
    for (Task<?> task : waiting.subList(0, Math.min(waiting.size(), WAITS_SHOWN))) {
      graph.append("\n  ").append(task.name()).append(" waits for ").append(task.waitReason());
    }
    if (waiting.size() > WAITS_SHOWN) {
      graph.append("\n  and ").append(waiting.size() - WAITS_SHOWN).append(" more");
    }
    return graph.toString();
  }

  /// Has the main task throw, or when it has ended, the oldest one.
  private void failRun(Error failure) {
    Task<?> main = mainTask;
    if (main != null && !main.isDone()) {
      main.inject(failure);
    } else {
      liveTasks().stream().findFirst().ifPresent(task -> task.inject(failure));
    }
  }

  // --- a run ---

  /// Runs the loop until `isOver` says so, called between passes, or real time passes
  /// `deadlineNanos`.
  ///
  /// @return whether it was over in time
  boolean runUntil(BooleanSupplier isOver, long deadlineNanos, Runnable onInterrupt) {
    runIsOver = isOver;
    runEnded.drainPermits();
    carrier.open();
    LoopThread.endOne(carrier);
    new LoopThread(this, null).start();
    boolean interrupted = false;
    boolean released;
    while (true) {
      try {
        released = runEnded.tryAcquire(deadlineNanos - clock.realNanos(), TimeUnit.NANOSECONDS);
        break;
      } catch (InterruptedException _) {
        interrupted = true;
        inbox(onInterrupt);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return released;
  }

  private void endRun() {
    holder = null;
    carrier.release();
    runEnded.release();
  }

  /// The loop's own code failed, as it may when the stack or the memory is used up: the loop is
  /// broken, and who waits for its run is told rather than left waiting.
  void crash(Throwable failure) {
    if (crash == null) {
      crash = failure;
    }
    closed = true;
    endRun();
  }

  @Nullable
  Throwable crashCause() {
    return crash;
  }

  /// Ends the loop for good: what still lives is abandoned, and never runs again.
  void abandon() {
    closed = true;
    openCalls.forEach(call -> call.cancel(false));
    unseen.reportAll();
    inbox.clear();
  }

  void mainTask(Task<?> main) {
    mainTask = main;
  }

  CancelScope root() {
    return root;
  }

  RunnerOptions options() {
    return options;
  }

  /// The scope that errors of cancelled promises belong to: nobody is inside of it.
  CancelScope cancelledPromises() {
    return cancelledPromises;
  }

  /// All tasks that have not ended, oldest first below each scope.
  List<Task<?>> liveTasks() {
    Set<Task<?>> found = new LinkedHashSet<>();
    for (CancelScope scope = root; scope != null; scope = scope.next(root)) {
      if (scope.task != null && !scope.task.isDone()) {
        found.add(scope.task);
      }
    }
    return new ArrayList<>(found);
  }

  /// Whether tasks or callbacks wait for their turn.
  boolean hasReady() {
    return ready.count() > 0;
  }

  boolean hasLiveTasks() {
    for (CancelScope scope = root; scope != null; scope = scope.next(root)) {
      if (scope.task != null && !scope.task.isDone()) {
        return true;
      }
    }
    return false;
  }

  // --- who asks ---

  @Nullable
  Task<?> running() {
    return running;
  }

  /// Whether the calling thread runs this loop's code: a task, a callback, or the loop itself.
  boolean isHeldByCurrentThread() {
    LoopThread thread = LoopThread.currentOrNull();
    return thread != null && thread.loop == this;
  }

  ContextVar.Bindings currentContext() {
    Task<?> task = running;
    return task == null ? callbackContext : task.context;
  }

  long now() {
    return clock.nanos();
  }

  /// Counts a callback.
  ///
  /// @return its number: negative, so that it is no task's
  long registered() {
    callbackNumber--;
    if (observer != null) {
      observer.registered(callbackNumber, running);
    }
    return callbackNumber;
  }

  long nextTaskNumber() {
    return ++taskNumber;
  }

  void enqueue(Turn turn) {
    ready.add(turn);
  }

  /// Runs `event` now, on the loop, or at its next pass when called from outside.
  void onLoop(Runnable event) {
    if (isHeldByCurrentThread()) {
      event.run();
    } else {
      inbox(event);
    }
  }

  /// Hands `event` to the loop from any thread; dropped once the loop is closed.
  void inbox(Runnable event) {
    if (closed) {
      return;
    }
    inbox.add(event);
  }

  boolean isClosed() {
    return closed;
  }

  String name() {
    return name;
  }

  // --- reports ---

  @Override
  public void report(LoopReport report) {
    try {
      reportHandler.accept(report);
    } catch (RuntimeException | Error failure) {
      LoopLog.handlerFailed(report, failure);
    }
  }

  void reportUnseen(String label, Throwable error) {
    report(new LoopReport(
        LoopReport.Kind.UNSEEN_FAILURE,
        label + " failed and nobody looked at it: " + error,
        error));
  }

  /// A task that was cancelled and is not waited for any longer. Nothing is said of one that has
  /// ended.
  void reportLeftBehind(Task<?> task, Duration grace) {
    if (task.isDone()) {
      return;
    }
    WaitReason reason = task.waitReason();
    String message = task.label() + " was cancelled and did not end within "
        + Durations.format(grace)
        + (reason == null ? "; it holds the loop" : "; it waits for " + reason) + ": left behind";
    report(new LoopReport(
        LoopReport.Kind.LEFT_BEHIND,
        message,
        Watchdog.stackOf("this is where it is", task.thread)));
  }

  void reportSwallowed(Task<?> task, int times) {
    LoopThread thread = task.thread;
    LoopReport.Kind kind = LoopReport.Kind.SWALLOWED_CANCEL;
    String message = times <= 1
        ? task.label() + " ended with a value though it was cancelled"
        : task.label() + " has swallowed its cancellation " + times + " times and goes on";
    report(new LoopReport(kind, message, Watchdog.stackOf("this is where it is", thread)));
  }

  /// What the watchdog samples: the number of the turn under way, and 0 while the loop idles.
  long turnUnderWay() {
    return holder == null ? 0 : turns;
  }

  @Nullable
  LoopThread holder() {
    return holder;
  }

  /// On virtual time there is no outside: whoever does `what` from there is refused, and fails
  /// the run.
  void refuseIntrusion(String what) {
    if (!isVirtual || closed || isHeldByCurrentThread()) {
      return;
    }
    IllegalStateException refusal =
        new IllegalStateException("the thread " + Thread.currentThread().getName() + " " + what
            + " from outside: on virtual time there is no outside");
    AssertionError failure = new AssertionError(refusal.getMessage(), refusal);
    intrusion = failure;
    inbox(() -> failRun(failure));
    throw refusal;
  }

  @Nullable
  AssertionError intrusion() {
    return intrusion;
  }

  // --- EventLoop ---

  @Override
  public Duration time() {
    return Duration.ofNanos(clock.nanos());
  }

  @Override
  public InstantSource clock() {
    return clock.instants();
  }

  @Override
  public RandomGenerator random() {
    return options.random();
  }

  @Override
  public Handle callSoon(Runnable callback) {
    requireHeld("callSoon");
    Callback call = callback(callback).register();
    enqueue(call);
    return call::cancel;
  }

  @Override
  public Handle callLater(Duration delay, Runnable callback) {
    return callAtNanos(now() + Durations.nanos(delay), callback);
  }

  @Override
  public Handle callAt(Duration when, Runnable callback) {
    return callAtNanos(Durations.nanos(when), callback);
  }

  private Handle callAtNanos(long when, Runnable callback) {
    requireHeld("callLater");
    Callback call = callback(callback).register();
    Timer timer = new Timer() {
      @Override
      void fire() {
        enqueue(call);
      }
    };
    timers.add(timer, when);
    return () -> {
      timers.remove(timer);
      call.cancel();
    };
  }

  @Override
  public void post(Runnable callback) {
    Callback call = callback(callback);
    refuseIfClosed();
    refuseIntrusion("posted a callback");
    inbox(() -> enqueue(call.register()));
  }

  private Callback callback(Runnable function) {
    return new Callback(
        this, ContextVar.capture(this), Objects.requireNonNull(function, "callback"));
  }

  @Override
  @SuppressWarnings("overloads")
  public <T extends @Nullable Object> CompletableFuture<T> call(Callable<T> body) {
    Objects.requireNonNull(body, "body");
    CompletableFuture<T> future = owedFuture();
    post(() -> {
      Task<T> task = Task.start(root, null, body);
      task.transferTo(future);
      future.whenComplete((_, _) -> {
        if (future.isCancelled()) {
          task.cancel("its future was cancelled");
        }
      });
    });
    return future;
  }

  @Override
  @SuppressWarnings("overloads")
  public CompletableFuture<@Nullable Void> call(Action body) {
    Objects.requireNonNull(body, "body");
    return this.<@Nullable Void>call(Blocks.callable(body));
  }

  @Override
  public void execute(Runnable command) {
    Objects.requireNonNull(command, "command");
    try {
      post(() -> Task.start(root, null, Blocks.callable(command::run)));
    } catch (IllegalStateException refused) {
      throw new RejectedExecutionException(refused.getMessage(), refused);
    }
  }

  /// A future for somebody outside, which is cancelled if the loop closes before it is
  /// completed.
  @SuppressWarnings("UndefinedEquals") // a future is looked for by its identity
  <T extends @Nullable Object> CompletableFuture<T> owedFuture() {
    CompletableFuture<T> future = new CompletableFuture<>();
    openCalls.add(future);
    future.whenComplete((_, _) -> openCalls.remove(future));
    return future;
  }

  @Override
  public <T extends @Nullable Object> Promise<T> createPromise() {
    return createPromise(WaitKind.PROMISE, "a promise");
  }

  @Override
  public <T extends @Nullable Object> Promise<T> createPromise(WaitKind kind, String subject) {
    return new Promise<>(
        this,
        new WaitReason(
            Objects.requireNonNull(kind, "kind"), Objects.requireNonNull(subject, "subject")));
  }

  @Override
  public void setExceptionHandler(Consumer<? super LoopReport> handler) {
    reportHandler = Objects.requireNonNull(handler, "handler");
  }

  @Override
  public boolean isVirtual() {
    return isVirtual;
  }

  @Override
  public void settle() {
    Task<?> self = Task.require("settle");
    if (!isVirtual || self.loop != this) {
      throw new IllegalStateException(
          "only a task of a loop on virtual time can let others settle");
    }
    self.checkCancelled();
    settling.add(self);
    try {
      while (settling.contains(self) && !self.scope.isCancelled()) {
        self.park(SETTLE, true);
      }
    } finally {
      settling.remove(self);
    }
    self.throwIfCancelled();
  }

  @Override
  public boolean isDebug() {
    return options.debug();
  }

  @Override
  public String toString() {
    return "EventLoop[" + name + ", " + carrier.name() + (closed ? ", closed" : "") + "]";
  }

  private void requireHeld(String what) {
    refuseIfClosed();
    if (!isHeldByCurrentThread()) {
      throw new IllegalStateException(
          what + " is for the loop's own tasks and callbacks: use post(...) from here");
    }
  }

  private void refuseIfClosed() {
    if (closed) {
      throw new IllegalStateException("the loop " + name + " is closed");
    }
  }

  private static final Wait YIELD = wait(WaitKind.TURN, "its next turn");
  private static final Wait SETTLE = wait(WaitKind.TURN, "all others to wait");

  private static Wait wait(WaitKind kind, String subject) {
    WaitReason reason = new WaitReason(kind, subject);
    return new Wait() {
      @Override
      public WaitReason reason() {
        return reason;
      }
    };
  }
}
