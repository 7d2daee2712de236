package dev.meanwhile.scrape;

import dev.meanwhile.feed.Entry;
import dev.meanwhile.feed.FeedHints;
import dev.meanwhile.feed.Feeds;
import dev.meanwhile.feed.NotAFeedException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jsoup.parser.StreamParser;
import org.jspecify.annotations.Nullable;

/// One sitemap file, read: what it names, and what other sitemaps.
///
/// @param problem what was wrong with it, in words; null if nothing was
record SitemapFile(
    List<SitemapEntry> entries,
    List<URI> sitemaps,
    @Nullable String problem) {
  private static final int LOOK = 2_048;
  private static final String URL = "url";
  private static final String SITEMAP = "sitemap";

  /// Reads a file: XML, a feed, or lines of addresses, packed by gzip or not. It is read as it
  /// comes, so that one of 50 MiB is never a tree in memory; entities and document types mean
  /// nothing to the parser.
  static SitemapFile of(byte[] content, URI uri) {
    try (Reader reader = reader(content)) {
      char[] look = new char[LOOK];
      int length = Math.max(0, reader.read(look));
      String start = new String(look, 0, length).strip();
      if (start.startsWith("\ufeff")) {
        start = start.substring(1).strip();
      }
      if (!start.startsWith("<")) {
        return start.startsWith("http") ? ofLines(content) : failed("it is no sitemap");
      }
      String lower = start.toLowerCase(Locale.ROOT);
      boolean isFeed =
          lower.contains("<rss") || lower.contains("<feed") || lower.contains("<rdf:rdf");
      return isFeed ? ofFeed(content, uri) : ofXml(content);
    } catch (IOException e) {
      return failed("it cannot be unpacked: " + e.getMessage());
    }
  }

  private static SitemapFile failed(String problem) {
    return new SitemapFile(List.of(), List.of(), problem);
  }

  private static InputStream unpacked(byte[] content) throws IOException {
    InputStream plain = new ByteArrayInputStream(content);
    boolean isPacked =
        content.length > 2 && (content[0] & 0xff) == 0x1f && (content[1] & 0xff) == 0x8b;
    return new BoundedStream(isPacked ? new GZIPInputStream(plain) : plain, Limits.SITEMAP);
  }

  private static Reader reader(byte[] content) throws IOException {
    return new InputStreamReader(unpacked(content), StandardCharsets.UTF_8);
  }

  private static SitemapFile ofLines(byte[] content) throws IOException {
    List<SitemapEntry> entries = new ArrayList<>();
    // Addresses are ASCII, or encoded as UTF-8.
    try (InputStream in = unpacked(content)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      text.lines()
          .flatMap(line -> WebAddress.parse(line.replace("\ufeff", "")).stream())
          .limit(Limits.SITEMAP_ENTRIES)
          .forEach(address -> entries.add(new SitemapEntry(address, null, null)));
    }
    return new SitemapFile(entries, List.of(), null);
  }

  private static SitemapFile ofFeed(byte[] content, URI uri) throws IOException {
    byte[] plain;
    try (InputStream in = unpacked(content)) {
      plain = in.readNBytes((int) Limits.BODY);
    }
    try {
      List<SitemapEntry> entries = new ArrayList<>();
      for (Entry entry :
          Feeds.parse(plain, FeedHints.none().withBase(uri)).feed().entries()) {
        Instant date = entry.updated() == null ? entry.published() : entry.updated();
        Optional.ofNullable(entry.link())
            .flatMap(WebAddress::parse)
            .ifPresent(link -> entries.add(new SitemapEntry(link, date, null)));
      }
      return new SitemapFile(entries, List.of(), null);
    } catch (NotAFeedException e) {
      return failed(String.valueOf(e.getMessage()));
    }
  }

  private static SitemapFile ofXml(byte[] content) throws IOException {
    List<SitemapEntry> entries = new ArrayList<>();
    List<URI> sitemaps = new ArrayList<>();
    String problem = null;
    Parser xml = Parser.xmlParser().setMaxDepth(Limits.SITEMAP_NESTING);
    try (Reader reader = reader(content);
        StreamParser parser = new StreamParser(xml).parse(reader, "")) {
      Iterator<Element> elements = parser.iterator();
      while (elements.hasNext() && entries.size() + sitemaps.size() < Limits.SITEMAP_ENTRIES) {
        Element element = elements.next();
        switch (localName(element)) {
          case URL -> entry(element).ifPresent(entries::add);
          case SITEMAP -> WebAddress.parse(address(element)).ifPresent(sitemaps::add);
          default -> {}
        }
        if (!isPart(element)) {
          forget(element);
        }
      }
    } catch (UncheckedIOException e) {
      problem = "it ends too soon: " + e.getMessage();
    }
    if (entries.isEmpty() && sitemaps.isEmpty() && problem == null) {
      problem = "it names nothing";
    }
    return new SitemapFile(entries, sitemaps, problem);
  }

  /// Whether an element belongs to an entry that is still being read.
  private static boolean isPart(Element element) {
    for (@Nullable Element around = element.parent(); around != null; around = around.parent()) {
      String name = localName(around);
      if (name.equals(URL) || name.equals(SITEMAP)) {
        return true;
      }
    }
    return false;
  }

  /// Lets go of an element and of all around it but the next one, which has begun: else the whole
  /// file would be kept, and jsoup counts what is kept with each that comes.
  private static void forget(Element element) {
    @Nullable Element parent = element.parent();
    if (parent == null) {
      return;
    }
    @Nullable Element next = element.nextElementSibling();
    parent.empty();
    if (next != null) {
      parent.appendChild(next);
    }
  }

  private static Optional<SitemapEntry> entry(Element url) {
    Instant modified = date(child(url, "lastmod"));
    SitemapEntry.@Nullable News news = news(url);
    return WebAddress.parse(address(url)).map(uri -> new SitemapEntry(uri, modified, news));
  }

  private static SitemapEntry.@Nullable News news(Element url) {
    for (Element news : url.children()) {
      if (localName(news).equals("news")) {
        String publication = null;
        String language = null;
        for (Element child : news.children()) {
          if (localName(child).equals("publication")) {
            publication = orNull(child(child, "name"));
            language = orNull(child(child, "language"));
          }
        }
        return new SitemapEntry.News(
            orNull(child(news, "title")),
            publication,
            language,
            date(child(news, "publication_date")));
      }
    }
    return null;
  }

  /// What an element names; some write the address without an element of its own.
  private static String address(Element element) {
    String written = child(element, "loc");
    return written.isEmpty() && element.childrenSize() == 0 ? element.text() : written;
  }

  /// The text of the first child of that name; empty without one.
  private static String child(Element parent, String name) {
    for (Element child : parent.children()) {
      if (localName(child).equals(name)) {
        String text = child.text().strip();
        return text.length() <= Limits.ADDRESS ? text : "";
      }
    }
    return "";
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /// Without its prefix: real sitemaps have all kinds of namespaces, and none.
  private static String localName(Element element) {
    String name = element.tagName();
    return name.substring(name.indexOf(':') + 1).toLowerCase(Locale.ROOT);
  }

  /// A date of the W3C's kinds: from a year and a month to a moment.
  private static @Nullable Instant date(String text) {
    if (text.length() < 7 || text.length() > 40) {
      return null;
    }
    try {
      return switch (text.length()) {
        case 7 -> YearMonth.parse(text).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        case 10 -> LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        default -> OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
      };
    } catch (DateTimeParseException _) {
      return null;
    }
  }

  /// Ends with a failure where a stream goes on beyond its limit, of bytes or of tags: elements
  /// that a sitemap has no use for cost no less than those that it has.
  private static final class BoundedStream extends FilterInputStream {
    private long left;
    private int tags;

    BoundedStream(InputStream in, long limit) {
      super(in);
      this.left = limit;
    }

    @Override
    public int read() throws IOException {
      int read = in.read();
      countTag(read);
      return counted(read, 1);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = in.read(buffer, offset, length);
      for (int i = offset; i < offset + count; i++) {
        countTag(buffer[i]);
      }
      return counted(count, count);
    }

    private void countTag(int letter) throws IOException {
      if (letter == '<' && ++tags > Limits.SITEMAP_TAGS) {
        throw new IOException("it has more than " + Limits.SITEMAP_TAGS + " tags");
      }
    }

    private int counted(int result, int count) throws IOException {
      if (result >= 0) {
        left -= count;
        if (left < 0) {
          throw new IOException("it is larger than " + Limits.SITEMAP / 1024 / 1024 + " MiB");
        }
      }
      return result;
    }
  }
}
