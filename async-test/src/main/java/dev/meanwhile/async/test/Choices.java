package dev.meanwhile.async.test;

import dev.meanwhile.async.ReadyTurns;
import dev.meanwhile.async.TurnOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The choices of one run: asks a policy wherever several are ready or something may go wrong,
/// and keeps what it said.
final class Choices implements TurnOrder {
  private final Policy policy;
  private final List<Schedule.Deviation> deviations = new ArrayList<>();
  private int[] alternatives = new int[64];
  private int steps;

  // Who goes next when a task has lost its turn; -1 while none has.
  private int successor = -1;
  private long hash = 0xcbf29ce484222325L;
  private double logOfTree;

  // Only where somebody wants to know who it was.
  private final @Nullable Turns turns;
  private final List<ScheduleFile.Line> lines = new ArrayList<>();

  Choices(Policy policy, @Nullable Turns turns) {
    this.policy = policy;
    this.turns = turns;
  }

  @Override
  public int choose(ReadyTurns ready) {
    int next = successor;
    successor = -1;
    if (next < 0 || next >= ready.count()) {
      next = ready.count() == 1 ? 0 : chosen(ready);
    }
    long who = ready.identity(next);
    policy.took(who);
    if (turns != null) {
      turns.took(who);
    }
    return next;
  }

  private int chosen(ReadyTurns ready) {
    int choice = policy.choose(ready, steps);
    if (turns != null && choice > 0) {
      long who = ready.identity(choice);
      long first = ready.identity(0);
      lines.add(new ScheduleFile.Line.Before(
          turns.name(who), turns.next(who), turns.name(first), turns.next(first)));
    }
    keep(choice, ready);
    return choice;
  }

  /// Whether the running task loses its turn where it is. If so, it is to give up its turn now:
  /// who goes next is settled.
  boolean isPreempted(Spot spot, ReadyTurns ready) {
    if (ready.count() == 0) {
      return false;
    }
    ReadyTurns all = new RunningFirst(spot.who(), ready);
    int choice = policy.preempt(spot, all, steps);
    if (turns != null && choice > 0) {
      long next = all.identity(choice);
      lines.add(new ScheduleFile.Line.Lost(
          turns.name(spot.who()), spot.visit(), spot.point(), turns.name(next), turns.next(next)));
    }
    keep(choice, all);
    if (choice == 0) {
      policy.took(spot.who());
    }
    successor = choice - 1;
    return choice > 0;
  }

  /// Whether a fault happens.
  boolean happens(Spot spot, double probability) {
    boolean happens = policy.happens(spot, probability, steps);
    if (turns != null && happens) {
      lines.add(new ScheduleFile.Line.Fault(
          turns.name(spot.who()), spot.visit(), spot.point(), spot.fault()));
    }
    keep(happens ? 1 : 0, 2, happens ? -1 : -2);
    logOfTree -= Math.log(happens ? probability : 1 - probability);
    return happens;
  }

  private void keep(int choice, ReadyTurns ready) {
    keep(choice, ready.count(), ready.identity(choice));
    logOfTree += Math.log(ready.count());
  }

  private void keep(int choice, int count, long what) {
    if (steps == alternatives.length) {
      alternatives = Arrays.copyOf(alternatives, 2 * steps);
    }
    alternatives[steps] = count;
    if (choice != 0) {
      deviations.add(new Schedule.Deviation(steps, choice));
    }
    steps++;
    hash = (hash ^ what) * 0x100000001b3L;
    hash ^= hash >>> 29;
  }

  /// The running task before those who are ready: to go on is no deviation.
  private record RunningFirst(long running, ReadyTurns others) implements ReadyTurns {
    @Override
    public int count() {
      return others.count() + 1;
    }

    @Override
    public long identity(int index) {
      return index == 0 ? running : others.identity(index - 1);
    }
  }

  List<Schedule.Deviation> deviations() {
    return deviations;
  }

  /// The deviations, told by who was concerned; empty if nobody wanted to know.
  List<ScheduleFile.Line> lines() {
    return lines;
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
