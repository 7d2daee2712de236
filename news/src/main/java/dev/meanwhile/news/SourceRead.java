package dev.meanwhile.news;

import static dev.meanwhile.async.Async.blocking;
import static dev.meanwhile.async.Async.offload;
import static dev.meanwhile.async.Async.timeout;

import dev.meanwhile.async.AsyncSemaphore;
import dev.meanwhile.async.CancelledError;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.TimedOutException;
import dev.meanwhile.feed.FeedHints;
import dev.meanwhile.feed.Feeds;
import dev.meanwhile.feed.NotAFeedException;
import dev.meanwhile.feed.ParsedFeed;
import dev.meanwhile.http.AddressGuard;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.DispatchGate;
import dev.meanwhile.http.HttpException;
import dev.meanwhile.http.Request;
import dev.meanwhile.http.Response;
import dev.meanwhile.news.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The reading of one source: fetch, parse, keep, report.
final class SourceRead implements DispatchGate {
  /// How much is read of a feed, decoded.
  private static final int MAX_BODY = 10 * 1024 * 1024;

  private static final Logger LOGGER = LoggerFactory.getLogger(SourceRead.class);

  private final Source source;
  private final Keeper keeper;
  private final Routes routes;
  private final AddressGuard guard;
  private final Duration limit;
  private final AsyncSemaphore slots;
  private final RunListener listener;

  // Its host has let it go once, and what it waits for since is one of the run's slots, or an
  // answer.
  private boolean isLetGo;
  // Its time, which runs while it has one of the run's slots: up to `runningSince`, and from
  // there.
  private Duration spent = Duration.ZERO;
  private @Nullable Duration runningSince;
  private boolean isStarted;
  private Attempt.@Nullable Answer answer;
  private @Nullable SourceReport report;

  SourceRead(
      Source source,
      Keeper keeper,
      Routes routes,
      AddressGuard guard,
      Duration limit,
      AsyncSemaphore slots,
      RunListener listener) {
    this.source = source;
    this.keeper = keeper;
    this.routes = routes;
    this.guard = guard;
    this.limit = limit;
    this.slots = slots;
    this.listener = listener;
  }

  /// Reads the source. Whatever goes wrong becomes its report; only a cancellation passes.
  void run() {
    try {
      finish(kept(attempt()));
    } finally {
      leave();
    }
  }

  private Attempt attempt() {
    try {
      return read();
    } catch (HttpException e) {
      return failure(e.stage().name().toLowerCase(Locale.ROOT), e.getMessage());
    } catch (TimedOutException e) {
      return ended(
          ReadOutcome.SLOW,
          new Attempt.Failure("deadline", "not done within " + Texts.format(limit)));
    } catch (NotAFeedException e) {
      return failure("parse", e.getMessage());
    } catch (Unreadable e) {
      return failure(e.stage, e.getMessage());
    } catch (CancelledError e) {
      throw e;
    } catch (RuntimeException | Error e) {
      // Our own bug, or more than this machine can hold. It must not cost the others.
      LOGGER.error("reading a source failed unexpectedly", e);
      return failure("internal", "an error of Meanwhile itself: " + e);
    }
  }

  /// Keeps the attempt; what could not be kept was not read, whatever came.
  private SourceReport kept(Attempt attempt) {
    try {
      return keeper.keep(source, attempt);
    } catch (StoreException e) {
      LOGGER.error("a source could not be kept", e);
      return SourceReport.of(source, failure("store", e.getMessage()), 0, 0);
    }
  }

  /// The source's report; one that says what stopped it when it has not ended by itself.
  ///
  /// @param stopReason why the run was stopped
  /// @param isDeadline whether its deadline stopped it: only then has politeness left anything
  ///     over
  SourceReport report(String stopReason, boolean isDeadline) {
    if (report == null) {
      boolean isPostponed = isDeadline && !isLetGo;
      Attempt attempt = isPostponed
          ? ended(ReadOutcome.POSTPONED, null)
          : ended(ReadOutcome.CUT_OFF, new Attempt.Failure("deadline", "cut off: " + stopReason));
      finish(SourceReport.of(source, attempt, 0, 0));
    }
    return Objects.requireNonNull(report);
  }

  private Attempt read() {
    boolean isFile = "file".equalsIgnoreCase(source.uri().getScheme());
    return isFile ? readFile(source.uri()) : fetch();
  }

  private Attempt fetch() {
    Request request = Request.get(source.uri())
        .timeout(limit)
        .maxBody(MAX_BODY)
        .gate(this)
        .guard(source.isFound() ? guard : guard.trusting(source.uri()));
    try (Response response = session().send(keeper.prepared(request))) {
      answer = head(response, 0);
      if (response.status() == 304) {
        return ended(ReadOutcome.UNCHANGED, null);
      }
      if (response.status() >= 300) {
        throw new Unreadable(
            "status", "HTTP " + response.status() + Texts.reason(response.status()));
      }
      byte[] body = response.bytes();
      answer = head(response, body.length);
      FeedHints hints = FeedHints.none().withBase(response.uri());
      String contentType = response.headers().first("Content-Type").orElse(null);
      return parse(body, contentType == null ? hints : hints.withContentType(contentType));
    }
  }

  private ClientSession session() {
    try {
      return routes.session(keeper.route());
    } catch (IllegalArgumentException e) {
      throw new Unreadable("connect", String.valueOf(e.getMessage()));
    }
  }

  private static Attempt.Answer head(Response response, long bytes) {
    return new Attempt.Answer(
        response.status(),
        response.headers(),
        response.validators(),
        response.movedTo().orElse(null),
        bytes);
  }

  private Attempt readFile(URI uri) {
    enter();
    byte[] body = timeout(limit, () -> blocking(() -> bytesOf(uri)));
    return parse(body, FeedHints.none().withBase(uri));
  }

  private static byte[] bytesOf(URI uri) {
    Path path;
    try {
      path = Path.of(uri);
    } catch (IllegalArgumentException e) {
      throw new Unreadable("file", "no file of this machine: " + e.getMessage());
    }
    try (InputStream file = Files.newInputStream(path)) {
      byte[] bytes = file.readNBytes(MAX_BODY + 1);
      if (bytes.length > MAX_BODY) {
        throw new Unreadable("file", "the file is larger than " + MAX_BODY / 1024 / 1024 + " MiB");
      }
      return bytes;
    } catch (NoSuchFileException _) {
      throw new Unreadable("file", "there is no file " + path);
    } catch (IOException e) {
      throw new Unreadable("file", "the file cannot be read: " + e.getMessage());
    }
  }

  /// Parses within what is left of the source's time, unless it is what came last time.
  private Attempt parse(byte[] body, FeedHints hints) {
    Duration left = limit.minus(elapsed());
    return timeout(left, () -> {
      Content content = offload(() -> content(body, hints));
      ParsedFeed parsed = content.parsed;
      boolean isNews = parsed != null && !parsed.feed().entries().isEmpty();
      return new Attempt(
          isNews ? ReadOutcome.NEW : ReadOutcome.UNCHANGED,
          EventLoop.current().clock().instant(),
          elapsed(),
          null,
          answer,
          parsed,
          content.hash);
    });
  }

  /// A body read.
  private record Content(String hash, @Nullable ParsedFeed parsed) {}

  private Content content(byte[] body, FeedHints hints) {
    String hash = hash(body);
    return new Content(hash, keeper.isKnown(hash) ? null : Feeds.parse(body, hints));
  }

  /// Tells a body from the one before of the same source. Who makes two that are alike on purpose
  /// hides only his own news, so checksums will do, which cost a hundredth of a digest.
  private static String hash(byte[] body) {
    CRC32 one = new CRC32();
    one.update(body);
    CRC32C other = new CRC32C();
    other.update(body, 0, body.length);
    return body.length + "-" + HexFormat.of().toHexDigits(one.getValue() << 32 | other.getValue());
  }

  /// Waits for one of the run's slots; the source's time runs while it has one.
  @Override
  public void enter() {
    isLetGo = true;
    slots.acquire();
    runningSince = EventLoop.current().time();
    if (!isStarted) {
      isStarted = true;
      listener.started(source);
    }
  }

  /// Gives the slot back, if it has one.
  @Override
  public void leave() {
    if (runningSince != null) {
      spent = elapsed();
      runningSince = null;
      slots.release();
    }
  }

  private Duration elapsed() {
    Duration since = runningSince;
    return since == null ? spent : spent.plus(EventLoop.current().time().minus(since));
  }

  private Attempt failure(String stage, @Nullable String message) {
    return ended(
        ReadOutcome.FAILED, new Attempt.Failure(stage, message == null ? "failed" : message));
  }

  private Attempt ended(ReadOutcome outcome, Attempt.@Nullable Failure failure) {
    return new Attempt(
        outcome, EventLoop.current().clock().instant(), elapsed(), failure, answer, null, "");
  }

  private void finish(SourceReport ending) {
    SourceReport told = keeper.isUnverified() ? ending.unverified() : ending;
    report = told;
    listener.finished(told);
  }

  /// A source that answered something that is no news.
  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String stage;

    Unreadable(String stage, String message) {
      super(message);
      this.stage = stage;
    }
  }
}
