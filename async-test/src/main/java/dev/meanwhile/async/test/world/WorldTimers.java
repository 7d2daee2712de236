package dev.meanwhile.async.test.world;

import dev.meanwhile.async.ContextVar;
import dev.meanwhile.async.EventLoop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The timers of the world around a program, such as those of packets on their way: they are no
/// leak of the program's, however long they run.
public final class WorldTimers {
  private static final ContextVar<@Nullable WorldTimers> CURRENT = ContextVar.of(null);

  private int set;

  /// Those of the run that the calling task belongs to, or some that nobody counts.
  public static WorldTimers current() {
    WorldTimers current = CURRENT.get();
    return current == null ? new WorldTimers() : current;
  }

  /// Has the calling task, and those that it starts from now on, find these.
  public void use() {
    CURRENT.set(this);
  }

  /// Calls `action` at that time of the loop.
  public void callAt(EventLoop loop, Duration when, Runnable action) {
    set++;
    loop.callAt(when, () -> {
      set--;
      action.run();
    });
  }

  /// How many are set.
  public int set() {
    return set;
  }
}
