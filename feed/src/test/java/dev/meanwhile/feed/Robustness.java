package dev.meanwhile.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;

/// What holds for the result of any bytes at all.
final class Robustness {
  private Robustness() {}

  /// Parses the bytes and checks the promises of the model; fails on anything but
  /// [NotAFeedException].
  static void check(String what, byte[] body) {
    ParsedFeed parsed;
    try {
      parsed = Feeds.parse(body, FeedHints.none());
    } catch (NotAFeedException e) {
      assertThat(e).as(what).hasMessageStartingWith("not a feed but ");
      return;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError(what, e);
    }
    Set<String> ids = new HashSet<>();
    for (Entry entry : parsed.feed().entries()) {
      assertThat(ids.add(entry.id()))
          .as("%s: id %s is unique", what, entry.id())
          .isTrue();
      assertThat(entry.link() == null || Links.isSafe(entry.link()))
          .as("%s: link", what)
          .isTrue();
      assertThat(entry.title() == null || !entry.title().isBlank())
          .as("%s: title", what)
          .isTrue();
    }
  }
}
