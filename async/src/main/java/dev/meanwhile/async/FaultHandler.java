package dev.meanwhile.async;

import org.jspecify.annotations.Nullable;

/// Decides what happens at a [FaultPoint]: for simulations.
@FunctionalInterface
public interface FaultHandler {
  /// Called where the point is. What it throws, checked or not, the point throws; in a task it
  /// may wait, and may cancel it.
  ///
  /// @param task the task that is there; null in a callback and in a body that runs outside the
  ///     loop, where it may not wait
  /// @param ready who is ready for a turn meanwhile, perhaps nobody; valid until it waits
  void reached(String name, @Nullable Task<?> task, ReadyTurns ready) throws Exception;
}
