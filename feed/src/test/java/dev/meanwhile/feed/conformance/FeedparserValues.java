package dev.meanwhile.feed.conformance;

import dev.meanwhile.feed.FeedFormat;
import dev.meanwhile.feed.ParserParts;
import dev.meanwhile.feed.conformance.PythonValues.None;
import dev.meanwhile.feed.conformance.PythonValues.Tuple;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Values of our model that feedparser writes in another way.
final class FeedparserValues {
  private static final String OWN_BASE =
      "an entry has one base: of the base of a single text only the effect is carried, its links "
          + "are resolved";
  private static final String ALTITUDE = "the altitude of a place is not carried";

  private FeedparserValues() {}

  /// What a text has in common with all of its entry or feed, unless there is a reason.
  record Inherited(@Nullable String value, @Nullable String reason) implements OwnEquality {
    @Override
    public boolean says(Object expected) {
      boolean same = value == null
          ? expected.equals(None.NONE) || expected.equals("")
          : expected.equals(value);
      if (!same && reason != null) {
        throw new NoCounterpart(reason);
      }
      return same;
    }

    @Override
    public String toString() {
      return String.valueOf(value);
    }
  }

  /// The base of a text that has its own: told by where its link leads. These cases all have the
  /// same one, if any.
  record OwnBase(OwnEquality text) implements OwnEquality {
    private static final String LINK = "test.html";

    @Override
    public boolean says(Object expected) {
      if (!(text instanceof Markup markup) || !markup.html().contains(LINK + '"')) {
        throw new NoCounterpart(OWN_BASE);
      }
      return markup
          .cleaned()
          .contains('"' + URI.create(String.valueOf(expected)).resolve(LINK).toString() + '"');
    }

    @Override
    public String toString() {
      return "the base of " + text;
    }
  }

  /// A position of which an altitude is not known.
  record Spot(double east, double north) implements OwnEquality {
    @Override
    public boolean says(Object expected) {
      if (!(expected instanceof Tuple(var numbers))
          || numbers.size() < 2
          || !numbers.subList(0, 2).equals(List.of(east, north))) {
        return false;
      }
      if (numbers.size() > 2) {
        throw new NoCounterpart(ALTITUDE);
      }
      return true;
    }
  }

  /// A length of time in any of the ways to write it.
  record Length(Duration duration) implements OwnEquality {
    @Override
    public boolean says(Object expected) {
      return expected instanceof String text && duration.equals(ParserParts.duration(text));
    }
  }

  /// The format; feedparser tells Netscape's and UserLand's RSS 0.91 apart.
  record Version(FeedFormat format) implements OwnEquality {
    @Override
    public boolean says(Object expected) {
      String version = format.version().replace(".", "");
      String name = switch (format.family()) {
        case RSS -> "rss" + version;
        case ATOM -> "atom" + version;
        case CDF -> "cdf";
        case JSON_FEED -> "json" + version;
      };
      return name.equals(expected)
          || (name.startsWith("rss2") && expected.equals("rss20"))
          || (name.equals("rss091") && expected.toString().matches("rss091[nu]"));
    }

    @Override
    public String toString() {
      return format.toString();
    }
  }
}
