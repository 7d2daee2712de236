package dev.meanwhile.async;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Two places where a checker of nulls cannot follow that a type variable may itself be
/// nullable.
final class Nulls {
  private Nulls() {}

  /// The value of a variable of type `T` that had to start as null.
  @SuppressWarnings("NullAway") // T itself says whether null is a value of it
  static <T extends @Nullable Object> T maybe(@Nullable T value) {
    return value;
  }

  @SuppressWarnings("NullAway") // a null value is shown as an empty optional
  static <T extends @Nullable Object> Optional<T> optional(@Nullable T value) {
    return Optional.ofNullable(value);
  }
}
