package dev.meanwhile.async;

/// Thrown into a run in which nothing can happen any more. The message shows who waits for what.
public final class DeadlockError extends Error {
  private static final long serialVersionUID = 1L;

  DeadlockError(String message) {
    super(message);
  }
}
