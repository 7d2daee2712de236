package dev.meanwhile.async;

/// What kind of thing a task waits for.
public enum WaitKind {
  /// Its next turn: it gave the others one.
  TURN,
  /// The end of a sleep.
  SLEEP,
  /// One task.
  TASK,
  /// Several tasks: a gather, a group, the next of many.
  TASKS,
  /// A promise that somebody completes.
  PROMISE,
  /// A lock, permit, event or item of a synchronisation object.
  SYNCHRONIZER,
  /// A call that blocks a thread outside the loop.
  BLOCKING,
  /// A computation on a thread outside the loop.
  COMPUTING,
  /// The network.
  NETWORK;

  /// Whether it ends by itself some time, without anything that the loop's tasks do.
  boolean isOutside() {
    return switch (this) {
      case BLOCKING, COMPUTING, NETWORK -> true;
      case TURN, SLEEP, TASK, TASKS, PROMISE, SYNCHRONIZER -> false;
    };
  }
}
