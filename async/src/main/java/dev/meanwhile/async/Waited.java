package dev.meanwhile.async;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// Which of a number of tasks were done when a [Async#waitUntil] returned, and which were not.
///
/// Immutable; the tasks themselves go on.
///
/// @param <T> the type of the results
public final class Waited<T extends @Nullable Object> {
  private final SequencedSet<Task<T>> done;
  private final SequencedSet<Task<T>> pending;

  private Waited(SequencedSet<Task<T>> done, SequencedSet<Task<T>> pending) {
    this.done = Collections.unmodifiableSequencedSet(done);
    this.pending = Collections.unmodifiableSequencedSet(pending);
  }

  /// How `tasks` stand now.
  static <T extends @Nullable Object> Waited<T> now(Collection<Task<T>> tasks) {
    SequencedSet<Task<T>> done = new LinkedHashSet<>();
    SequencedSet<Task<T>> pending = new LinkedHashSet<>();
    tasks.forEach(task -> (task.isDone() ? done : pending).add(task));
    return new Waited<>(done, pending);
  }

  /// The tasks that were done, in the order given. Counts as looking at their failures.
  public SequencedSet<Task<T>> done() {
    done.forEach(Task::markSeen);
    return done;
  }

  /// The tasks that were not done, in the order given.
  public SequencedSet<Task<T>> pending() {
    return pending;
  }

  @Override
  public String toString() {
    return "Waited[" + done.size() + " done, " + pending.size() + " pending]";
  }
}
