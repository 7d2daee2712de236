package dev.meanwhile.feed.conformance;

/// Thrown by a value that the model has on purpose no place for. A term of an expression that
/// meets it is neither true nor false.
final class NoCounterpart extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param reason why, in one of a few fixed sentences
  NoCounterpart(String reason) {
    super(reason);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
