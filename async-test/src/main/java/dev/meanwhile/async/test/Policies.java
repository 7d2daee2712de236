package dev.meanwhile.async.test;

import dev.meanwhile.async.ReadyTurns;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// The ways to choose who goes next.
final class Policies {
  private Policies() {}

  static Policy random(SplittableRandom random) {
    return new Walking(random);
  }

  static Policy pos(SplittableRandom random) {
    return new Sampling(random);
  }

  static Policy pct(SplittableRandom random, int depth, int choices) {
    return new Prioritised(random, depth, choices);
  }

  /// What happens by chance does so by its probability.
  private abstract static class Drawing implements Policy {
    final SplittableRandom random;

    Drawing(SplittableRandom random) {
      this.random = random;
    }

    @Override
    public final boolean happens(Spot spot, double probability, int step) {
      return random.nextDouble() < probability;
    }
  }

  private static final class Walking extends Drawing {
    Walking(SplittableRandom random) {
      super(random);
    }

    @Override
    public int choose(ReadyTurns ready, int step) {
      return random.nextInt(ready.count());
    }
  }

  /// A new priority for each turn: who has had one draws again.
  private static final class Sampling extends Drawing {
    private final Map<Long, Long> priorities = new HashMap<>();

    Sampling(SplittableRandom random) {
      super(random);
    }

    @Override
    public int choose(ReadyTurns ready, int step) {
      return highest(ready, priorities, random);
    }

    @Override
    public void took(long identity) {
      priorities.remove(identity);
    }
  }

  /// A priority for life, but for the points at which it drops.
  private static final class Prioritised extends Drawing {
    /// Who has gone first so often in a row, while others were ready, may be waiting for them.
    private static final int TURNS_IN_A_ROW = 50;

    private final Map<Long, Long> priorities = new HashMap<>();
    private final int[] drops;
    private long lowest;
    private long last;
    private int inARow;

    Prioritised(SplittableRandom random, int depth, int choices) {
      super(random);
      this.drops = random.ints(depth - 1L, 0, choices).sorted().toArray();
    }

    @Override
    public int choose(ReadyTurns ready, int step) {
      int best = highest(ready, priorities, random);
      long identity = ready.identity(best);
      inARow = identity == last ? inARow + 1 : 0;
      last = identity;
      if (inARow == TURNS_IN_A_ROW || isDrop(step)) {
        inARow = 0;
        priorities.put(identity, --lowest);
        best = highest(ready, priorities, random);
      }
      return best;
    }

    private boolean isDrop(int step) {
      for (int drop : drops) {
        if (drop == step) {
          return true;
        }
      }
      return false;
    }
  }

  private static int highest(
      ReadyTurns ready, Map<Long, Long> priorities, SplittableRandom random) {
    int best = 0;
    long highest = Long.MIN_VALUE;
    for (int i = 0; i < ready.count(); i++) {
      // Never below zero: those are the ones that dropped.
      long priority =
          priorities.computeIfAbsent(ready.identity(i), _ -> random.nextLong(Long.MAX_VALUE));
      if (priority > highest) {
        highest = priority;
        best = i;
      }
    }
    return best;
  }

  /// First in, first out, but for some choices.
  static final class Deviating implements Policy {
    private final List<Schedule.Deviation> deviations;
    private int next;
    private String misfit = "";

    Deviating(List<Schedule.Deviation> deviations) {
      this.deviations = deviations;
    }

    @Override
    public boolean happens(Spot spot, double probability, int step) {
      return choice(2, step) == 1;
    }

    @Override
    public int choose(ReadyTurns ready, int step) {
      return choice(ready.count(), step);
    }

    private int choice(int count, int step) {
      if (next == deviations.size() || deviations.get(next).step() != step) {
        return 0;
      }
      int choice = deviations.get(next++).choice();
      if (choice < count) {
        return choice;
      }
      if (misfit.isEmpty()) {
        misfit = "at step " + step + " there are " + count + " ways to go on, and number " + choice
            + " should be taken";
      }
      return 0;
    }

    @Override
    public String misfit() {
      if (misfit.isEmpty() && next < deviations.size()) {
        return "the run ended before step " + deviations.get(next).step();
      }
      return misfit;
    }
  }
}
