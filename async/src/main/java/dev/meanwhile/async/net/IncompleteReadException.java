package dev.meanwhile.async.net;

import java.util.OptionalInt;

/// Thrown when a stream ends before all that was asked for has come.
public final class IncompleteReadException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int UNKNOWN = -1;

  private final byte[] partial;
  private final int expected;

  private IncompleteReadException(String message, byte[] partial, int expected) {
    super(message);
    this.partial = partial;
    this.expected = expected;
  }

  static IncompleteReadException ofCount(byte[] partial, int expected) {
    return new IncompleteReadException(
        "the stream ended after " + partial.length + " of " + expected + " expected bytes",
        partial,
        expected);
  }

  static IncompleteReadException ofSeparator(byte[] partial) {
    return new IncompleteReadException(
        "the stream ended after " + partial.length + " bytes, before any separator",
        partial,
        UNKNOWN);
  }

  /// The bytes that came; they are no longer in the reader.
  public byte[] partial() {
    return partial.clone();
  }

  /// How many bytes were asked for; empty when it was a separator.
  public OptionalInt expected() {
    return expected == UNKNOWN ? OptionalInt.empty() : OptionalInt.of(expected);
  }
}
