package dev.meanwhile.async;

/// Something that can be given a turn by the loop: a task to start or go on with, or a callback.
sealed interface Turn permits Task, Callback {
  /// A number of its own: see [ReadyTurns#identity].
  long identity();
}
