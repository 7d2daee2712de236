package dev.meanwhile.async;

/// Thrown by [AsyncBarrier#await] when the barrier is reset or aborted instead of opening.
public final class BarrierBrokenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BarrierBrokenException(String message) {
    super(message);
  }
}
