package dev.meanwhile.async;

import org.jspecify.annotations.Nullable;

/// One wait of one task, as it passes the door [Task#park]: the record that reports, wait graphs
/// and simulations read.
///
/// It describes itself only when asked, so that a wait that nobody watches costs nothing.
interface Wait {
  /// Why the task waits.
  WaitReason reason();

  /// The one task on whose doing alone this wait ends: the task that is awaited, the owner of
  /// the lock that is asked for. Null for every other wait: whoever may end it is not known.
  default @Nullable Task<?> blocker() {
    return null;
  }
}
