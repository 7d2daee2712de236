package dev.meanwhile.feed.conformance;

/// What came of one case of another parser's tests.
sealed interface Verdict {
  /// Our model says what the case expects.
  record Passed() implements Verdict {}

  /// It does not.
  ///
  /// @param why what was expected and what was found
  record Failed(String why) implements Verdict {}

  /// The case asks for something that has no counterpart here.
  ///
  /// @param reason one of a few sentences, the same for all cases of its kind: they are counted
  record NotApplicable(String reason) implements Verdict {}
}
