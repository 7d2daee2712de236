package dev.meanwhile.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What holds for the result of any bytes at all.
final class Robustness {
  /// Components that hold addresses, in whichever record.
  private static final Set<String> ADDRESSES = Set.of(
      "href", "url", "link", "self", "hub", "icon", "license", "uri", "movedTo", "feed", "image",
      "base");

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
    }
    checkValues(what, parsed.feed());
  }

  /// Every text of the model is one that may be stored and shown, every address one that a reader
  /// may be sent to.
  private static void checkValues(String what, Record value) {
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      Object part;
      try {
        part = component.getAccessor().invoke(value);
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
      checkValue(what, component.getName(), part);
    }
  }

  private static void checkValue(String what, String name, @Nullable Object value) {
    switch (value) {
      case null -> {}
      case String text -> checkText(what, name, text);
      case Record inside -> checkValues(what, inside);
      case Collection<?> values -> values.forEach(each -> checkValue(what, name, each));
      default -> {}
    }
  }

  private static void checkText(String what, String name, String text) {
    if (text.isBlank()) {
      assertThat(name).as("%s: what may be blank", what).isEqualTo("version");
    }
    if (!TextBuffer.legal(text).equals(text)) {
      throw new AssertionError(what + ": " + name + " holds what no text may hold");
    }
    if (ADDRESSES.contains(name) && !Links.isSafe(text)) {
      throw new AssertionError(what + ": " + name + " is no safe address: " + text);
    }
  }
}
