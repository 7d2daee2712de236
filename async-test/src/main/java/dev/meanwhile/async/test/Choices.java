package dev.meanwhile.async.test;

import dev.meanwhile.async.ReadyTurns;
import dev.meanwhile.async.TurnOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The choices of one run: asks a policy wherever several are ready, and keeps what it said.
final class Choices implements TurnOrder {
  private final Policy policy;
  private final List<Schedule.Deviation> deviations = new ArrayList<>();
  private int[] alternatives = new int[64];
  private int steps;
  private long hash = 0xcbf29ce484222325L;
  private double logOfTree;

  Choices(Policy policy) {
    this.policy = policy;
  }

  @Override
  public int choose(ReadyTurns ready) {
    int count = ready.count();
    if (count == 1) {
      return 0;
    }
    int choice = policy.choose(ready, steps);
    if (steps == alternatives.length) {
      alternatives = Arrays.copyOf(alternatives, 2 * steps);
    }
    alternatives[steps] = count;
    if (choice != 0) {
      deviations.add(new Schedule.Deviation(steps, choice));
    }
    steps++;
    hash = (hash ^ ready.identity(choice)) * 0x100000001b3L;
    hash ^= hash >>> 29;
    logOfTree += Math.log(count);
    return choice;
  }

  List<Schedule.Deviation> deviations() {
    return deviations;
  }

  /// How many choices there were.
  int steps() {
    return steps;
  }

  /// How many were ready at a choice.
  int alternatives(int step) {
    return alternatives[step];
  }

  /// The same for the same choices, and another for others, but for rare accidents.
  long hash() {
    return hash;
  }

  /// The natural logarithm of the number of leaves that a tree has, all of whose paths branch as
  /// this one did: for random walks its power is Knuth's unbiased estimate of the number of
  /// schedules ("Estimating the Efficiency of Backtrack Programs", 1975).
  double logOfTree() {
    return logOfTree;
  }
}
