package dev.meanwhile.async;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Looks at the running loops from outside and reports a turn that takes too long, once.
///
/// One daemon thread for the process, which ends when no loop has run for a while. The loops
/// themselves only count their turns.
final class Watchdog {
  private static final long SHORTEST_NAP = Duration.ofMillis(5).toNanos();
  private static final long LONGEST_NAP = Duration.ofMillis(100).toNanos();

  /// How much of a stack a report shows: the innermost frames.
  private static final int FRAMES_SHOWN = 200;

  /// How long it stays without a loop, so that many short runs do not start a thread each.
  private static final long LINGER_MILLIS = Duration.ofSeconds(10).toMillis();

  // Guarded by the class's monitor.
  private static final Map<Loop, Sample> WATCHED = new HashMap<>();
  private static @Nullable Thread thread;

  private Watchdog() {}

  static synchronized void watch(Loop loop) {
    if (loop.clock.isVirtual()) {
      return;
    }
    WATCHED.put(loop, new Sample(loop));
    if (thread == null) {
      thread = new Thread(Watchdog::run, "meanwhile-watchdog");
      thread.setDaemon(true);
      thread.start();
    } else {
      Watchdog.class.notifyAll();
    }
  }

  static synchronized void unwatch(Loop loop) {
    WATCHED.remove(loop);
  }

  /// An error that shows where `thread` is.
  static Throwable stackOf(String message, @Nullable LoopThread thread) {
    Throwable place = new TaskStack(message);
    if (thread != null) {
      StackTraceElement[] stack = thread.stack();
      place.setStackTrace(Arrays.copyOf(stack, Math.min(stack.length, FRAMES_SHOWN)));
    }
    return place;
  }

  private static void run() {
    while (true) {
      List<Sample> samples;
      synchronized (Watchdog.class) {
        if (WATCHED.isEmpty() && !lingers()) {
          thread = null;
          return;
        }
        samples = List.copyOf(WATCHED.values());
      }
      long nap = LONGEST_NAP;
      for (Sample sample : samples) {
        sample.take();
        nap = Math.min(nap, sample.threshold / 4);
      }
      LockSupport.parkNanos(Math.max(nap, SHORTEST_NAP));
    }
  }

  /// Waits a while for a loop to watch. The class's monitor is held.
  ///
  /// @return whether there is one
  @SuppressWarnings("WaitNotInLoop") // if it wakes too early, it ends too early: no harm is done
  private static boolean lingers() {
    try {
      Watchdog.class.wait(LINGER_MILLIS);
    } catch (InterruptedException _) {
      // Nobody knows this thread; if somebody found it, it ends.
      return false;
    }
    return !WATCHED.isEmpty();
  }

  /// What is known of one loop. Confined to the watchdog's thread.
  private static final class Sample {
    private final Loop loop;
    private final long threshold;
    private long turn;
    private long since;
    private boolean isReported;

    // Spent in collections up to when this turn was first seen to take long; -1 before that.
    private long collecting = -1;

    Sample(Loop loop) {
      this.loop = loop;
      this.threshold = Durations.nanos(loop.options().stallThreshold());
    }

    void take() {
      long now = loop.clock.realNanos();
      long current = loop.turnUnderWay();
      if (current != turn) {
        turn = current;
        since = now;
        isReported = false;
        collecting = -1;
        return;
      }
      if (current != 0 && collecting < 0 && now - since >= threshold / 4) {
        collecting = GarbageCollection.millis();
      }
      if (current != 0 && !isReported && now - since >= threshold) {
        isReported = true;
        report(now - since);
      }
    }

    private void report(long heldNanos) {
      LoopThread holder = loop.holder();
      if (holder == null) {
        return;
      }
      Task<?> task = holder.runningTask();
      Throwable place = stackOf("this is where it is", holder);
      if (loop.turnUnderWay() != turn) {
        return; // it went on while we looked: the stack may be another's
      }
      long collected = collecting < 0 ? 0 : GarbageCollection.millis() - collecting;
      String who = task == null ? "a callback of " + loop.name() : task.label();
      String message = who + " has held the loop for "
          + Durations.format(Duration.ofMillis(heldNanos / 1_000_000))
          + " without waiting"
          + (collected > 0 ? " (" + collected + " ms of it garbage collection)" : "")
          + ": calls that block belong into blocking(...), computations into offload(...)";
      loop.report(new LoopReport(LoopReport.Kind.STALL, message, place));
    }
  }

  /// A stack that is shown, never thrown.
  private static final class TaskStack extends Throwable {
    private static final long serialVersionUID = 1L;

    TaskStack(String message) {
      super(message);
    }
  }
}
