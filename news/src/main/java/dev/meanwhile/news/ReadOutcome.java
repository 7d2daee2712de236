package dev.meanwhile.news;

/// How the reading of one source ended.
public enum ReadOutcome {
  /// It was read, and has articles that were not known.
  NEW("new"),
  /// It was read, and nothing in it is new.
  UNCHANGED("unchanged"),
  /// It was left alone, since it is not due yet.
  NOT_DUE("not_due"),
  /// Politeness to its host left it over at the deadline; it comes first next time.
  POSTPONED("postponed"),
  /// The run's deadline, or its end by the user, came first.
  CUT_OFF("cut_off"),
  /// It used up its own time before it was read.
  SLOW("slow"),
  /// It could not be read.
  FAILED("failed");

  private final String word;

  ReadOutcome(String word) {
    this.word = word;
  }

  /// The word for it: `cut_off`.
  public String word() {
    return word;
  }

  /// Whether nothing went wrong with the source: waiting for its turn is no failure.
  public boolean isSuccess() {
    return this != CUT_OFF && this != SLOW && this != FAILED;
  }
}
