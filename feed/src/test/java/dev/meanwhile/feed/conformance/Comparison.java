package dev.meanwhile.feed.conformance;

import dev.meanwhile.feed.Author;
import dev.meanwhile.feed.FeedHints;
import dev.meanwhile.feed.Feeds;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/// Compares what a case expects with what our parser read, field by field. Absent must be absent.
///
/// White space counts as one space everywhere, and what an expectation leaves open is left open:
/// whether a text of it is HTML or plain text.
final class Comparison {
  private final List<String> differences = new ArrayList<>();
  private final Set<String> reasons = new LinkedHashSet<>();
  private final Set<String> excepted;
  private int compared;

  Comparison() {
    this(Set.of());
  }

  /// A comparison in which some fields may differ: where the other parser is known to be wrong.
  Comparison(Set<String> excepted) {
    this.excepted = excepted;
  }

  /// Two values that must be equal.
  void same(String field, @Nullable Object expected, @Nullable Object found) {
    check(field, expected, found, Objects.equals(expected, found));
  }

  /// Plain text: what is expected may still have its markup.
  void plain(String field, @Nullable String expected, @Nullable String found) {
    String wanted = expected == null ? null : blankToNull(plain(expected));
    boolean same = Objects.equals(wanted, found)
        || (expected != null && found != null && samePlain(expected, found));
    check(field, expected, found, same);
  }

  private static boolean samePlain(String expected, String found) {
    return collapsed(expected).equals(found)
        || (isLossy(expected) && ascii(plain(expected)).equals(ascii(found)));
  }

  /// HTML, or plain text that ours is the HTML for. The addresses in what is expected may be
  /// resolved; ours stand there as written, with their base beside them.
  void html(
      String field, @Nullable String expected, @Nullable String found, @Nullable String base) {
    boolean same = (expected == null || found == null)
        ? (expected == null && found == null)
        : sameHtml(expected, found)
            || sameHtml(expected, resolved(found, base))
            || (isLossy(expected) && sameHtml(ascii(expected), ascii(found)));
    check(field, expected, found, same);
  }

  /// HTML whose addresses are seen from a base in both.
  void html(
      String field,
      @Nullable String expected,
      @Nullable String found,
      @Nullable String base,
      @Nullable String expectedBase) {
    String wanted =
        expected == null || expectedBase == null ? expected : resolved(expected, expectedBase);
    html(field, wanted, found, base);
  }

  /// A text that our model has as HTML and as plain text.
  void text(
      String field,
      @Nullable String expected,
      @Nullable String html,
      @Nullable String plain,
      @Nullable String base) {
    html(field, expected, html, base);
    plain(field + " in plain", html == null ? null : expected, plain);
  }

  /// Something of which only a difference counts: a case that asks for nothing else than this
  /// and what our model does not have says nothing about us.
  void incidental(String field, @Nullable Object expected, @Nullable Object found) {
    if (!Objects.equals(expected, found)) {
      differ(field, expected, found);
    }
  }

  void date(String field, @Nullable Instant expected, @Nullable Instant found) {
    same(field, expected, found);
  }

  void list(String field, List<?> expected, List<?> found) {
    check(field, expected.isEmpty() ? null : expected, found, expected.equals(found));
  }

  /// Plain texts, each of them once.
  void plains(String field, List<String> expected, List<String> found) {
    List<String> wanted = expected.stream()
        .map(Comparison::plain)
        .filter(text -> !text.isEmpty())
        .distinct()
        .toList();
    boolean same = wanted.equals(found)
        || expected.stream().map(Comparison::collapsed).distinct().toList().equals(found);
    check(field, expected.isEmpty() ? null : expected, found, same);
  }

  /// Authors that stand there as one text each, whatever it tells of them.
  void persons(String field, List<String> expected, List<Author> found) {
    List<String> wanted = expected.stream().distinct().toList();
    boolean same = wanted.size() == found.size()
        && IntStream.range(0, wanted.size())
            .allMatch(i -> forms(found.get(i)).contains(plain(wanted.get(i))));
    check(field, wanted.isEmpty() ? null : wanted, found, same);
  }

  /// Says that our model has no such fields, on purpose.
  void without(String reason, ExpectedJson from, String... names) {
    for (String name : names) {
      if (from.has(name)) {
        reasons.add(reason);
      }
    }
  }

  /// Something that must hold.
  void check(String field, @Nullable Object expected, @Nullable Object found, boolean same) {
    if (expected != null) {
      compared++;
    }
    if (!same) {
      differ(field, expected, found);
    }
  }

  private void differ(String field, @Nullable Object expected, @Nullable Object found) {
    if (excepted.contains(field)) {
      return;
    }
    differences.add(field + ": expected " + cut(expected) + ", found " + cut(found));
  }

  /// The verdict on the case, once everything of it was looked at.
  Verdict verdict(ExpectedJson expected) {
    for (String name : expected.overlooked()) {
      differences.add(name + " was never compared");
    }
    if (!differences.isEmpty()) {
      return new Verdict.Failed(String.join("; ", differences));
    }
    return compared == 0 && !reasons.isEmpty()
        ? new Verdict.NotApplicable(reasons.iterator().next())
        : new Verdict.Passed();
  }

  /// The date as our parser reads this text in a feed.
  static @Nullable Instant dateOf(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException notIso) {
      String feed = "<rss><channel><item><pubDate><![CDATA[%s]]></pubDate></item></channel></rss>"
          .formatted(text);
      return Feeds.parse(feed.getBytes(StandardCharsets.UTF_8), FeedHints.none())
          .feed()
          .entries()
          .getFirst()
          .published();
    }
  }

  /// The date as the standard says; null for none.
  static @Nullable Instant isoDate(@Nullable String text) {
    return text == null ? null : OffsetDateTime.parse(text).toInstant();
  }

  /// A number of bytes or pixels from 1 on; feeds write 0 where they do not know.
  static @Nullable Long size(@Nullable String text) {
    boolean number = text != null && !text.isEmpty() && text.chars().allMatch(Character::isDigit);
    long value = number ? Long.parseLong(Objects.requireNonNull(text)) : 0;
    return value == 0 ? null : Long.valueOf(value);
  }

  static @Nullable Integer pixels(@Nullable String text) {
    Long size = size(text);
    return size == null ? null : Integer.valueOf(size.intValue());
  }

  /// The address as a browser writes it: the host in lower case, and a path.
  static @Nullable String canonical(@Nullable String address) {
    Matcher parts =
        Pattern.compile("(https?://[^/?#]+)(.*)", Pattern.DOTALL).matcher(String.valueOf(address));
    return parts.matches()
        ? parts.group(1).toLowerCase(Locale.ROOT)
            + (parts.group(2).isEmpty() ? "/" : parts.group(2))
        : address;
  }

  /// The address seen from a base, null if it is then none that a reader may be sent to.
  static @Nullable String address(@Nullable String written, @Nullable String base) {
    if (written == null) {
      return null;
    }
    String address = collapsed(written).replace(" ", "%20");
    try {
      if (base != null && !URI.create(address).isAbsolute()) {
        address = URI.create(base).resolve(address).toString();
      }
    } catch (IllegalArgumentException notAnAddress) {
      return address;
    }
    return address.matches("(?is)(https?://|mailto:).+") ? address : null;
  }

  static <T> @Nullable T first(@Nullable T known, @Nullable T next) {
    return known == null ? next : known;
  }

  static String plain(String html) {
    return collapsed(Jsoup.parseBodyFragment(html).text());
  }

  static String collapsed(String text) {
    return text.replaceAll("[\\s\\u00a0\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
  }

  /// Whether characters were lost when the expectation was written.
  private static boolean isLossy(String expected) {
    return expected.indexOf('\ufffd') >= 0;
  }

  /// The text with all that is not ASCII made equal, and spaces with it.
  private static String ascii(String text) {
    return text.strip().replaceAll("[^\\x21-\\x7f]+", "?");
  }

  /// The HTML with its addresses seen from its base.
  private static String resolved(String html, @Nullable String base) {
    Document tree = Jsoup.parseBodyFragment(html.strip(), base == null ? "" : base);
    tree.outputSettings().prettyPrint(false);
    for (String name : List.of("href", "src")) {
      for (Element element : tree.select("[" + name + "]")) {
        String address = element.absUrl(name);
        element.attr(name, address.isEmpty() ? element.attr(name) : address);
      }
    }
    return tree.body().html();
  }

  private static boolean sameHtml(String expected, String found) {
    String ours = normal(found);
    return normal(expected).equals(ours) || normal(escaped(expected)).equals(ours);
  }

  /// The tree that a browser would make of it. Names of XML's and the `div` that Atom puts around
  /// XHTML are no part of the text.
  private static String normal(String html) {
    Document tree = Jsoup.parseBodyFragment(html.strip().replaceAll("></(br|hr|img)>", ">"));
    tree.outputSettings().prettyPrint(false);
    Element body = tree.body();
    Element only = body.childrenSize() == 1 ? body.child(0) : body;
    tree.getAllElements().forEach(element -> element.removeAttr("xmlns"));
    if (only.nameIs("div") && only.attributesSize() == 0 && body.ownText().isBlank()) {
      only.unwrap();
    }
    return collapsed(body.html());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /// How a feed may write an author in one text.
  private static List<String> forms(Author author) {
    String name = author.name();
    String email = author.email();
    if (name == null || email == null) {
      return List.of(String.valueOf(first(name, email)));
    }
    return List.of(
        email + " (" + name + ")",
        name + " (" + email + ")",
        name + " (mailto:" + email + ")",
        name + " <" + email + ">",
        name + " " + email);
  }

  private static @Nullable String blankToNull(String text) {
    return text.isBlank() ? null : text;
  }

  private static String cut(@Nullable Object value) {
    String text = collapsed(String.valueOf(value));
    return text.length() <= 200 ? text : text.substring(0, 200) + "...";
  }
}
