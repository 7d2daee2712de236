package dev.meanwhile.news;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A feed of the sample newsroom: what it says, in which format, and how long it takes to say
/// it.
///
/// @param title its title
/// @param format how it is written
/// @param delay how long its server takes to answer
/// @param items newest first
record SampleFeed(String title, Format format, Duration delay, List<Item> items) {
  private static final DateTimeFormatter RFC_822 = DateTimeFormatter.ofPattern(
          "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
      .withZone(ZoneOffset.UTC);

  /// One item.
  ///
  /// @param title plain text
  /// @param age how long ago it was published
  /// @param text a sentence or two
  record Item(String title, Duration age, String text) {}

  /// The formats in which feeds are written.
  enum Format {
    RSS_091("application/rss+xml"),
    RSS_092("application/rss+xml"),
    RSS_10("application/rdf+xml"),
    RSS_20("application/rss+xml"),
    ATOM_03("application/atom+xml"),
    ATOM_10("application/atom+xml"),
    JSON_FEED("application/feed+json");

    private final String contentType;

    Format(String contentType) {
      this.contentType = contentType;
    }

    String contentType() {
      return contentType;
    }
  }

  /// The document, as of `now`.
  String document(Instant now) {
    return switch (format) {
      case RSS_091 -> rss("0.91", now, false);
      case RSS_092 -> rss("0.92", now, false);
      case RSS_20 -> rss("2.0", now, true);
      case RSS_10 -> rdf(now);
      case ATOM_03 ->
        atom("http://purl.org/atom/ns#", " version=\"0.3\"", "issued", "modified", now);
      case ATOM_10 -> atom("http://www.w3.org/2005/Atom", "", "published", "updated", now);
      case JSON_FEED -> json(now);
    };
  }

  private String rss(String version, Instant now, boolean isDated) {
    String entries = items.stream()
        .map(item -> """
                <item>
                  <title>%s</title>
                  <link>%s</link>
                  <description>%s</description>%s
                </item>
            """.formatted(
                xml(item.title),
                link(item),
                xml(item.text),
                isDated ? "\n      " + dated(item, now) : ""))
        .collect(Collectors.joining());
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <rss version="%s">
          <channel>
            <title>%s</title>
            <link>%s</link>
            <description>Sample news, made on this machine</description>
        %s  </channel>
        </rss>
        """.formatted(version, xml(title), home(), entries);
  }

  private String dated(Item item, Instant now) {
    return "<guid isPermaLink=\"true\">" + link(item) + "</guid>\n      <pubDate>"
        + RFC_822.format(now.minus(item.age)) + "</pubDate>";
  }

  private String rdf(Instant now) {
    String entries = items.stream()
        .map(item -> """
              <item rdf:about="%s">
                <title>%s</title>
                <link>%s</link>
                <description>%s</description>
                <dc:date>%s</dc:date>
              </item>
            """.formatted(
                link(item), xml(item.title), link(item), xml(item.text), now.minus(item.age)))
        .collect(Collectors.joining());
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
            xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
          <channel rdf:about="%s">
            <title>%s</title>
            <link>%s</link>
            <description>Sample news, made on this machine</description>
          </channel>
        %s</rdf:RDF>
        """.formatted(home(), xml(title), home(), entries);
  }

  private String atom(String namespace, String version, String first, String last, Instant now) {
    String entries = items.stream()
        .map(item -> """
              <entry>
                <id>%2$s</id>
                <title>%1$s</title>
                <link rel="alternate" href="%2$s"/>
                <%3$s>%5$s</%3$s>
                <%4$s>%5$s</%4$s>
                <summary>%6$s</summary>
              </entry>
            """.formatted(
                xml(item.title), link(item), first, last, now.minus(item.age), xml(item.text)))
        .collect(Collectors.joining());
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <feed xmlns="%s"%s>
          <id>%s</id>
          <title>%s</title>
          <link rel="alternate" href="%s"/>
        %s</feed>
        """.formatted(namespace, version, home(), xml(title), home(), entries);
  }

  private String json(Instant now) {
    String entries = items.stream()
        .map(item -> """
                {"id": "%1$s", "url": "%1$s", "title": "%2$s", "content_text": "%3$s", "date_published": "%4$s"}""".formatted(link(item), item.title, item.text, now.minus(item.age)))
        .collect(Collectors.joining(",\n"));
    return """
        {
          "version": "https://jsonfeed.org/version/1.1",
          "title": "%s",
          "home_page_url": "%s",
          "items": [
        %s
          ]
        }
        """.formatted(title, home(), entries);
  }

  private String home() {
    return "https://" + slug(title) + ".example/";
  }

  private String link(Item item) {
    return home() + slug(item.title);
  }

  private static String slug(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
  }

  private static String xml(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
