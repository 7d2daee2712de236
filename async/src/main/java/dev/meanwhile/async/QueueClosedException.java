package dev.meanwhile.async;

/// Thrown by an [AsyncQueue] that is closed: by each put, and by each take once it is empty.
public final class QueueClosedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  QueueClosedException(String message) {
    super(message);
  }
}
