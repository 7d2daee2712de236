package dev.meanwhile.news;

/// Told about a run as it goes on, on the loop, between two waits: it may not wait itself.
public interface RunListener {
  /// A listener that does nothing.
  RunListener NONE = new RunListener() {};

  /// The run begins, and will read that many sources.
  default void planned(int sources) {}

  /// The reading of a source begins: politeness and the run's concurrency have let it go.
  default void started(Source source) {}

  /// A source has ended, one way or another.
  default void finished(SourceReport report) {}
}
