package dev.meanwhile.async;

/// One wait of one task, as it passes the door [Loop#park]: the record that reports, wait graphs
/// and simulations read.
///
/// It describes itself only when asked, so that a wait that nobody watches costs nothing.
interface Wait {
  /// Why the task waits.
  WaitReason reason();
}
