package dev.meanwhile.async;

/// When [Async#waitUntil] returns.
public enum ReturnWhen {
  /// When one of the tasks is done, however it ended.
  FIRST_COMPLETED,

  /// When one of the tasks has failed, or all are done. A cancelled task has not failed.
  FIRST_EXCEPTION,

  /// When all of the tasks are done.
  ALL_COMPLETED
}
