package dev.meanwhile.benchmarks;

import static dev.meanwhile.async.Async.sleep;
import static dev.meanwhile.async.Async.taskGroup;

import dev.meanwhile.async.test.Exploration;
import dev.meanwhile.async.test.Simulation;
import java.time.Duration;
import java.util.Locale;

/// How fast simulations are, as a process of its own; the system property `meanwhile.carrier`
/// says on which carrier. Prints a line for each work and repeat.
public final class SimulationProgram {
  private static final int REPEATS = 10;
  private static final int RUNS = 1_000;
  private static final int TASKS = 20;
  private static final int WAITS = 25;
  private static final int SLEEPERS = 1_000;
  private static final Duration HOUR = Duration.ofHours(1);

  private SimulationProgram() {}

  /// Runs the works; an argument says how many times instead of ten.
  public static void main(String[] arguments) {
    int repeats = arguments.length == 0 ? REPEATS : Integer.parseInt(arguments[0]);
    for (int i = 0; i < repeats; i++) {
      for (Work work : Work.values()) {
        Output.print(work.name().toLowerCase(Locale.ROOT), work.once());
      }
    }
  }

  /// What is measured.
  enum Work {
    RANDOM("random walk", "runs/s", 1_500, true) {
      @Override
      double once() {
        return runsPerSecond(Exploration.random(1));
      }
    },
    PCT("PCT of depth 3", "runs/s", 1_500, true) {
      @Override
      double once() {
        return runsPerSecond(Exploration.pct(1, 3));
      }
    },
    POS("partial order sampling", "runs/s", 1_500, true) {
      @Override
      double once() {
        return runsPerSecond(Exploration.pos(1));
      }
    },
    ONE_SLEEP("1,000 tasks sleep an hour", "ms", 1_000, false) {
      @Override
      double once() {
        return millisToSleep(1);
      }
    },
    SIXTY_SLEEPS("1,000 tasks sleep sixty times a minute", "ms", 1_000, false) {
      @Override
      double once() {
        return millisToSleep(60);
      }
    };

    final String label;
    private final String unit;
    private final double bar;
    private final boolean isMoreBetter;

    Work(String label, String unit, double bar, boolean isMoreBetter) {
      this.label = label;
      this.unit = unit;
      this.bar = bar;
      this.isMoreBetter = isMoreBetter;
    }

    /// Does it once; gives what is shown of it.
    abstract double once();

    String asked() {
      return (isMoreBetter ? "at least " : "at most ") + show(bar);
    }

    boolean isKept(double value) {
      return isMoreBetter ? value >= bar : value <= bar;
    }

    String show(double value) {
      return String.format(Locale.ROOT, "%,.0f %s", value, unit);
    }
  }

  /// One thread runs at a time, so this is what one core gives.
  private static double runsPerSecond(Exploration exploration) {
    long start = System.nanoTime();
    Simulation.explore(exploration.runs(RUNS), () -> {
      taskGroup(group -> {
        for (int i = 0; i < TASKS; i++) {
          group.start(() -> waitOften());
        }
      });
    });
    return 1e9 / Output.perOperation(start, RUNS);
  }

  private static void waitOften() {
    for (int i = 0; i < WAITS; i++) {
      sleep(Duration.ZERO);
    }
  }

  private static double millisToSleep(int times) {
    Duration each = HOUR.dividedBy(times);
    long start = System.nanoTime();
    Simulation.run(() -> {
      taskGroup(group -> {
        for (int i = 0; i < SLEEPERS; i++) {
          group.start(() -> {
            for (int n = 0; n < times; n++) {
              sleep(each);
            }
          });
        }
      });
    });
    return Output.perOperation(start, 1) / 1e6;
  }
}
