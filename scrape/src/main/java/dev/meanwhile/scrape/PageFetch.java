package dev.meanwhile.scrape;

import static dev.meanwhile.async.Async.offload;

import dev.meanwhile.async.AsyncSemaphore;
import dev.meanwhile.async.CancelledError;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.TimedOutException;
import dev.meanwhile.http.AddressGuard;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.DispatchGate;
import dev.meanwhile.http.HttpException;
import dev.meanwhile.http.Origin;
import dev.meanwhile.http.Request;
import dev.meanwhile.http.Response;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way to one page: rules, request, redirects, parsing.
///
/// Redirects are followed here and not by the session, so that each hop is allowed by the rules
/// of the host that it goes to.
final class PageFetch implements DispatchGate {
  private static final Logger LOGGER = LoggerFactory.getLogger(PageFetch.class);

  private static final String ACCEPT = "text/html,application/xhtml+xml,*/*;q=0.8";

  private final Scraper.Settings settings;
  private final AsyncSemaphore slots;
  private final ScrapeListener listener;
  private final Request first;
  private final URI url;
  private final @Nullable Origin home;
  private final Reach reach;

  private boolean hasSlot;
  private boolean isStarted;

  /// @param home where a page must be that was found on another one; null for one that was given
  /// @param reach what may be connected to
  PageFetch(
      Scraper.Settings settings,
      AsyncSemaphore slots,
      ScrapeListener listener,
      URI url,
      @Nullable Origin home,
      Reach reach) {
    this.settings = settings;
    this.slots = slots;
    this.listener = listener;
    this.first = Request.get(url);
    this.url = first.uri();
    this.home = home;
    this.reach = reach;
  }

  /// Reads the page. Whatever goes wrong is the result; only a cancellation passes.
  Scraped run() {
    try {
      return fetch();
    } catch (HttpException | Refused e) {
      return unread(String.valueOf(e.getMessage()));
    } catch (TimedOutException e) {
      return unread("not done within " + seconds());
    } catch (CancelledError e) {
      throw e;
    } catch (RuntimeException | Error e) {
      // Our own bug, or more than this machine can hold. It must not cost the others.
      LOGGER.error("reading a page failed unexpectedly", e);
      return unread("an error of Meanwhile itself: " + e);
    } finally {
      leave();
    }
  }

  private Scraped fetch() {
    ClientSession session = home == null ? settings.session() : settings.found();
    AddressGuard guard = reach.guard();
    Request request = first;
    for (int hops = 0; hops <= Limits.REDIRECTS; hops++) {
      URI at = request.uri();
      Optional<String> objection = settings.robots().objection(at, reach);
      if (objection.isPresent()) {
        throw new Refused(objection.get());
      }
      settings.robots().awaitTurn(at, reach);
      Request hop = request
          .maxRedirects(0)
          .timeout(settings.timeout())
          .maxBody(Limits.BODY)
          .header("Accept", ACCEPT)
          .guard(guard)
          .gate(this);
      try (Response response = session.send(hop)) {
        URI target = target(response);
        if (target == null) {
          return page(response);
        }
        request = next(request, target);
      }
      leave();
    }
    throw new Refused("more than " + Limits.REDIRECTS + " redirects");
  }

  /// Where an answer redirects to; null if it is the page.
  private static @Nullable URI target(Response response) {
    int status = response.status();
    boolean isRedirect =
        status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    String location = isRedirect ? response.headers().first("Location").orElse(null) : null;
    if (location == null) {
      return null;
    }
    return WebAddress.resolve(response.uri(), location)
        .orElseThrow(() -> new Refused("redirected to what is no address of the web"));
  }

  private Request next(Request request, URI target) {
    Origin origin = Origin.of(target);
    if (home != null && !home.equals(origin)) {
      throw new Refused("redirected to another host, " + origin + ", where links are not followed");
    }
    Request next = Request.get(target);
    // Credentials of the address stay with those who were meant to have them.
    Optional<String> credentials = request.headers().first("Authorization");
    return credentials.isPresent() && origin.equals(Origin.of(request.uri()))
        ? next.header("Authorization", credentials.get())
        : next;
  }

  private Page page(Response response) {
    String contentType = response.headers().first("Content-Type").orElse(null);
    byte[] body = PageContent.isText(contentType) ? response.bytes() : new byte[0];
    URI at = response.uri();
    PageContent content = offload(() -> PageContent.of(body, contentType, at, settings.selector()));
    return content.page(url, at, response.status(), EventLoop.current().clock().instant());
  }

  @Override
  public void enter() {
    slots.acquire();
    hasSlot = true;
    if (!isStarted) {
      isStarted = true;
      listener.started(url);
    }
  }

  @Override
  public void leave() {
    if (hasSlot) {
      hasSlot = false;
      slots.release();
    }
  }

  private Unread unread(String error) {
    return new Unread(url, error, EventLoop.current().clock().instant());
  }

  private String seconds() {
    double seconds = settings.timeout().toMillis() / 1e3;
    return String.format(Locale.ROOT, seconds == Math.rint(seconds) ? "%.0f s" : "%.1f s", seconds);
  }

  /// A page that we may not or do not want to read.
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }
}
