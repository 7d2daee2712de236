package dev.meanwhile.feed.conformance;

/// What Python would raise, or what of Python is not understood here.
final class PythonError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PythonError(String message) {
    super(message);
  }
}
