package dev.meanwhile.async.test.runtime;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.LoopClock;
import dev.meanwhile.async.LoopReport;
import dev.meanwhile.async.Runner;
import dev.meanwhile.async.Task;
import dev.meanwhile.async.TurnObserver;
import dev.meanwhile.async.TurnOrder;
import dev.meanwhile.async.WaitReason;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Plays a scenario again and again, and each time cancels the task that makes the next wait of
/// the run: first whoever waits first, then whoever waits second, and so on. Failures that are
/// reported as unseen are no finding here: who would have looked may be the one cancelled.
final class CancelAtEachWait {
  private CancelAtEachWait() {}

  /// When the cancel comes.
  enum When {
    /// While the task lies down, before anything else happens.
    AT_ONCE,
    /// At some later turn: perhaps when it has been served already.
    SOON
  }

  /// Plays it in first-in-first-out order and in `shuffles` random orders.
  static void check(Scenario scenario, int shuffles) {
    int cancels = 0;
    for (When when : When.values()) {
      for (int seed = 0; seed <= shuffles; seed++) {
        int wait = 1;
        while (new Run(scenario, when, seed, wait).hasCancelled()) {
          wait++;
        }
        cancels += wait - 1;
      }
    }
    Stage.check(cancels > 0, scenario + " has no wait");
  }

  /// One run with one cancel.
  private static final class Run implements TurnObserver {
    private final Scenario scenario;
    private final Stage stage = new Stage();
    private final When when;
    private final int seed;
    private final int wait;
    private int waits;

    Run(Scenario scenario, When when, int seed, int wait) {
      this.scenario = scenario;
      this.when = when;
      this.seed = seed;
      this.wait = wait;
    }

    boolean hasCancelled() {
      List<LoopReport> reports = new ArrayList<>();
      Runner.Builder options = Runner.builder()
          .clock(LoopClock.virtual())
          .random(new SplittableRandom(seed))
          .order(order())
          .observer(this)
          .reports(report -> {
            if (report.kind() != LoopReport.Kind.UNSEEN_FAILURE) {
              reports.add(report);
            }
          });
      try (Runner runner = options.open()) {
        runner.run(() -> scenario.program().play(stage));
      } catch (Throwable failure) {
        throw new AssertionError(this + " failed", failure);
      }
      if (!reports.isEmpty()) {
        throw new AssertionError(this + " was reported: " + reports);
      }
      return stage.isDisturbed();
    }

    private TurnOrder order() {
      SplittableRandom random = new SplittableRandom(seed);
      return seed == 0 ? _ -> 0 : ready -> random.nextInt(ready.count());
    }

    @Override
    public void waits(Task<?> task, WaitReason reason) {
      if (!stage.isOver() && !task.name().equals("main") && ++waits == wait) {
        stage.disturb();
        switch (when) {
          case AT_ONCE -> task.cancel();
          case SOON -> EventLoop.current().callSoon(task::cancel);
        }
      }
    }

    @Override
    public void ends(Task<?> task) {}

    @Override
    public String toString() {
      return scenario + " in order " + seed + ", cancelled at wait " + wait + " (" + when + ")";
    }
  }
}
