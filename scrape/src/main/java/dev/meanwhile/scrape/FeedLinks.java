package dev.meanwhile.scrape;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/// Feeds that a page could have, by its looks: nothing is fetched.
final class FeedLinks {
  private static final Set<String> TYPES = Set.of(
      "application/rss+xml",
      "application/atom+xml",
      "application/rdf+xml",
      "application/feed+json",
      "application/json",
      "application/rss",
      "application/atom",
      "text/rss+xml",
      "text/atom+xml",
      "application/x.atom+xml",
      "application/x-atom+xml");

  /// Where blogs and newspapers have their feeds.
  private static final List<String> KNOWN_PATHS = List.of(
      "/feed",
      "/rss",
      "/feed.xml",
      "/rss.xml",
      "/atom.xml",
      "/index.xml",
      "/feed.json",
      "/feeds/posts/default",
      "/blog/feed",
      "/index.rdf");

  private static final List<String> ENDINGS =
      List.of(".rss", ".atom", ".rdf", "/feed", "/rss", "/atom", "/feeds", "feed.json");
  private static final List<String> FILES =
      List.of("rss.xml", "feed.xml", "atom.xml", "index.xml", "feeds.xml", "rss2.xml", "rss.php");
  private static final Set<String> WORDS =
      Set.of("rss", "atom", "feed", "xml", "rss feed", "atom feed");

  private FeedLinks() {}

  /// Feeds that the page's head names, with their titles, each once. A feed of the comments
  /// comes last: it is not what people look for.
  static Map<URI, @Nullable String> named(Document page, URI uri) {
    URI base = PageContent.base(page, uri);
    Map<URI, @Nullable String> named = new LinkedHashMap<>();
    Map<URI, @Nullable String> comments = new LinkedHashMap<>();
    for (Element link : page.select("link[rel][href]")) {
      if (isFeed(link)) {
        String title = link.attr("title").strip();
        boolean isComments = title.toLowerCase(Locale.ROOT).contains("comment");
        WebAddress.resolve(base, link.attr("href"))
            .ifPresent(feed ->
                (isComments ? comments : named).putIfAbsent(feed, title.isEmpty() ? null : title));
      }
    }
    comments.forEach(named::putIfAbsent);
    return named;
  }

  private static boolean isFeed(Element link) {
    String rel = link.attr("rel");
    String type = link.attr("type").strip().toLowerCase(Locale.ROOT);
    int parameters = type.indexOf(';');
    String bare = parameters < 0 ? type : type.substring(0, parameters).strip();
    boolean isAlternate = PageContent.hasWord(rel, "alternate")
        && TYPES.contains(bare)
        // WordPress names its programming interface so.
        && !(bare.equals("application/json") && link.attr("href").contains("/wp-json/"));
    return (isAlternate || PageContent.hasWord(rel, "feed"))
        && !PageContent.hasWord(rel, "stylesheet");
  }

  /// What the page links to in a way in which pages link to feeds.
  static List<URI> linked(Document page, URI uri) {
    URI base = PageContent.base(page, uri);
    List<URI> linked = new ArrayList<>();
    for (Element link : page.select("a[href]")) {
      String href = link.attr("href").strip();
      if (linked.size() < Limits.FEED_CANDIDATES && looksLikeFeed(link, href)) {
        WebAddress.resolve(base, href)
            .filter(feed -> !linked.contains(feed))
            .ifPresent(linked::add);
      }
    }
    return linked;
  }

  private static boolean looksLikeFeed(Element link, String href) {
    String path = href.toLowerCase(Locale.ROOT);
    int query = path.indexOf('?');
    String bare = query < 0 ? path : path.substring(0, query);
    while (bare.endsWith("/")) {
      bare = bare.substring(0, bare.length() - 1);
    }
    String target = bare;
    return ENDINGS.stream().anyMatch(target::endsWith)
        || FILES.stream().anyMatch(target::endsWith)
        || (query >= 0
            && (path.contains("feed=rss")
                || path.contains("feed=atom")
                || path.contains("format=rss")))
        || WORDS.contains(link.text().strip().toLowerCase(Locale.ROOT));
  }

  /// Where feeds often are: beside the page and at the top of its host.
  static List<URI> guessed(URI uri) {
    List<URI> guessed = new ArrayList<>();
    for (String path : KNOWN_PATHS) {
      guessed.add(WebAddress.at(uri, path));
    }
    String folder = uri.getRawPath() == null ? "" : uri.getRawPath();
    if (folder.length() > 1 && folder.endsWith("/")) {
      guessed.add(WebAddress.at(uri, folder + "feed"));
      guessed.add(WebAddress.at(uri, folder + "index.xml"));
    }
    return guessed;
  }
}
