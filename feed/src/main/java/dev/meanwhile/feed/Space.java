package dev.meanwhile.feed;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The vocabularies that feeds are made of, however their namespaces are spelled.
enum Space {
  /// RSS in all its versions, and everything without a namespace.
  CORE,
  ATOM,
  RDF,
  DC,
  DC_TERMS,
  CONTENT,
  MEDIA,
  ITUNES,
  PODCAST,
  /// Podlove's simple chapters.
  CHAPTERS,
  FEEDBURNER,
  /// When a feed changes.
  SYNDICATION,
  /// Which program made a feed of RSS 1.0.
  ADMIN,
  /// How many comments an entry has and where: three small vocabularies.
  COMMENTS,
  /// Both of Creative Commons'.
  LICENSE,
  GEO,
  GEORSS,
  GML,
  XHTML,
  OTHER;

  private static final Map<String, Space> BY_URI = new HashMap<>();
  private static final Map<String, Space> BY_PREFIX = new HashMap<>();

  static {
    CORE.uris(
        "",
        "http://purl.org/rss/1.0",
        "http://purl.org/net/rss1.1",
        "http://my.netscape.com/rdf/simple/0.9",
        "http://channel.netscape.com/rdf/simple/0.9",
        "http://my.netscape.com/publish/formats/rss-0.91.dtd",
        "http://backend.userland.com/rss",
        "http://backend.userland.com/rss2",
        "http://blogs.law.harvard.edu/tech/rss",
        "http://cyber.law.harvard.edu/rss/rss.html",
        "http://www.rssboard.org/rss-specification");
    ATOM.uris("http://www.w3.org/2005/atom", "http://purl.org/atom/ns");
    RDF.uris("http://www.w3.org/1999/02/22-rdf-syntax-ns");
    DC.uris(
        "http://purl.org/dc/elements/1.1", "http://purl.org/dc/elements/1.0", "http://purl.org/dc");
    DC_TERMS.uris("http://purl.org/dc/terms");
    CONTENT.uris("http://purl.org/rss/1.0/modules/content");
    MEDIA.uris("http://search.yahoo.com/mrss", "http://video.search.yahoo.com/mrss");
    ITUNES.uris(
        "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "http://www.google.com/schemas/play-podcasts/1.0");
    PODCAST.uris(
        "https://podcastindex.org/namespace/1.0",
        "https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md");
    CHAPTERS.uris("http://podlove.org/simple-chapters");
    SYNDICATION.uris("http://purl.org/rss/1.0/modules/syndication");
    ADMIN.uris("http://webns.net/mvcb");
    COMMENTS.uris(
        "http://purl.org/rss/1.0/modules/slash",
        "http://purl.org/syndication/thread/1.0",
        "http://wellformedweb.org/commentapi");
    LICENSE.uris(
        "http://backend.userland.com/creativecommonsrssmodule",
        "http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html",
        "http://web.resource.org/cc",
        "http://creativecommons.org/ns");
    GEO.uris("http://www.w3.org/2003/01/geo/wgs84_pos");
    GEORSS.uris("http://www.georss.org/georss", "http://www.georss.org/georss/10");
    GML.uris("http://www.opengis.net/gml");
    FEEDBURNER.uris("http://rssnamespace.org/feedburner/ext/1.0");
    XHTML.uris("http://www.w3.org/1999/xhtml");
    OTHER.uris("http://www.w3.org/xml/1998/namespace");

    BY_PREFIX.putAll(Map.ofEntries(
        Map.entry("rss", CORE),
        Map.entry("atom", ATOM),
        Map.entry("atom10", ATOM),
        Map.entry("rdf", RDF),
        Map.entry("dc", DC),
        Map.entry("dcterms", DC_TERMS),
        Map.entry("content", CONTENT),
        Map.entry("media", MEDIA),
        Map.entry("itunes", ITUNES),
        Map.entry("googleplay", ITUNES),
        Map.entry("podcast", PODCAST),
        Map.entry("psc", CHAPTERS),
        Map.entry("feedburner", FEEDBURNER),
        Map.entry("sy", SYNDICATION),
        Map.entry("admin", ADMIN),
        Map.entry("slash", COMMENTS),
        Map.entry("thr", COMMENTS),
        Map.entry("wfw", COMMENTS),
        Map.entry("cc", LICENSE),
        Map.entry("creativecommons", LICENSE),
        Map.entry("geo", GEO),
        Map.entry("georss", GEORSS),
        Map.entry("gml", GML),
        Map.entry("xhtml", XHTML)));
  }

  /// The vocabulary of a name. An unknown namespace without a prefix is taken for the site's own
  /// name of its main vocabulary; behind a prefix that everyone knows, for what everyone means
  /// by it.
  static Space of(String uri, String prefix) {
    Space known = BY_URI.get(uri);
    if (known == null) {
      known = BY_URI.get(normal(uri));
    }
    if (known != null && !(known == CORE && uri.isEmpty() && !prefix.isEmpty())) {
      return known;
    }
    return prefix.isEmpty() ? CORE : BY_PREFIX.getOrDefault(prefix.toLowerCase(Locale.ROOT), OTHER);
  }

  private void uris(String... uris) {
    for (String uri : uris) {
      BY_URI.put(normal(uri), this);
    }
  }

  private static String normal(String uri) {
    String lower = uri.strip().toLowerCase(Locale.ROOT);
    if (lower.startsWith("https:")) {
      lower = "http:" + lower.substring("https:".length());
    }
    int end = lower.length();
    while (end > 0 && (lower.charAt(end - 1) == '/' || lower.charAt(end - 1) == '#')) {
      end--;
    }
    return lower.substring(0, end);
  }
}
