package dev.meanwhile.feed.conformance;

import dev.meanwhile.feed.Corpus;
import dev.meanwhile.feed.FeedProblem;
import dev.meanwhile.feed.Feeds;
import dev.meanwhile.feed.NotAFeedException;
import dev.meanwhile.feed.ParsedFeed;
import dev.meanwhile.feed.conformance.PythonExpression.Scope;
import dev.meanwhile.feed.conformance.PythonExpression.Unknown;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The tests of Python's feedparser: documents that say in a Python expression what must be read
/// from them. [FeedparserView] says how our model looks like feedparser's result.
final class FeedparserSuite implements Suite {
  private static final String NO_EXPECTATION = "the file expects nothing, it is an example";

  private static final String YES =
      "yes and true mean yes, whatever the case and the spaces around them";
  private static final String IFRAME =
      "HTML 5 shows nothing of what stands between the tags of an iframe";
  private static final String CRAZY =
      "HTML 5 sees comments and scripts here, which are dropped, feedparser takes them for text";

  @Override
  public String folder() {
    return "kurtmckee_feedparser";
  }

  @Override
  public SequencedMap<String, Verdict> run(Path folder) {
    SequencedMap<String, Verdict> verdicts = new LinkedHashMap<>();
    for (Path file : Corpus.files(folder)) {
      String name = folder.relativize(file).toString().replace('\\', '/');
      verdicts.put(name, explained(name, verdict(FeedparserCase.of(name, Corpus.read(file)))));
    }
    return verdicts;
  }

  /// Why some cases are meant to fail, by what their names begin with.
  private static final Map<String, String> DECISIONS = Map.ofEntries(
      Map.entry(
          "encoding/bozo_double-encoded-html",
          "names of HTML's entities are known without a declaration, that is no problem"),
      Map.entry(
          "encoding/bozo_http_i18n",
          "text/xml without a charset is not taken for us-ascii, the bytes decide"),
      Map.entry("entities/lang.", "HTML 5 has U+27E8 under this name, HTML 4 had U+2329"),
      Map.entry("illformed/chardet/", "an encoding that nobody names is not guessed by statistics"),
      Map.entry(
          "wellformed/base/http_feed_id_",
          "an id is compared as it stands and never resolved (RFC 4287, 4.2.6)"),
      Map.entry("wellformed/itunes/itunes_channel_block_", YES),
      Map.entry("wellformed/itunes/itunes_item_block_", YES),
      Map.entry("wellformed/itunes/itunes_item_explicit_", YES),
      Map.entry("wellformed/lang/feed_xml_lang_underscore", "languages are carried as written"),
      Map.entry("wellformed/node_precedence/atom10_id", "no two entries of a feed have one id"),
      Map.entry("wellformed/rss/item_madeup_tags_element", "nobody has defined this element"),
      Map.entry("wellformed/rss/newlocation", "a way to move feeds that nobody uses any more"),
      Map.entry("wellformed/sanitize/acceptable_element_br", "HTML 5 reads </br> as <br>"),
      Map.entry("wellformed/sanitize/feed_tagline_crazy", CRAZY),
      Map.entry("wellformed/sanitize/feed_title_crazy", CRAZY),
      Map.entry("wellformed/sanitize/entry_content_iframe", IFRAME),
      Map.entry("wellformed/sanitize/feed_subtitle_iframe", IFRAME),
      Map.entry("wellformed/sanitize/item_content_encoded_iframe", IFRAME),
      Map.entry("wellformed/sanitize/item_fullitem_iframe", IFRAME));

  private static Verdict explained(String name, Verdict verdict) {
    if (!(verdict instanceof Verdict.Failed)) {
      return verdict;
    }
    return DECISIONS.entrySet().stream()
        .filter(entry -> name.startsWith(entry.getKey()))
        .findFirst()
        .<Verdict>map(entry -> new Verdict.Failed("by decision: " + entry.getValue()))
        .orElse(verdict);
  }

  static Verdict verdict(FeedparserCase asked) {
    if (asked.expectation.isEmpty()) {
      return new Verdict.NotApplicable(NO_EXPECTATION);
    }
    List<String> notes = new ArrayList<>();
    try {
      ParsedFeed parsed = Feeds.parse(asked.body, asked.hints());
      String hostile = Markup.firstForbidden(parsed.feed());
      if (hostile != null) {
        return new Verdict.Failed("in cleaned HTML: " + hostile);
      }
      return verdict(asked, FeedparserView.of(asked, parsed), parsed, notes);
    } catch (NotAFeedException e) {
      return verdict(asked, FeedparserView.ofNoFeed(), null, notes);
    }
  }

  private static Verdict verdict(
      FeedparserCase asked,
      Map<String, Object> names,
      @Nullable ParsedFeed parsed,
      List<String> notes) {
    Object value;
    try {
      value = PythonExpression.evaluate(asked.expectation, new Scope(names, notes));
    } catch (PythonError e) {
      return new Verdict.Failed(asked.expectation + ": " + e.getMessage() + problems(parsed));
    }
    if (value instanceof Unknown(var reason)) {
      return new Verdict.NotApplicable(reason);
    }
    return PythonValues.truth(value)
        ? new Verdict.Passed()
        : new Verdict.Failed(
            (notes.isEmpty() ? "not true: " + asked.expectation : String.join("; ", notes))
                + problems(parsed));
  }

  private static String problems(@Nullable ParsedFeed parsed) {
    if (parsed == null) {
      return " (read as no feed)";
    }
    return parsed.problems().isEmpty()
        ? ""
        : " ("
            + parsed.problems().stream().map(FeedProblem::message).findFirst().orElseThrow() + ")";
  }
}
