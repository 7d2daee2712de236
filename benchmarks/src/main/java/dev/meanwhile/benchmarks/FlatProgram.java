package dev.meanwhile.benchmarks;

import static dev.meanwhile.async.Async.sleep;
import static dev.meanwhile.async.Async.taskGroup;
import static dev.meanwhile.async.Async.timeout;

import dev.meanwhile.async.TaskGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The cost of a task while there are more and more of them, as a process of its own: it prints
/// `work count=nanoseconds per task`.
public final class FlatProgram {
  private static final int FANOUT = 10;
  private static final Duration HOUR = Duration.ofHours(1);

  private FlatProgram() {}

  /// Runs the works for every count up to the one given.
  public static void main(String[] arguments) {
    int most = Integer.parseInt(arguments[0]);
    RuntimeProgram.onLoop(() -> {
      for (Work work : Work.values()) {
        measure(work, 1_000, 300); // warms up
        for (int count = 1_000; count <= most; count *= 10) {
          double perTask = measure(work, count, Math.clamp(300_000 / count, 1, 100));
          Output.print(work.label + " " + count, perTask);
        }
      }
    });
  }

  /// What is done with that many tasks.
  enum Work {
    SPAWN("spawn and gather") {
      @Override
      double once(int count) {
        return RuntimeProgram.spawns(count);
      }
    },
    GROUP("one group") {
      @Override
      double once(int count) {
        long start = System.nanoTime();
        taskGroup(group -> {
          for (int i = 0; i < count; i++) {
            group.start(() -> {});
          }
        });
        return Output.perOperation(start, count);
      }
    },
    NESTED("groups in timeouts in groups, ten tasks each") {
      @Override
      double once(int count) {
        long start = System.nanoTime();
        nest(count - 1);
        return Output.perOperation(start, count);
      }
    },
    SLEEP("a timer each, all cancelled with their group") {
      @Override
      double once(int count) {
        long[] start = new long[1];
        taskGroup(group -> {
          for (int i = 0; i < count; i++) {
            group.start(() -> sleep(HOUR));
          }
          sleep(Duration.ZERO);
          start[0] = System.nanoTime();
          group.stop();
        });
        return Output.perOperation(start[0], count);
      }
    };

    final String label;

    Work(String label) {
      this.label = label;
    }

    /// Does it once; gives nanoseconds per task.
    abstract double once(int count);
  }

  /// The median of the second half of the repeats.
  private static double measure(Work work, int count, int repeats) {
    List<Double> measured = new ArrayList<>(repeats);
    for (int i = 0; i < repeats; i++) {
      measured.add(work.once(count));
    }
    return Results.median(measured.subList(repeats / 2, repeats)).orElseThrow();
  }

  /// Runs `below` tasks below the calling one, ten in each group and each of them in a timeout.
  private static void nest(int below) {
    if (below <= 0) {
      return;
    }
    timeout(
        HOUR,
        () -> taskGroup(group -> {
          startNested(group, below);
        }));
  }

  private static void startNested(TaskGroup group, int below) {
    int children = Math.min(FANOUT, below);
    int left = below - children;
    for (int i = 0; i < children; i++) {
      int share = left / children + (i < left % children ? 1 : 0);
      group.start(() -> nest(share));
    }
  }
}
