package dev.meanwhile.feed.conformance;

/// A value of the model that decides itself whether it says the same as a literal of Python.
interface OwnEquality {
  /// Whether both say the same.
  ///
  /// @throws NoCounterpart if they differ in something that the model has no place for
  boolean says(Object expected);
}
