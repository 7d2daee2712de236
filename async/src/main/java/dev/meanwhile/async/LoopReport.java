package dev.meanwhile.async;

import org.jspecify.annotations.Nullable;

/// Something about a program that its author should know and that no call could throw.
///
/// Reports go to the handler of [EventLoop#setExceptionHandler]; without one they are logged
/// through [System.Logger] under the name `dev.meanwhile.async`.
///
/// @param kind what kind of thing happened
/// @param message one sentence that names the task or callback
/// @param error the failure; for a stall or a forgotten coroutine, an error that carries the
///     stack of the place
public record LoopReport(
    Kind kind, String message, @Nullable Throwable error) {
  /// What a report is about.
  public enum Kind {
    /// A task or promise failed, and nobody looked at the failure.
    UNSEEN_FAILURE,
    /// A callback failed.
    CALLBACK_FAILURE,
    /// A task has held the loop for longer than the stall threshold.
    STALL,
    /// A task keeps swallowing its cancellation, or ended with a value in spite of it.
    SWALLOWED_CANCEL,
    /// Work outside the loop, or a task, did not end in its time of grace and was left behind.
    LEFT_BEHIND,
    /// A coroutine was dropped and never ran; looked for in debug mode only.
    FORGOTTEN_COROUTINE,
    /// Nothing can happen any more from inside the loop, and from outside nothing has come for a
    /// while. The message shows who waits for what. Not while a task waits for the network, a
    /// process, or a call outside.
    IDLE
  }
}
