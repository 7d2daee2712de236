package dev.meanwhile.scrape;

import static dev.meanwhile.async.Async.async;
import static dev.meanwhile.async.Async.await;
import static dev.meanwhile.async.Async.gather;
import static dev.meanwhile.async.Async.offload;

import dev.meanwhile.async.AsyncSemaphore;
import dev.meanwhile.async.Coroutine;
import dev.meanwhile.async.TimedOutException;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.HttpException;
import dev.meanwhile.http.Request;
import dev.meanwhile.http.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Reads sitemaps: XML with the news extension, indexes of sitemaps, feeds, and lists of
/// addresses, packed by gzip or not.
///
/// {@snippet :
/// URI sitemap = URI.create("https://example.org/sitemap.xml");
/// SitemapReading site = Sitemaps.over(session).read(sitemap);
/// site.entries().forEach(entry -> System.out.println(entry.uri()));
/// }
///
/// All requests go through the session. Give it a guard: what an index names is content, and may
/// lead anywhere.
///
/// **Failure.** A sitemap that cannot be read is a problem of the reading and costs no other.
/// **Cancellation.** Ends all requests. **Threads.** For tasks of a loop. Limits: 50,000 entries,
/// 100 sitemaps, indexes three deep, 50 MiB a sitemap; what is over them is left out and said.
public final class Sitemaps {
  /// Sitemaps are large: that many are in memory at a time.
  private static final int AT_A_TIME = 4;

  private final ClientSession session;

  private Sitemaps(ClientSession session) {
    this.session = session;
  }

  /// Sitemaps fetched through that session.
  public static Sitemaps over(ClientSession session) {
    return new Sitemaps(Objects.requireNonNull(session, "session"));
  }

  /// Reads a sitemap, and those that it names, at once.
  ///
  /// @throws dev.meanwhile.async.CancelledError if the current scope is cancelled
  /// @throws IllegalArgumentException if the address is not of http or https
  public SitemapReading read(URI sitemap) {
    return new Reading().read(List.of(Request.get(sitemap).uri()));
  }

  /// As [#read(URI)], for all that a host's `robots.txt` names; `/sitemap.xml` if it names none.
  public SitemapReading read(URI host, Robots robots) {
    List<URI> named = robots.sitemaps(host);
    return new Reading()
        .read(
            named.isEmpty()
                ? List.of(WebAddress.at(Request.get(host).uri(), "/sitemap.xml"))
                : named);
  }

  /// One reading; for one task at a time.
  private final class Reading {
    private final Map<URI, SitemapEntry> entries = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final Set<URI> seen = new HashSet<>();
    private final AsyncSemaphore slots = new AsyncSemaphore(AT_A_TIME);

    SitemapReading read(List<URI> first) {
      List<URI> level = fresh(first);
      for (int depth = 0; !level.isEmpty(); depth++) {
        if (depth == Limits.SITEMAP_DEPTH) {
          problems.add("indexes are nested more than " + Limits.SITEMAP_DEPTH + " deep");
          break;
        }
        List<Coroutine<SitemapFile>> reads =
            level.stream().map(uri -> async(() -> slots.with(() -> fetch(uri)))).toList();
        List<SitemapFile> files = await(gather(reads));
        List<URI> next = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
          take(level.get(i), files.get(i), next);
        }
        level = fresh(next);
      }
      return new SitemapReading(List.copyOf(entries.values()), problems);
    }

    /// Those that were not read before, as far as there may be more.
    private List<URI> fresh(List<URI> sitemaps) {
      List<URI> fresh = new ArrayList<>();
      for (URI sitemap : sitemaps) {
        if (seen.contains(sitemap)) {
          continue;
        }
        if (seen.size() == Limits.SITEMAPS) {
          problems.add("more than " + Limits.SITEMAPS + " sitemaps: the rest is not read");
          break;
        }
        seen.add(sitemap);
        fresh.add(sitemap);
      }
      return fresh;
    }

    private void take(URI uri, SitemapFile file, List<URI> next) {
      if (file.problem() != null) {
        problems.add(uri + ": " + file.problem());
      }
      next.addAll(file.sitemaps());
      for (SitemapEntry entry : file.entries()) {
        if (entries.size() == Limits.SITEMAP_ENTRIES) {
          problems.add("more than " + Limits.SITEMAP_ENTRIES + " entries: the rest is left out");
          return;
        }
        entries.putIfAbsent(entry.uri(), entry);
      }
    }
  }

  private SitemapFile fetch(URI uri) {
    try (Response response = session.send(Request.get(uri).maxBody(Limits.SITEMAP))) {
      if (response.status() >= 400) {
        return new SitemapFile(List.of(), List.of(), "HTTP " + response.status());
      }
      byte[] body = response.bytes();
      URI at = response.uri();
      return offload(() -> SitemapFile.of(body, at));
    } catch (HttpException | TimedOutException e) {
      return new SitemapFile(List.of(), List.of(), String.valueOf(e.getMessage()));
    }
  }
}
