package dev.meanwhile.scrape;

import static dev.meanwhile.async.Async.async;
import static dev.meanwhile.async.Async.await;
import static dev.meanwhile.async.Async.gather;
import static dev.meanwhile.async.Async.offload;

import dev.meanwhile.async.AsyncSemaphore;
import dev.meanwhile.async.Coroutine;
import dev.meanwhile.async.TimedOutException;
import dev.meanwhile.feed.FeedHints;
import dev.meanwhile.feed.Feeds;
import dev.meanwhile.feed.NotAFeedException;
import dev.meanwhile.feed.ParsedFeed;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.HttpException;
import dev.meanwhile.http.Request;
import dev.meanwhile.http.Response;
import dev.meanwhile.scrape.FoundFeed.How;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;

/// Finds the feeds of a page.
///
/// What the page's head names counts most; only when that is nothing, what its original
/// (`rel=canonical`) names, then what it links to, then where feeds often are. Every feed is
/// fetched and read before it is given.
///
/// {@snippet :
/// URI page = URI.create("https://example.org/");
/// List<FoundFeed> feeds = FeedDiscovery.over(session).discover(page);
/// }
///
/// All requests go through the session. Give it a guard: what a page names is content, and may
/// lead anywhere.
///
/// **Cancellation.** Ends all requests. **Threads.** For tasks of a loop. Limits: 40 candidates
/// of a page are looked at.
public final class FeedDiscovery {
  /// That many are in memory at a time.
  private static final int AT_A_TIME = 8;

  private final ClientSession session;

  private FeedDiscovery(ClientSession session) {
    this.session = session;
  }

  /// Discovery through that session.
  public static FeedDiscovery over(ClientSession session) {
    return new FeedDiscovery(Objects.requireNonNull(session, "session"));
  }

  /// The feeds that a page's head names, as they are written there: nothing is fetched.
  ///
  /// @param html the page
  /// @param uri its address
  public static List<FoundFeed> named(String html, URI uri) {
    byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
    return candidates(
        FeedLinks.named(HtmlReader.parse(bytes, "text/html; charset=utf-8", uri), uri), How.NAMED);
  }

  /// The feeds of the page at that address, or the address itself if it is a feed; the most
  /// likely first. Empty when there is none.
  ///
  /// @throws HttpException if the page cannot be fetched
  /// @throws TimedOutException if the session's time limit is over before it is
  /// @throws dev.meanwhile.async.CancelledError if the current scope is cancelled
  public List<FoundFeed> discover(URI page) {
    Fetched fetched = fetch(page);
    ParsedFeed itself = offload(() -> parsed(fetched));
    if (itself != null) {
      return List.of(new FoundFeed(fetched.uri, itself.feed().title(), How.ITSELF));
    }
    Document document = offload(() -> fetched.document());
    List<Supplier<List<FoundFeed>>> places = List.of(
        () -> candidates(FeedLinks.named(document, fetched.uri), How.NAMED),
        () -> ofOriginal(document, fetched.uri),
        () -> candidates(FeedLinks.linked(document, fetched.uri), How.LINKED),
        () -> candidates(FeedLinks.guessed(fetched.uri), How.GUESSED));
    int left = Limits.FEED_CANDIDATES;
    for (Supplier<List<FoundFeed>> place : places) {
      List<FoundFeed> candidates = place.get().stream().limit(left).toList();
      left -= candidates.size();
      List<FoundFeed> confirmed = confirmed(candidates);
      if (!confirmed.isEmpty()) {
        return confirmed;
      }
    }
    return List.of();
  }

  /// What the page names that this one calls its original.
  private List<FoundFeed> ofOriginal(Document document, URI uri) {
    URI original = PageContent.canonical(document, PageContent.base(document, uri));
    if (original == null || original.equals(uri)) {
      return List.of();
    }
    try {
      Fetched fetched = fetch(original);
      Document page = offload(() -> fetched.document());
      return candidates(FeedLinks.named(page, fetched.uri), How.CANONICAL);
    } catch (HttpException | TimedOutException _) {
      return List.of(); // it was a hint
    }
  }

  private static List<FoundFeed> candidates(Map<URI, @Nullable String> feeds, How how) {
    List<FoundFeed> candidates = new ArrayList<>();
    feeds.forEach((uri, title) -> candidates.add(new FoundFeed(uri, title, how)));
    return candidates;
  }

  private static List<FoundFeed> candidates(Collection<URI> feeds, How how) {
    return feeds.stream().map(uri -> new FoundFeed(uri, null, how)).toList();
  }

  /// Those that are feeds indeed, each under the address that it has after redirects.
  private List<FoundFeed> confirmed(List<FoundFeed> candidates) {
    AsyncSemaphore slots = new AsyncSemaphore(AT_A_TIME);
    List<Coroutine<Optional<FoundFeed>>> looks = candidates.stream()
        .map(candidate -> async(() -> slots.with(() -> confirm(candidate))))
        .toList();
    if (looks.isEmpty()) {
      return List.of();
    }
    List<FoundFeed> confirmed = new ArrayList<>();
    for (Optional<FoundFeed> found : await(gather(looks))) {
      found
          .filter(feed -> confirmed.stream().noneMatch(other -> other.uri().equals(feed.uri())))
          .ifPresent(confirmed::add);
    }
    return confirmed;
  }

  private Optional<FoundFeed> confirm(FoundFeed candidate) {
    try {
      Fetched fetched = fetch(candidate.uri());
      ParsedFeed feed = offload(() -> parsed(fetched));
      if (feed == null) {
        return Optional.empty();
      }
      String title =
          feed.feed().title() == null ? candidate.title() : feed.feed().title();
      return Optional.of(new FoundFeed(fetched.uri, title, candidate.how()));
    } catch (HttpException | TimedOutException _) {
      return Optional.empty(); // a candidate that leads nowhere is none
    }
  }

  private static @Nullable ParsedFeed parsed(Fetched fetched) {
    if (fetched.status >= 400) {
      return null;
    }
    FeedHints hints = FeedHints.none().withBase(fetched.uri);
    String type = fetched.contentType;
    try {
      return Feeds.parse(fetched.body, type == null ? hints : hints.withContentType(type));
    } catch (NotAFeedException _) {
      return null;
    }
  }

  private Fetched fetch(URI uri) {
    try (Response response = session.send(Request.get(uri).maxBody(Limits.BODY))) {
      return new Fetched(response);
    }
  }

  /// What was fetched.
  private static final class Fetched {
    private final URI uri;
    private final int status;
    private final @Nullable String contentType;
    private final byte[] body;

    Fetched(Response response) {
      this.uri = response.uri();
      this.status = response.status();
      this.contentType = response.headers().first("Content-Type").orElse(null);
      this.body = response.bytes();
    }

    Document document() {
      return HtmlReader.parse(body, contentType, uri);
    }
  }
}
