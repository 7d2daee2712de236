package dev.meanwhile.feed;

import java.util.Objects;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;
import org.jspecify.annotations.Nullable;

/// HTML that may be shown: only cleaning makes it, so what has this type was cleaned.
///
/// What stays is an allow list of elements and attributes for text, lists, tables, pictures,
/// sound and video. Everything else goes: scripts, styles, forms, frames, embedded programs,
/// comments, event handlers, classes and ids. Of an element that goes, its text stays, unless it
/// was never meant as text. Addresses are resolved; one that is not http or https (or, for a
/// link, mailto) goes. Links carry `rel="noopener noreferrer nofollow"`, sound and video never
/// load by themselves. Pictures that nobody can see (one pixel wide or high, as trackers are) go
/// too.
///
/// **Limits.** At most 4,000,000 characters are read.
/// **Threads.** Immutable. Cleaning never blocks; it takes time in proportion to the text.
public final class SafeHtml {
  private static final Safelist ALLOWED = Safelist.relaxed()
      .addTags(
          "abbr",
          "acronym",
          "address",
          "article",
          "aside",
          "audio",
          "bdi",
          "bdo",
          "big",
          "center",
          "del",
          "details",
          "dfn",
          "figcaption",
          "figure",
          "footer",
          "header",
          "hr",
          "ins",
          "kbd",
          "main",
          "mark",
          "picture",
          "rp",
          "rt",
          "ruby",
          "s",
          "samp",
          "section",
          "source",
          "summary",
          "time",
          "tt",
          "var",
          "video",
          "wbr")
      .addAttributes(":all", "dir", "lang", "title")
      .addAttributes("audio", "src", "controls")
      .addAttributes("video", "src", "controls", "poster", "width", "height")
      .addAttributes("source", "src", "type")
      .addAttributes("time", "datetime")
      .addAttributes("del", "cite", "datetime")
      .addAttributes("ins", "cite", "datetime")
      .addAttributes("ol", "reversed")
      .addAttributes("td", "align")
      .addAttributes("th", "align")
      .removeProtocols("a", "href", "ftp")
      .addProtocols("audio", "src", "http", "https")
      .addProtocols("video", "src", "http", "https")
      .addProtocols("video", "poster", "http", "https")
      .addProtocols("source", "src", "http", "https")
      .addProtocols("del", "cite", "http", "https")
      .addProtocols("ins", "cite", "http", "https")
      .addEnforcedAttribute("a", "rel", "noopener noreferrer nofollow")
      .addEnforcedAttribute("audio", "preload", "none")
      .addEnforcedAttribute("video", "preload", "none");

  private static final SafeHtml EMPTY = new SafeHtml("");

  private final String html;

  private SafeHtml(String html) {
    this.html = html;
  }

  /// Cleans a text of a feed or a page.
  ///
  /// @param html as the site wrote it, such as [Entry#content]; null is taken for no text
  /// @param base what relative addresses in it are meant relative to, such as [Entry#base];
  ///     without one they go
  public static SafeHtml clean(@Nullable String html, @Nullable String base) {
    if (html == null || html.isBlank()) {
      return EMPTY;
    }
    if (html.indexOf('<') < 0 && html.indexOf('&') < 0 && html.indexOf('>') < 0) {
      return new SafeHtml(html);
    }
    String bounded = html.length() > Limits.MAX_TEXT ? html.substring(0, Limits.MAX_TEXT) : html;
    Document written = Jsoup.parseBodyFragment(bounded, Objects.requireNonNullElse(base, ""));
    written.select("img[width=1], img[height=1], img[width=0], img[height=0]").remove();
    Document safe = new Cleaner(ALLOWED).clean(written);
    safe.outputSettings().prettyPrint(false);
    return new SafeHtml(TextBuffer.legal(safe.body().html()));
  }

  /// The HTML: a fragment for the body of a page, empty if nothing was left.
  public String html() {
    return html;
  }

  /// The same without markup: white space collapsed, no line breaks.
  public String text() {
    return html.isEmpty()
        ? ""
        : HtmlText.collapsed(Jsoup.parseBodyFragment(html).text());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SafeHtml that && html.equals(that.html);
  }

  @Override
  public int hashCode() {
    return html.hashCode();
  }

  /// The HTML.
  @Override
  public String toString() {
    return html;
  }
}
