package dev.meanwhile.scrape;

import static dev.meanwhile.async.Async.asCompleted;
import static dev.meanwhile.async.Async.await;
import static dev.meanwhile.async.Async.offload;
import static dev.meanwhile.async.Async.taskGroup;
import static java.util.Objects.requireNonNull;

import dev.meanwhile.async.AsyncSemaphore;
import dev.meanwhile.async.CancelledError;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Task;
import dev.meanwhile.async.TaskGroup;
import dev.meanwhile.http.AddressGuard;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.Origin;
import dev.meanwhile.http.Request;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jsoup.select.Evaluator;
import org.jsoup.select.QueryParser;
import org.jsoup.select.Selector;
import org.jspecify.annotations.Nullable;

/// Reads pages of the web at once: their titles, texts and links.
///
/// {@snippet :
/// try (var session = ClientSession.open()) {
///   var scraper = Scraper.builder(session).depth(1).build();
///   for (Scraped result : scraper.scrape(List.of(URI.create("https://example.org/")))) {
///     switch (result) {
///       case Page page -> System.out.println(page.title() + ": " + page.text());
///       case Unread unread -> System.out.println(unread.url() + ": " + unread.error());
///     }
///   }
/// }
/// }
///
/// Every request goes through the session, also for `robots.txt` and redirects: its governor is
/// what keeps us polite, and its guard decides what may be connected to. Links are followed, if
/// at all, at the host of the page that has them, and nowhere else. A given host may be anywhere,
/// as far as the session's guard is concerned; where it redirects to must be
/// [public][Builder#guard].
///
/// **Failure.** What goes wrong with one page is its result and touches no other.
/// **Cancellation.** A cancelled call ends all requests, and throws. **Threads.** For tasks of a
/// loop.
public final class Scraper {
  private final Settings settings;

  private Scraper(Settings settings) {
    this.settings = settings;
  }

  /// What all fetches of a scraper share.
  ///
  /// @param session for what was given
  /// @param found for what links lead to
  /// @param guard what hosts may be that were not given
  record Settings(
      ClientSession session,
      ClientSession found,
      AddressGuard guard,
      Robots robots,
      Duration timeout,
      int concurrency,
      int depth,
      int maxPages,
      @Nullable Evaluator selector) {}

  /// Options for a scraper that fetches through `session`.
  public static Builder builder(ClientSession session) {
    return new Builder(session);
  }

  /// Reads these pages, each as often as it is given, and those that links lead to.
  ///
  /// @return one result for each, in the order in which they finished
  /// @throws CancelledError if the current scope is cancelled
  /// @throws IllegalArgumentException if an address is not of http or https
  public List<Scraped> scrape(Collection<URI> urls) {
    List<Scraped> results = new ArrayList<>();
    scrape(urls, results::add);
    return results;
  }

  /// As [#scrape(Collection)], and `listener` hears of each result as soon as it is there. Those
  /// of linked pages come after those of the pages that were given.
  public void scrape(Collection<URI> urls, ScrapeListener listener) {
    List<URI> given = List.copyOf(urls);
    taskGroup(group -> {
      new Run(listener, group).run(given);
    });
  }

  /// A page that is here already, as in a file: nothing is fetched. Waits while another thread
  /// parses it.
  ///
  /// @param content the page, in UTF-8 unless it says otherwise
  /// @param uri its address
  /// @return the page, of status 0
  public Page parse(byte[] content, URI uri) {
    PageContent parsed = offload(() -> PageContent.of(content, null, uri, settings.selector()));
    return parsed.page(uri, uri, 0, EventLoop.current().clock().instant());
  }

  /// One call of [#scrape].
  private final class Run {
    private final ScrapeListener listener;
    private final TaskGroup group;
    private final AsyncSemaphore slots = new AsyncSemaphore(settings.concurrency());
    private final Set<URI> seen = new HashSet<>();
    private final Set<String> givenHosts = new HashSet<>();
    private int left = settings.maxPages();

    Run(ScrapeListener listener, TaskGroup group) {
      this.listener = requireNonNull(listener, "listener");
      this.group = group;
    }

    /// A page's links are fetched as soon as it is there, while others of its wave are still on
    /// their way.
    void run(List<URI> given) {
      List<Task<Scraped>> wave = new ArrayList<>();
      given.forEach(url -> {
        URI plain = Request.get(url).uri();
        wave.add(start(url, null, Reach.of(settings.guard(), plain)));
        remember(url);
        givenHosts.add(Origin.of(plain).host());
      });
      left -= given.size();
      listener.planned(given.size());
      List<Task<Scraped>> current = wave;
      for (int depth = 0; !current.isEmpty(); depth++) {
        List<Task<Scraped>> next = new ArrayList<>();
        for (Task<Scraped> done : asCompleted(current)) {
          Scraped result = await(done);
          listener.finished(result);
          if (depth < settings.depth() && result instanceof Page page) {
            follow(page, next);
          }
        }
        current = next;
      }
    }

    private void follow(Page page, List<Task<Scraped>> next) {
      Origin home = Origin.of(page.finalUrl());
      remember(page.finalUrl());
      Reach reach =
          new Reach(settings.guard(), givenHosts.contains(home.host()) ? home.host() : null);
      int before = next.size();
      for (URI link : page.links()) {
        if (left > 0 && Origin.of(link).equals(home) && seen.add(link)) {
          left--;
          next.add(start(link, home, reach));
        }
      }
      if (next.size() > before) {
        listener.planned(next.size() - before);
      }
    }

    /// As links are written: one that leads here is not followed.
    private void remember(URI url) {
      WebAddress.parse(url.toString()).ifPresent(seen::add);
    }

    private Task<Scraped> start(URI url, @Nullable Origin home, Reach reach) {
      PageFetch fetch = new PageFetch(settings, slots, listener, url, home, reach);
      return group.start(fetch::run);
    }
  }

  /// Options of a [Scraper].
  public static final class Builder {
    private final ClientSession session;
    private ClientSession found;
    private AddressGuard guard = AddressGuard.publicOnly();
    private @Nullable Robots robots;
    private Duration timeout = Duration.ofSeconds(30);
    private int concurrency = 64;
    private int depth;
    private int maxPages = 100;
    private @Nullable Evaluator selector;

    private Builder(ClientSession session) {
      this.session = requireNonNull(session, "session");
      this.found = session;
    }

    /// Through what pages are fetched that links lead to, so that more care can be taken with
    /// them; by default the same session.
    public Builder found(ClientSession found) {
      this.found = requireNonNull(found, "found");
      return this;
    }

    /// What may be connected to of hosts that were not given, as those that pages redirect to,
    /// besides what the sessions' guards say; by default public addresses only.
    public Builder guard(AddressGuard guard) {
      this.guard = requireNonNull(guard, "guard");
      return this;
    }

    /// What hosts allow; by default read through the same session. [Robots#ignored] fetches what
    /// hosts ask crawlers not to.
    public Builder robots(Robots robots) {
      this.robots = requireNonNull(robots, "robots");
      return this;
    }

    /// How long each request may take, from its dispatch to the end of the body; 30 s by
    /// default.
    ///
    /// @throws IllegalArgumentException if it is not longer than zero
    public Builder timeout(Duration timeout) {
      if (!timeout.isPositive()) {
        throw new IllegalArgumentException("the timeout must be longer than zero, not " + timeout);
      }
      this.timeout = timeout;
      return this;
    }

    /// How many pages are read at a time; 64 by default. Those that wait for their host do not
    /// count, so that a slow host holds up no other.
    ///
    /// @throws IllegalArgumentException if it is below 1
    public Builder concurrency(int concurrency) {
      this.concurrency = atLeast(1, concurrency, "concurrency");
      return this;
    }

    /// How many links away from the given pages others are read, at the same host; none by
    /// default.
    ///
    /// @throws IllegalArgumentException if it is negative
    public Builder depth(int depth) {
      this.depth = atLeast(0, depth, "depth");
      return this;
    }

    /// How many pages are read in all when links are followed; 100 by default. Given pages are
    /// always read.
    ///
    /// @throws IllegalArgumentException if it is below 1
    public Builder maxPages(int maxPages) {
      this.maxPages = atLeast(1, maxPages, "maxPages");
      return this;
    }

    /// What is taken of each page instead of its article: the texts of the elements that a CSS
    /// selector matches, as in `h2 > a`.
    ///
    /// @throws IllegalArgumentException saying what is wrong with the selector
    public Builder select(String css) {
      try {
        this.selector = QueryParser.parse(css);
      } catch (Selector.SelectorParseException | IllegalArgumentException e) {
        throw new IllegalArgumentException("not a CSS selector: " + e.getMessage(), e);
      }
      return this;
    }

    /// The scraper.
    public Scraper build() {
      Robots rules = robots == null ? Robots.over(session) : robots;
      return new Scraper(new Settings(
          session, found, guard, rules, timeout, concurrency, depth, maxPages, selector));
    }

    private static int atLeast(int least, int value, String what) {
      if (value < least) {
        throw new IllegalArgumentException(what + " must be at least " + least + ", not " + value);
      }
      return value;
    }
  }
}
