package dev.meanwhile.async;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A loop that is used by several `run` calls, with its options.
///
/// Tasks that are left over from one run go on in the next. [#close] cancels what is still alive
/// and waits for it; what does not end in the time of grace is reported with its stack and left
/// behind.
///
/// {@snippet :
/// try (var runner = Runner.builder().name("worker").debug(true).open()) {
///   String greeting = runner.run(() -> "hello");
/// }
/// }
///
/// **Threads.** For one thread at a time.
public final class Runner implements AutoCloseable {
  private final Loop loop;
  private final AtomicBoolean isRunning = new AtomicBoolean();
  private boolean closed;

  private Runner(RunnerOptions options) {
    this.loop = new Loop(options);
  }

  /// A runner with default options.
  public static Runner open() {
    return builder().open();
  }

  /// Options for a runner.
  public static Builder builder() {
    return new Builder();
  }

  /// The loop.
  public EventLoop loop() {
    return loop;
  }

  /// Runs `main` as a task of the loop and waits for its end.
  ///
  /// The calling thread blocks; its locks and thread-locals are not seen by `main`. Interrupting
  /// it cancels `main`, and its interrupt flag is set again afterwards.
  ///
  /// @throws IllegalStateException if the caller is itself running in a loop, or the runner is
  ///     closed
  public <T extends @Nullable Object> T run(Callable<T> main) {
    Objects.requireNonNull(main, "main");
    return runMain(() -> Task.start(loop.root(), "main", main));
  }

  /// As [#run(Callable)], for a block without a result.
  @SuppressWarnings("overloads") // the twin for blocks that return nothing
  public void run(Action main) {
    Objects.requireNonNull(main, "main");
    this.<@Nullable Void>run(Blocks.callable(main));
  }

  /// As [#run(Callable)], for a coroutine, which counts as used from now on.
  public <T extends @Nullable Object> T run(Coroutine<T> main) {
    Objects.requireNonNull(main, "main");
    return runMain(() -> Task.start(loop.root(), main));
  }

  private <T extends @Nullable Object> T runMain(Supplier<Task<T>> starter) {
    refuseInsideLoop();
    if (!isRunning.compareAndSet(false, true)) {
      throw new IllegalStateException("the loop " + loop.name() + " is running already");
    }
    try {
      if (closed) {
        throw new IllegalStateException("the runner is closed");
      }
      Task<T> main = starter.get();
      loop.mainTask(main);
      Watchdog.watch(loop);
      try (InterruptSignal _ = handleInterrupts(main)) {
        drive(main);
      } finally {
        Watchdog.unwatch(loop);
      }
      throwIfLost(main);
      return main.result();
    } finally {
      isRunning.set(false);
    }
  }

  /// Throws what made the whole run worthless, whatever became of its main task.
  private void throwIfLost(Task<?> main) {
    Throwable crash = loop.crashCause();
    if (crash != null) {
      throw new IllegalStateException("the loop " + loop.name() + " itself failed", crash);
    }
    AssertionError intrusion = loop.intrusion();
    if (intrusion == null) {
      return;
    }
    main.markSeen();
    if (main.outcome() instanceof Outcome.Failure<?>(var error)) {
      Failures.suppress(intrusion, error);
    }
    throw intrusion;
  }

  private @Nullable InterruptSignal handleInterrupts(Task<?> main) {
    return loop.options().handlesInterrupts()
        ? InterruptSignal.handle(() -> main.cancel("interrupted by Ctrl-C"))
        : null;
  }

  private void drive(Task<?> main) {
    loop.runUntil(
        main::isDone,
        loop.clock.realNanos() + Durations.FOREVER,
        () -> main.ownScope().cancelNow("the thread that called run() was interrupted"));
  }

  /// Cancels what is still alive, waits for its end, reports failures that nobody looked at, and
  /// closes the loop. Closing twice does nothing.
  ///
  /// @throws IllegalStateException if it runs, or the caller is itself running in a loop
  @Override
  public void close() {
    refuseInsideLoop();
    if (!isRunning.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "the loop " + loop.name() + " is running: it cannot be closed yet");
    }
    try {
      if (!closed) {
        closed = true;
        cancelWhatLives();
        loop.abandon();
      }
    } finally {
      isRunning.set(false);
    }
  }

  private void cancelWhatLives() {
    if (loop.isClosed()) {
      return; // it broke: nothing of it can run
    }
    loop.root().cancelNow("the loop " + loop.name() + " is closing");
    if (loop.hasLiveTasks() || loop.hasReady()) {
      awaitEnds();
    }
  }

  private void awaitEnds() {
    AtomicBoolean isGraceOver = new AtomicBoolean();
    Duration grace = loop.options().closeGrace();
    Timer limit = new Timer() {
      @Override
      void fire() {
        isGraceOver.set(true);
      }
    };
    loop.timers.add(limit, loop.now() + Durations.nanos(grace));
    // The timer needs the loop; the deadline of this thread holds also when a task does not let
    // go.
    long deadline = loop.clock.realNanos() + Durations.nanos(grace.plusSeconds(1));
    Watchdog.watch(loop);
    boolean returned;
    try {
      returned = loop.runUntil(
          () -> isGraceOver.get() || !(loop.hasReady() || loop.hasLiveTasks()), deadline, () -> {});
    } finally {
      Watchdog.unwatch(loop);
    }
    if (returned) {
      loop.timers.remove(limit);
    }
    if (!returned || loop.hasLiveTasks()) {
      loop.liveTasks().forEach(task -> loop.reportLeftBehind(task, grace));
    }
  }

  /// The tasks that have not ended although nobody has cancelled them, oldest first: those that
  /// the next run would go on with. For tests that look for what a program leaves behind.
  ///
  /// @throws IllegalStateException while it runs
  public List<Task<?>> leftTasks() {
    refuseWhileRunning();
    List<Task<?>> left = loop.liveTasks();
    left.removeIf(task -> task.ownScope().isCancelled());
    return left;
  }

  /// How many timers are set: sleeps, deadlines, and calls that [EventLoop#callLater] was asked
  /// for. For tests that look for what a program leaves behind.
  ///
  /// @throws IllegalStateException while it runs
  public int leftTimers() {
    refuseWhileRunning();
    return loop.timers.size();
  }

  private void refuseWhileRunning() {
    if (isRunning.get()) {
      throw new IllegalStateException("the loop " + loop.name() + " is running");
    }
  }

  private static void refuseInsideLoop() {
    if (LoopThread.currentOrNull() != null) {
      throw new IllegalStateException(
          "run(...) was called inside a running loop: await(...) the coroutine there, or createTask(...) it");
    }
  }

  /// Options of a [Runner]. Each has a default that suits a program; see the methods.
  public static final class Builder {
    private boolean debug = RunnerOptions.DEBUG_DEFAULT;
    private @Nullable String name;
    private Duration stallThreshold = Duration.ofMillis(500);
    private Duration closeGrace = Duration.ofSeconds(30);
    private Duration blockingGrace = Duration.ofSeconds(5);
    private LoopClock clock = LoopClock.system();
    private Carrier carrier = Carrier.AUTO;
    private @Nullable TurnOrder order;
    private @Nullable TurnObserver observer;
    private @Nullable FaultHandler faults;
    private RandomGenerator random = new SplittableRandom();
    private OutsidePolicy outside = OutsidePolicy.INLINE;
    private long turnLimit = Long.MAX_VALUE;
    private @Nullable Consumer<? super LoopReport> reports;
    private @Nullable ForeignContext foreignContext;
    private Duration idleReport = Duration.ofSeconds(30);
    private boolean handlesInterrupts;

    private Builder() {}

    /// Debug mode: reports that cost something are made too. By default what the system property
    /// `meanwhile.debug` says, else off.
    public Builder debug(boolean debug) {
      this.debug = debug;
      return this;
    }

    /// The loop's name in reports; `loop-1` and so on by default.
    public Builder name(String name) {
      this.name = Objects.requireNonNull(name, "name");
      return this;
    }

    /// How long one turn may take before it is reported as a stall; 500 ms by default.
    public Builder stallThreshold(Duration stallThreshold) {
      this.stallThreshold = positive(stallThreshold, "stallThreshold");
      return this;
    }

    /// How long [Runner#close] waits for tasks to end; 30 s by default.
    public Builder closeGrace(Duration closeGrace) {
      this.closeGrace = positive(closeGrace, "closeGrace");
      return this;
    }

    /// How long a cancelled `blocking` or `offload` waits for its body to end; 5 s by default.
    public Builder blockingGrace(Duration blockingGrace) {
      this.blockingGrace = positive(blockingGrace, "blockingGrace");
      return this;
    }

    /// The loop's clock; the machine's by default.
    public Builder clock(LoopClock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /// Which threads carry the tasks; [Carrier#AUTO] by default.
    public Builder carrier(Carrier carrier) {
      this.carrier = Objects.requireNonNull(carrier, "carrier");
      return this;
    }

    /// The order in which ready tasks get their turns; first in, first out by default.
    public Builder order(TurnOrder order) {
      this.order = Objects.requireNonNull(order, "order");
      return this;
    }

    /// Who is told of every turn; nobody by default.
    public Builder observer(TurnObserver observer) {
      this.observer = Objects.requireNonNull(observer, "observer");
      return this;
    }

    /// What happens at a [FaultPoint]; nothing by default.
    public Builder faults(FaultHandler faults) {
      this.faults = Objects.requireNonNull(faults, "faults");
      return this;
    }

    /// The loop's source of randomness; used by one thread at a time.
    public Builder random(RandomGenerator random) {
      this.random = Objects.requireNonNull(random, "random");
      return this;
    }

    /// What becomes of `blocking` and `offload` on virtual time; [OutsidePolicy#INLINE] by
    /// default.
    public Builder outside(OutsidePolicy outside) {
      this.outside = Objects.requireNonNull(outside, "outside");
      return this;
    }

    /// How many turns may be taken on virtual time, of tasks and callbacks, until the main task
    /// fails with an [AssertionError] that tells who waits for what; and again after as many
    /// more. For programs that may never end: time costs nothing there, so one that ticks for
    /// ever while it waits for what does not come would run for ever. No limit by default.
    ///
    /// @throws IllegalArgumentException if it is below 1
    public Builder turnLimit(long turnLimit) {
      if (turnLimit < 1) {
        throw new IllegalArgumentException("turnLimit must be at least 1, not " + turnLimit);
      }
      this.turnLimit = turnLimit;
      return this;
    }

    /// Where reports go from the start, as with [EventLoop#setExceptionHandler].
    public Builder reports(Consumer<? super LoopReport> reports) {
      this.reports = Objects.requireNonNull(reports, "reports");
      return this;
    }

    /// Context of other libraries that goes along with tasks; none by default.
    public Builder foreignContext(ForeignContext foreignContext) {
      this.foreignContext = Objects.requireNonNull(foreignContext, "foreignContext");
      return this;
    }

    /// After which time it is reported, once, that nothing can happen any more from inside the
    /// loop ([LoopReport.Kind#IDLE]); 30 s by default.
    public Builder idleReport(Duration idleReport) {
      this.idleReport = positive(idleReport, "idleReport");
      return this;
    }

    /// Whether Ctrl-C cancels the main task of a [#run]; off by default.
    ///
    /// The first one cancels main, whose reason it becomes, and `run` throws the
    /// [CancelledError] unless main ends otherwise. The second one does what it would do
    /// without this option: it ends the JVM. Of several runs at a time that handle it, each
    /// Ctrl-C goes to the one that began last of those that had none yet; the one after that
    /// ends the JVM. Needs the module `jdk.unsupported`, which every JDK has.
    public Builder handleInterrupts(boolean handlesInterrupts) {
      this.handlesInterrupts = handlesInterrupts;
      return this;
    }

    /// Opens the loop.
    ///
    /// @throws IllegalStateException if the carrier asked for is not available in this JVM
    public Runner open() {
      return new Runner(new RunnerOptions(
          debug,
          name,
          stallThreshold,
          closeGrace,
          blockingGrace,
          clock,
          carrier,
          order,
          observer,
          faults,
          random,
          outside,
          turnLimit,
          reports,
          foreignContext,
          idleReport,
          handlesInterrupts));
    }

    private static Duration positive(Duration duration, String what) {
      if (duration.isNegative() || duration.isZero()) {
        throw new IllegalArgumentException(what + " must be longer than zero, not " + duration);
      }
      return duration;
    }
  }
}
