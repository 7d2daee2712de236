package dev.meanwhile.scrape;

import static dev.meanwhile.async.Async.sleep;

import dev.meanwhile.async.AsyncLock;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.http.AddressGuard;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.Origin;
import dev.meanwhile.http.Request;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What hosts allow crawlers to fetch: their `robots.txt`, as RFC 9309 has it.
///
/// Each host's file is fetched when it is first asked for, once however many ask at the same
/// time, and remembered for a day. The rules for the product `meanwhile` hold, else those for
/// everybody. No file (a status of 400 to 499) allows everything; a host that fails (500 and
/// more) or cannot be reached allows nothing, and is asked again after five minutes. Up to five
/// redirects are followed, and the first 500 KiB are read. The host may be anywhere, unless the
/// session's guard objects, and what its file redirects to must be public.
///
/// {@snippet :
/// var robots = Robots.over(session);
/// if (robots.objection(uri).isEmpty()) {
///   robots.awaitTurn(uri);
///   session.get(uri);
/// }
/// }
///
/// **Cancellation.** Who stops waiting for a file leaves its reading to the next one.
/// **Threads.** For the tasks of one loop. Limits: the rules of 10,000 hosts are kept.
public final class Robots {
  /// The product whose rules hold for us.
  public static final String PRODUCT = "meanwhile";

  private static final Duration FRESH = Duration.ofDays(1);
  private static final Duration FRESH_FAILURE = Duration.ofMinutes(5);

  private final @Nullable ClientSession session;

  // Least recently used first. Belongs to the loop.
  private final Map<Place, Site> sites = new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Place, Site> eldest) {
      return size() > Limits.ORIGINS;
    }
  };

  private Robots(@Nullable ClientSession session) {
    this.session = session;
  }

  /// The rules of all hosts, fetched through `session`, so that its guard and its manners hold
  /// for that too.
  public static Robots over(ClientSession session) {
    return new Robots(Objects.requireNonNull(session, "session"));
  }

  /// No rules: everything is allowed, and no host is asked.
  public static Robots ignored() {
    return new Robots(null);
  }

  /// Why an address must not be fetched, in words; empty if it may. Waits for the host's rules
  /// if they are not known.
  ///
  /// @throws dev.meanwhile.async.CancelledError if the current scope is cancelled
  /// @throws IllegalArgumentException if the address is not of http or https
  public Optional<String> objection(URI uri) {
    if (session == null) {
      return Optional.empty();
    }
    URI plain = Request.get(uri).uri();
    return objection(plain, given(plain));
  }

  Optional<String> objection(URI uri, Reach reach) {
    return session == null
        ? Optional.empty()
        : site(uri, reach).rules(session, uri, reach).objection(uri);
  }

  /// Waits until the host's Crawl-delay since the last turn is over; not at all when it asks for
  /// none. A delay of more than 30 s counts as 30 s.
  ///
  /// @throws dev.meanwhile.async.CancelledError if the current scope is cancelled
  public void awaitTurn(URI uri) {
    if (session == null) {
      return;
    }
    URI plain = Request.get(uri).uri();
    awaitTurn(plain, given(plain));
  }

  void awaitTurn(URI uri, Reach reach) {
    if (session == null) {
      return;
    }
    Site site = site(uri, reach);
    Duration delay = site.rules(session, uri, reach).crawlDelay();
    if (delay.isPositive()) {
      site.awaitTurn(delay);
    }
  }

  /// The sitemaps that the host's file names; waits as [#objection] does.
  public List<URI> sitemaps(URI uri) {
    if (session == null) {
      return List.of();
    }
    URI plain = Request.get(uri).uri();
    Reach reach = given(plain);
    return site(plain, reach).rules(session, plain, reach).sitemaps();
  }

  private static Reach given(URI uri) {
    return Reach.of(AddressGuard.publicOnly(), uri);
  }

  private Site site(URI uri, Reach reach) {
    return sites.computeIfAbsent(new Place(Origin.of(uri), reach.isGiven(uri)), _ -> new Site());
  }

  @Override
  public String toString() {
    return session == null ? "Robots[ignored]" : "Robots[" + sites.size() + " hosts]";
  }

  /// A host, and whether somebody gave it: a page that leads to a private address, where it is
  /// refused, must not keep one out who names that address himself.
  private record Place(Origin origin, boolean isGiven) {}

  /// One host.
  private static final class Site {
    // Both first come, first served; a waiter that is cancelled leaves its line to the next.
    private final AsyncLock reading = new AsyncLock();
    private final AsyncLock starting = new AsyncLock();
    private @Nullable RobotRules rules;
    private Duration staleAt = Duration.ZERO;
    private Duration nextTurn = Duration.ZERO;

    RobotRules rules(ClientSession session, URI uri, Reach reach) {
      RobotRules known = fresh();
      return known != null ? known : reading.with(() -> read(session, uri, reach));
    }

    private RobotRules read(ClientSession session, URI uri, Reach reach) {
      RobotRules known = fresh();
      if (known != null) {
        return known; // who was before us in the line has read it
      }
      RobotRules read = RobotRules.fetch(session, uri, reach);
      rules = read;
      staleAt = EventLoop.current().time().plus(read.isReached() ? FRESH : FRESH_FAILURE);
      return read;
    }

    private @Nullable RobotRules fresh() {
      return rules != null && EventLoop.current().time().compareTo(staleAt) < 0 ? rules : null;
    }

    void awaitTurn(Duration delay) {
      starting.with(() -> {
        EventLoop loop = EventLoop.current();
        Duration pause = nextTurn.minus(loop.time());
        if (pause.isPositive()) {
          sleep(pause);
        }
        nextTurn = loop.time().plus(delay);
      });
    }
  }
}
