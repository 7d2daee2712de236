package dev.meanwhile.feed.conformance;

import dev.meanwhile.feed.Feed;
import java.nio.file.Path;

/// The tests of feedsmith, which keeps every namespace apart. Where several of them say the same,
/// ours has one field for it, which the format's own element fills first.
final class FeedsmithSuite extends ExpectedSuite {
  @Override
  public String folder() {
    return "macieklamberski_feedsmith";
  }

  @Override
  boolean isInput(Path file) {
    return name(file).endsWith(".xml"); // its OPML is for another parser
  }

  @Override
  Path expectation(Path input) {
    return beside(input, ".json");
  }

  @Override
  Verdict compare(Path input, Feed feed, ExpectedJson expected) {
    return new FeedsmithCase(input).feed(feed, expected);
  }
}
