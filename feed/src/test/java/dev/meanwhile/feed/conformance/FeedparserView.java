package dev.meanwhile.feed.conformance;

import dev.meanwhile.feed.Author;
import dev.meanwhile.feed.Entry;
import dev.meanwhile.feed.Episode;
import dev.meanwhile.feed.Feed;
import dev.meanwhile.feed.FeedProblem;
import dev.meanwhile.feed.ParsedFeed;
import dev.meanwhile.feed.Podcast;
import dev.meanwhile.feed.conformance.FeedparserValues.Inherited;
import dev.meanwhile.feed.conformance.FeedparserValues.Length;
import dev.meanwhile.feed.conformance.FeedparserValues.OwnBase;
import dev.meanwhile.feed.conformance.FeedparserValues.Version;
import dev.meanwhile.feed.conformance.PythonExpression.Unknown;
import dev.meanwhile.feed.conformance.PythonValues.Function;
import dev.meanwhile.feed.conformance.PythonValues.None;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Our model under the names of feedparser's result.
///
/// - `bozo` is true where the document was not what it should be: read leniently, or with a
///   problem of its syntax or its encoding. A date or an address that cannot be used is a problem
///   for us and none for feedparser; that is not compared.
/// - `description` is `summary`, and that is the content where there is no summary; `updated` is
///   `published` where nothing else is said. Feedparser has the same fallbacks.
/// - `type` and `rel` of a link have feedparser's defaults.
/// - Enclosures are links as well. RSS 2.1 is RSS 2.0 for feedparser.
/// - A text that is empty for feedparser is missing for us.
final class FeedparserView {
  private static final String TYPES =
      "texts are HTML or plain text by their place in the model: their media types are not carried";
  private static final String OWN_LANGUAGE =
      "a feed and an entry have one language: that of a single text is not carried";
  private static final String SUMMARIES = "summary|description|abstract";
  private static final String CONTENTS = "content|body|fullitem|encoded|div";
  private static final List<String> TEXTS =
      List.of((SUMMARIES + "|" + CONTENTS + "|title|info|tagline|subtitle|copyright|rights")
          .split("\\|", -1));
  private static final String ORDER =
      "links and enclosures are two lists: which of a link and an enclosure was first is not "
          + "carried";
  private static final String INFO =
      "the note for people who open the feed in a browser (info) is not carried";
  private static final String HEADERS = "headers of the response are the client's business";
  private static final String VALIDITY = "times of expiry and validity are not carried";
  private static final String OBSOLETE =
      "search forms, registration by remote call and the address of a format's specification "
          + "(textInput, cloud, docs) are not carried";
  private static final String THREADING = "which entry another one answers is not carried";
  private static final String POSTING = "addresses that take comments by program are not carried";
  private static final String PLAYER = "pages that play a media file are not carried";
  private static final String UNHEARD_OF = "elements that nobody has defined are not carried";
  private static final String ENTRY_PUBLISHER = "a publisher of a single entry is not carried";
  private static final String PROJECTION =
      "places are degrees north and east: those in a map projection are not carried";
  private static final String CONTENT_TYPE =
      "what a document is, its bytes say: the content type of the response is no problem";

  private static final Set<FeedProblem.Kind> FORM = Set.of(
      FeedProblem.Kind.NOT_WELL_FORMED, FeedProblem.Kind.ENCODING, FeedProblem.Kind.TRUNCATED);

  private final FeedparserCase asked;

  private FeedparserView(FeedparserCase asked) {
    this.asked = asked;
  }

  static Map<String, Object> of(FeedparserCase asked, ParsedFeed parsed) {
    Feed feed = parsed.feed();
    FeedparserView view = new FeedparserView(asked);
    Map<String, Object> names = functions();
    names.put("bozo", view.bozo(parsed));
    names.put("bozo_exception", kinds(parsed));
    names.put("encoding", new FeedparserEncoding(asked, feed));
    names.put("version", new Version(feed.format()));
    names.put("feed", view.feed(feed));
    names.put("entries", feed.entries().stream().map(view::entry).toList());
    return names;
  }

  /// What is left of the result if there is no feed in the document.
  static Map<String, Object> ofNoFeed() {
    Map<String, Object> names = functions();
    names.put("bozo", true);
    names.put("feed", new Dict());
    names.put("entries", List.of());
    names.put("version", "");
    return names;
  }

  private static Map<String, Object> functions() {
    Map<String, Object> names = new HashMap<>();
    names.put("len", (Function) arguments -> PythonValues.length(arguments.getFirst()));
    names.put("ord", (Function) arguments -> codePoint(arguments.getFirst()));
    names.put("etag", new Unknown(HEADERS));
    names.put("locals", (Function) _ -> {
      throw new NoCounterpart(HEADERS);
    });
    Function delta = arguments -> Duration.ofDays((long) arguments.get(0))
        .plusSeconds((long) arguments.get(1))
        .plusNanos((long) arguments.get(2) * 1_000);
    names.put("datetime", new Dict().put(delta, "timedelta"));
    names.put("feedparser", new Dict().put("ENCODING", "CharacterEncodingOverride"));
    names.put("isinstance", (Function)
        arguments -> PythonValues.contains(arguments.get(0), arguments.get(1)));
    return names;
  }

  private static long codePoint(Object value) {
    String text = value instanceof Markup markup ? markup.text() : String.valueOf(value);
    if (text.codePointCount(0, text.length()) != 1) {
      throw new PythonError("TypeError: not one character: " + text);
    }
    return text.codePointAt(0);
  }

  private Object bozo(ParsedFeed parsed) {
    boolean wrong = parsed.lenient()
        || parsed.problems().stream().anyMatch(problem -> FORM.contains(problem.kind()));
    String type = asked.headers.getOrDefault("content-type", "xml");
    boolean isXml = type.contains("xml");
    return wrong || isXml ? (Object) wrong : new Unknown(CONTENT_TYPE);
  }

  /// The kinds of problems that there were; an exception of feedparser has the name of one.
  private static List<Object> kinds(ParsedFeed parsed) {
    return parsed.problems().stream()
        .map(problem -> (Object) problem.kind().name())
        .toList();
  }

  // --- feeds

  private Dict feed(Feed feed) {
    String base = feed.base();
    Podcast podcast = feed.podcast();
    Author publisher = feed.publisher();
    if (publisher == null && podcast != null) {
      publisher = podcast.owner();
    }
    Dict dict = new Dict()
        .putText(title(feed.title(), feed.titleHtml(), base), "title")
        .put(feed.link(), "link")
        .put(feed.self(), "href")
        .put(feed.id(), "id", "guid")
        .putText(
            Markup.of(feed.descriptionHtml(), base),
            "subtitle",
            "tagline",
            "description",
            "summary")
        .put(feed.icon(), "icon")
        .put(feed.image() == null ? null : feed.image().url(), "logo")
        .put(FeedparserParts.image(feed.image()), "image")
        .put(feed.ttl() == null ? null : String.valueOf(feed.ttl().toMinutes()), "ttl")
        .put(FeedparserParts.links(feed.links(), List.of()), "links")
        .without(OBSOLETE, "textinput", "cloud", "docs")
        .without(INFO, "info", "info_detail")
        .without(VALIDITY, "validity_start", "validity_start_parsed")
        .without(VALIDITY, "validity_end", "validity_end_parsed")
        .without(THREADING, "thr_in-reply-to");
    putDetail(dict, "title", title(feed.title(), feed.titleHtml(), base), feed);
    putDetail(dict, "subtitle", Markup.of(feed.descriptionHtml(), base), feed);
    putDetail(dict, "tagline", Markup.of(feed.descriptionHtml(), base), feed);
    putRights(dict, feed.rights(), base, feed.language());
    FeedparserParts.putGenerator(dict, feed.generator());
    FeedparserParts.putPersons(dict, "author", feed.authors());
    FeedparserParts.putPersons(
        dict, "publisher", publisher == null ? List.of() : List.of(publisher));
    dict.put(FeedparserParts.persons(feed.contributors()), "contributors");
    FeedparserParts.putDates(dict, feed.published(), feed.updated());
    FeedparserParts.putTags(dict, FeedparserParts.categories(feed));
    putLanguage(dict, feed.language());
    dict.put(podcast == null ? null : podcast.movedTo(), "newlocation");
    if (podcast != null) {
      dict.put(podcast.blocked() ? 1L : 0L, "itunes_block")
          .put(podcast.explicit() == null ? None.NONE : podcast.explicit(), "itunes_explicit");
    }
    return dict;
  }

  private void putDetail(Dict dict, String name, @Nullable Markup value, Feed feed) {
    String elements = name.equals("title") ? "title" : "subtitle|tagline|description";
    dict.put(
        value == null ? null : detail(value, feed.base(), feed.language(), elements),
        name + "_detail");
  }

  // --- entries

  private Dict entry(Entry entry) {
    String base = entry.base();
    String language = entry.language();
    Markup title = title(entry.title(), entry.titleHtml(), base);
    Markup content = Markup.of(entry.content(), base);
    Markup summary = entry.summary() == null ? content : Markup.of(entry.summary(), base);
    Episode episode = entry.episode();
    Dict dict = new Dict()
        .putText(title, "title")
        .put(detail(title, base, language, "title"), "title_detail")
        .putText(summary, "summary", "description")
        .put(detail(summary, base, language, SUMMARIES), "summary_detail")
        .put(contents(content, entry), "content")
        .put(entry.link(), "link")
        .put(FeedparserParts.links(entry.links(), entry.enclosures()), "links")
        .put(entry.id(), "id", "guid")
        .put(entry.id().equals(entry.link()), "guidislink")
        .put(FeedparserParts.enclosures(entry.enclosures()), "enclosures")
        .put(FeedparserParts.image(entry.image()), "image")
        .put(entry.source() == null ? null : feed(entry.source()), "source")
        .put(entry.place() == null ? null : FeedparserParts.where(entry.place()), "where")
        .without(PLAYER, "media_player")
        .without(POSTING, "wfw_comment")
        .without(VALIDITY, "expired", "expired_parsed")
        .without(ENTRY_PUBLISHER, "publisher", "publisher_detail")
        .without(UNHEARD_OF, "madeup_element", "abcdefg");
    putRights(dict, entry.rights(), base, language);
    FeedparserParts.putPersons(dict, "author", entry.authors());
    dict.put(FeedparserParts.persons(entry.contributors()), "contributors");
    FeedparserParts.putDates(dict, entry.published(), entry.updated());
    FeedparserParts.putTags(dict, FeedparserParts.categories(entry));
    putLanguage(dict, language);
    FeedparserParts.putComments(dict, entry.comments());
    if (entry.place() == null && asked.text.contains("srsName=\"EPSG:26913\"")) {
      dict.without(PROJECTION, "where");
    }
    if (!entry.links().isEmpty() && !entry.enclosures().isEmpty()) {
      dict.without(ORDER, "links");
    }
    if (episode != null) {
      putEpisode(dict, episode);
    }
    return dict;
  }

  private static void putEpisode(Dict dict, Episode episode) {
    Duration duration = episode.duration();
    dict.put(PlainText.of(episode.subtitle()), "subtitle")
        .put(duration == null ? null : new Length(duration), "itunes_duration")
        .put(episode.blocked() ? 1L : 0L, "itunes_block")
        .put(episode.explicit() == null ? None.NONE : episode.explicit(), "itunes_explicit")
        .put(new Dict().put(FeedparserParts.chapters(episode), "chapters"), "psc_chapters");
  }

  /// Content that is only an address is a file for us.
  private @Nullable List<Dict> contents(@Nullable Markup content, Entry entry) {
    if (content == null && asked.has("content", "src") && !entry.enclosures().isEmpty()) {
      return List.of(new Dict().put(entry.enclosures().getFirst().url(), "src"));
    }
    Dict detail = detail(content, entry.base(), entry.language(), CONTENTS);
    return detail == null ? null : List.of(detail);
  }

  // --- texts

  private static @Nullable Markup title(
      @Nullable String title, @Nullable String html, @Nullable String base) {
    return html == null ? null : new Markup(html, base, Objects.requireNonNullElse(title, ""));
  }

  private @Nullable Dict detail(
      @Nullable OwnEquality value,
      @Nullable String base,
      @Nullable String language,
      String elements) {
    if (value == null) {
      return null;
    }
    Object shownBase =
        asked.has(elements, "xml:base") ? new OwnBase(value) : new Inherited(base, null);
    return new Dict()
        .put(value, "value")
        .without(TYPES, "type")
        .put(shownBase, "base")
        .put(new Inherited(language, whyOtherLanguage(language, elements)), "language");
  }

  /// Why the language of a text may be another one than that of its entry or feed, or null. An
  /// entry's language is that of its content or summary if only these have their own.
  private @Nullable String whyOtherLanguage(@Nullable String language, String elements) {
    if (language == null && asked.headers.containsKey("content-language")) {
      return HEADERS;
    }
    boolean main = elements.equals(CONTENTS) || elements.equals(SUMMARIES);
    List<String> others = new ArrayList<>(TEXTS);
    if (main) {
      others.removeAll(List.of(elements.split("\\|", -1)));
    }
    return asked.has(String.join("|", others), "xml:lang") ? OWN_LANGUAGE : null;
  }

  private void putLanguage(Dict dict, @Nullable String language) {
    if (language == null && asked.headers.containsKey("content-language")) {
      dict.without(HEADERS, "language");
    } else {
      dict.put(language, "language");
    }
  }

  private void putRights(
      Dict dict, @Nullable String rights, @Nullable String base, @Nullable String language) {
    PlainText text = new PlainText(Objects.requireNonNullElse(rights, ""));
    dict.put(text, "rights", "copyright")
        .put(detail(text, base, language, "rights|copyright"), "rights_detail", "copyright_detail");
  }
}
