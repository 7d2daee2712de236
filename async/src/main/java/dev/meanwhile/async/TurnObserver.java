package dev.meanwhile.async;

import org.jspecify.annotations.Nullable;

/// Is told of every turn of a loop: for tools that show or record what a program does.
///
/// Called on the loop, by the thread of the task that it is told of, so that a stack can be
/// taken. It must not wait, and what it throws ends the run.
public interface TurnObserver {
  /// A task was made, by `creator` or, when that is null, by a callback or from outside. Called
  /// where it was made.
  default void created(Task<?> task, @Nullable Task<?> creator) {}

  /// A callback was registered, by `by` or, when that is null, by another callback or from
  /// outside.
  ///
  /// @param identity its number: see [ReadyTurns#identity]
  default void registered(long identity, @Nullable Task<?> by) {}

  /// A task's turn ends with a wait.
  void waits(Task<?> task, WaitReason reason);

  /// A task has ended.
  void ends(Task<?> task);
}
