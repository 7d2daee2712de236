package dev.meanwhile.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meanwhile.async.test.Simulation;
import dev.meanwhile.http.AddressGuard;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.InMemoryTransport;
import dev.meanwhile.http.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

final class SitemapsTest {
  private static final URI FIRST = URI.create("http://x.example/sitemap.xml");

  private final Map<String, byte[]> files = new HashMap<>();
  private final List<String> asked = new ArrayList<>();

  private void put(String path, String content) {
    files.put(path, content.getBytes(StandardCharsets.UTF_8));
  }

  private SitemapReading read(AddressGuard guard) {
    return Simulation.run(() -> {
      InMemoryTransport hosts = InMemoryTransport.of(request -> {
        asked.add(request.uri().toString());
        byte[] body = files.get(request.uri().getPath());
        return body == null ? Reply.of(404) : Reply.of(200).body(body);
      });
      try (ClientSession session =
          ClientSession.builder().transport(hosts).guard(guard).open()) {
        return Sitemaps.over(session).read(FIRST);
      }
    });
  }

  private SitemapReading read() {
    return read(AddressGuard.off());
  }

  private static byte[] packed(byte[] content, int times) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < times; i++) {
        out.write(content);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private List<String> addresses() {
    return read().entries().stream().map(entry -> entry.uri().toString()).toList();
  }

  @Test
  void read_newsSitemap_hasEveryField() {
    put("/sitemap.xml", """
        <?xml version="1.0" encoding="UTF-8"?>
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
          <url><loc> http://x.example/a?b=1&amp;c=2 </loc><lastmod>2026-01-02T03:04:05+01:00</lastmod>
            <n:news><n:publication><n:name>The Paper</n:name><n:language>en</n:language></n:publication>
            <n:publication_date>2026-01-02</n:publication_date><n:title>Fish &amp; chips</n:title></n:news></url>
          <url><loc>http://x.example/b</loc><lastmod>yesterday</lastmod></url>
        </urlset>""");

    assertThat(read().entries())
        .containsExactly(
            new SitemapEntry(
                URI.create("http://x.example/a?b=1&c=2"),
                Instant.parse("2026-01-02T02:04:05Z"),
                new SitemapEntry.News(
                    "Fish & chips", "The Paper", "en", Instant.parse("2026-01-02T00:00:00Z"))),
            new SitemapEntry(URI.create("http://x.example/b"), null, null));
  }

  @Test
  void read_index_readsThoseThatItNamesOnce() {
    put(
        "/sitemap.xml",
        "<sitemapindex><sitemap><loc>http://x.example/1.xml</loc></sitemap>"
            + "<sitemap><loc>http://x.example/2.xml.gz</loc></sitemap>"
            + "<sitemap><loc>http://x.example/1.xml</loc></sitemap>"
            + "<sitemap><loc>http://x.example/gone</loc></sitemap></sitemapindex>");
    put("/1.xml", "<urlset><url><loc>http://x.example/a</loc></url></urlset>");
    files.put(
        "/2.xml.gz",
        packed(
            "<urlset><url><loc>http://x.example/b</loc></url></urlset>"
                .getBytes(StandardCharsets.UTF_8),
            1));

    SitemapReading reading = read();

    assertThat(reading.entries().stream().map(entry -> entry.uri().getPath()))
        .containsExactly("/a", "/b");
    assertThat(reading.problems()).containsExactly("http://x.example/gone: HTTP 404");
    assertThat(asked).hasSize(4);
  }

  @Test
  void read_indexThatNamesItself_ends() {
    put(
        "/sitemap.xml",
        "<sitemapindex><sitemap><loc>http://x.example/sitemap.xml</loc></sitemap></sitemapindex>");

    assertThat(read().entries()).isEmpty();
    assertThat(asked).hasSize(1);
  }

  @Test
  void read_indexesWithoutEnd_areReadThreeDeep() {
    for (int i = 0; i < 10; i++) {
      put(
          i == 0 ? "/sitemap.xml" : "/" + i,
          "<sitemapindex><sitemap><loc>http://x.example/" + (i + 1)
              + "</loc></sitemap></sitemapindex>");
    }

    assertThat(read().problems()).contains("indexes are nested more than 3 deep");
    assertThat(asked).hasSize(3);
  }

  @Test
  void read_indexOfThousands_aHundredAreRead() {
    StringBuilder index = new StringBuilder("<sitemapindex>");
    for (int i = 0; i < 5_000; i++) {
      index.append("<sitemap><loc>http://x.example/").append(i).append("</loc></sitemap>");
    }
    put("/sitemap.xml", index + "</sitemapindex>");

    assertThat(read().problems()).contains("more than 100 sitemaps: the rest is not read");
    assertThat(asked).hasSize(100);
  }

  @Test
  void read_hugeSitemap_entriesAreLimited() {
    put("/sitemap.xml", "<urlset>" + numbered(60_000) + "</urlset>");

    assertThat(read().entries()).hasSize(50_000);
  }

  private static String numbered(int count) {
    StringBuilder urls = new StringBuilder();
    for (int i = 0; i < count; i++) {
      urls.append("<url><loc>http://x.example/").append(i).append("</loc></url>");
    }
    return urls.toString();
  }

  @Test
  void read_linesOrFeed_areSitemapsToo() {
    put("/sitemap.xml", "\ufeffhttp://x.example/a\r\n\r\nnonsense\nhttp://x.example/b\n");
    assertThat(addresses()).containsExactly("http://x.example/a", "http://x.example/b");

    put(
        "/sitemap.xml",
        "<rss version='2.0'><channel><item><link>http://x.example/c</link></item></channel></rss>");
    assertThat(addresses()).containsExactly("http://x.example/c");
  }

  @Test
  void read_brokenXml_givesWhatIsThere() {
    put(
        "/sitemap.xml",
        "<urlset><url><loc>http://x.example/a</loc></url><url><loc>http://x.example/b</lo");

    assertThat(addresses()).contains("http://x.example/a");
  }

  @Test
  void read_cutOffGzip_saysSo() {
    byte[] whole =
        packed(("<urlset>" + numbered(20_000) + "</urlset>").getBytes(StandardCharsets.UTF_8), 1);
    files.put("/sitemap.xml", java.util.Arrays.copyOf(whole, whole.length / 2));

    SitemapReading reading = read();

    assertThat(reading.entries()).isNotEmpty();
    assertThat(reading.problems()).singleElement().asString().contains("it ends too soon");
  }

  @Test
  void read_noSitemap_saysSo() {
    put("/sitemap.xml", "hello");
    assertThat(read().problems()).containsExactly(FIRST + ": it is no sitemap");

    put("/sitemap.xml", "<html><body>hello</body></html>");
    assertThat(read().problems()).containsExactly(FIRST + ": it names nothing");
  }

  @Test
  void read_robots_namesWhereTheyAre() {
    put("/robots.txt", "Sitemap: http://x.example/news.xml");
    put("/news.xml", "<urlset><url><loc>http://x.example/a</loc></url></urlset>");

    SitemapReading reading = Simulation.run(() -> {
      InMemoryTransport hosts = InMemoryTransport.of(request -> {
        byte[] body = files.get(request.uri().getPath());
        return body == null ? Reply.of(404) : Reply.of(200).body(body);
      });
      try (ClientSession session = ClientSession.builder().transport(hosts).open()) {
        return Sitemaps.over(session).read(URI.create("http://x.example/"), Robots.over(session));
      }
    });

    assertThat(reading.entries()).hasSize(1);
  }

  /// feedparser#107: a DOCTYPE named a file, and it was read.
  @Test
  void xxe_externalEntity_isNeverRead() {
    put("/sitemap.xml", """
        <?xml version="1.0"?><!DOCTYPE urlset SYSTEM "http://x.example/evil.dtd" [
        <!ENTITY file SYSTEM "file:///etc/passwd"> <!ENTITY % more SYSTEM "http://x.example/more"> %more; ]>
        <urlset><url><loc>http://x.example/&file;</loc></url><url><loc>http://x.example/b</loc></url></urlset>""");

    assertThat(addresses()).contains("http://x.example/b").noneMatch(it -> it.contains("root:"));
    assertThat(asked).hasSize(1);
  }

  /// ROME before 1.5.1, JDOM CVE-2021-33813, fast-xml-parser CVE-2026-26278: entities that expand
  /// into each other, or one long one used many times.
  @Test
  void xmlBomb_entities_areNotExpanded() {
    StringBuilder dtd = new StringBuilder("<!ENTITY e0 \"" + "x".repeat(10_000) + "\">");
    for (int i = 1; i < 10; i++) {
      dtd.append("<!ENTITY e")
          .append(i)
          .append(" \"")
          .append(("&e" + (i - 1) + ";").repeat(10))
          .append("\">");
    }
    put(
        "/sitemap.xml",
        "<?xml version='1.0'?><!DOCTYPE urlset [" + dtd + "]><urlset><url><loc>http://x.example/"
            + "&e9;".repeat(100) + "</loc></url><url><loc>http://x.example/b</loc></url></urlset>");

    assertThat(addresses()).contains("http://x.example/b").allMatch(it -> it.length() < 1_000);
  }

  /// Scrapy GHSA-7j7m-v7m3-jqm7: only what came was limited, not what it expanded to.
  @Test
  void decompressionBomb_packedSitemap_isReadToItsLimit() {
    files.put("/sitemap.xml", packed(new byte[1024 * 1024], 500));
    assertThat(read().problems())
        .singleElement()
        .asString()
        .startsWith(FIRST + ": it is no sitemap");

    byte[] blanks = " ".repeat(1024 * 1024).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream start = new ByteArrayOutputStream();
    start.writeBytes(
        "<urlset><url><loc>http://x.example/a</loc></url>".getBytes(StandardCharsets.UTF_8));
    start.writeBytes(blanks);
    files.put("/sitemap.xml", packed(start.toByteArray(), 60));
    SitemapReading reading = read();
    assertThat(reading.problems()).singleElement().asString().contains("larger than 50 MiB");
    assertThat(reading.entries()).hasSize(1);
  }

  @Test
  void decompressionBomb_packedTags_areReadToTheirLimit() {
    byte[] tags = "<url/><!----><a>".repeat(64 * 1024).getBytes(StandardCharsets.UTF_8);
    files.put("/sitemap.xml", packed(tags, 12));

    SitemapReading reading = read();

    assertThat(reading.problems()).singleElement().asString().contains("more than 2000000 tags");
  }

  /// Forem, Miniflux CVE-2026-21885: one door had no guard.
  @Test
  void guardedSession_indexThatNamesPrivateAddress_isNotFollowed() {
    put(
        "/sitemap.xml",
        "<sitemapindex><sitemap><loc>http://127.0.0.1/admin</loc></sitemap>"
            + "<sitemap><loc>http://[fd00::1]/</loc></sitemap></sitemapindex>");

    SitemapReading reading = read(AddressGuard.publicOnly());

    assertThat(asked).containsExactly(FIRST.toString());
    assertThat(reading.problems()).hasSize(2).allMatch(it -> it.contains("refused to connect"));
  }

  @Test
  void corpus_sitemaps_areRead() {
    Path folder = Corpus.folder().resolve("conformance");

    assertThat(count(folder, "apache_stormcrawler/stormcrawler.sitemap.xml")).isPositive();
    assertThat(count(folder, "apache_stormcrawler/stormcrawler.sitemap.xml.gz"))
        .isEqualTo(count(folder, "apache_stormcrawler/stormcrawler.sitemap.xml"));
    String commons = "crawler-commons_crawler-commons/sitemaps/";
    assertThat(count(folder, commons + "sitemap.ns.xml")).isPositive();
    assertThat(count(folder, commons + "sitemap.badns.xml")).isPositive();
    assertThat(count(folder, commons + "sitemap.txt")).isPositive();
    assertThat(count(folder, commons + "sitemap.txt.gz")).isPositive();
    assertThat(SitemapFile.of(Corpus.read(folder.resolve(commons + "sitemap.index.xml")), FIRST)
            .sitemaps())
        .isNotEmpty();
    assertThat(count(folder, commons + "extension/hebdenbridgetimes-articles-sitemap.xml"))
        .isPositive();
  }

  private static int count(Path folder, String file) {
    return SitemapFile.of(Corpus.read(folder.resolve(file)), FIRST).entries().size();
  }
}
