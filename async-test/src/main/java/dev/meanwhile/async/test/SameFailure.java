package dev.meanwhile.async.test;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells whether a run fails as another one did: with the same class, from the same line of the
/// program. What a failure says may depend on the schedule and does not count.
///
/// @param first what the other run failed with
record SameFailure(Throwable first) {
  boolean isSame(@Nullable Throwable failure) {
    return failure != null
        && failure.getClass() == first.getClass()
        && line(failure).equals(line(first));
  }

  /// The innermost line of the program; none where a failure has no stack, or only others are on
  /// it.
  private static Optional<StackTraceElement> line(Throwable failure) {
    for (StackTraceElement frame : failure.getStackTrace()) {
      if (ProgramCode.has(frame.getClassName())) {
        return Optional.of(frame);
      }
    }
    return Optional.empty();
  }
}
