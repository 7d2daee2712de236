package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A program made from a seed, run on virtual time, whose account must balance:
///
/// - every body that began ends, and no task outlives its group;
/// - every failure is shown to somebody or reported, never both and never twice;
/// - after every turn the tree of scopes is consistent ([ScopeTree]), and in the end no scope or
///   timer is left ([TestLoop]);
/// - every permit comes back, every item put is taken once, every resource is closed once.
///
/// What it does is in [RandomSteps], what became of it in [ProgramAccount].
final class RandomProgram {
  private final SplittableRandom turns;
  private final SplittableRandom jitter;
  private final boolean shuffled;
  private final ProgramAccount account = new ProgramAccount();
  private final RandomSteps steps;
  private @Nullable String flaw;

  private RandomProgram(long seed, boolean shuffled) {
    this.turns = new SplittableRandom(seed + 1);
    this.jitter = new SplittableRandom(seed + 2);
    this.shuffled = shuffled;
    this.steps = new RandomSteps(new SplittableRandom(seed), account);
  }

  /// Runs the program of `seed`, with turns in the order of that seed too if `shuffled`.
  static void check(long seed, boolean shuffled) {
    try {
      new RandomProgram(seed, shuffled).run();
    } catch (Throwable failure) {
      String how = shuffled ? ", shuffled" : ", in order";
      throw new AssertionError("again with -Dmeanwhile.seed=" + seed + how, failure);
    }
  }

  private void run() {
    List<LoopReport> reports;
    try (TestLoop loop = TestLoop.virtual(options -> options.order(this::choose).random(jitter))) {
      reports = loop.reports();
      loop.run(this::main);
    }
    assertThat(flaw).as("flaw of the scopes").isNull();
    account.checkBalance(reports);
    steps.checkBalance();
  }

  private void main() {
    steps.main();
    // The loop closes with some tasks at work.
    shielded(() -> sleep(ms(turns.nextInt(30))));
  }

  private int choose(ReadyTurns ready) {
    if (flaw == null && EventLoop.current() instanceof Loop loop) {
      flaw = ScopeTree.flaw(loop);
    }
    return shuffled ? turns.nextInt(ready.count()) : 0;
  }
}
