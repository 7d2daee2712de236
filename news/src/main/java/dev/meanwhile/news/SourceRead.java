package dev.meanwhile.news;

import static dev.meanwhile.async.Async.blocking;
import static dev.meanwhile.async.Async.offload;
import static dev.meanwhile.async.Async.timeout;

import dev.meanwhile.async.AsyncSemaphore;
import dev.meanwhile.async.CancelledError;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.TimedOutException;
import dev.meanwhile.feed.Entry;
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
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The reading of one source: fetch, parse, report.
final class SourceRead implements DispatchGate {
  /// How many of a source's newest articles an account keeps.
  private static final int HEADLINES = 20;

  /// How much is read of a feed, decoded.
  private static final int MAX_BODY = 10 * 1024 * 1024;

  private static final Logger LOGGER = LoggerFactory.getLogger(SourceRead.class);

  private final Source source;
  private final ClientSession session;
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
  private @Nullable SourceReport report;

  SourceRead(
      Source source,
      ClientSession session,
      AddressGuard guard,
      Duration limit,
      AsyncSemaphore slots,
      RunListener listener) {
    this.source = source;
    this.session = session;
    this.guard = guard;
    this.limit = limit;
    this.slots = slots;
    this.listener = listener;
  }

  /// Reads the source. Whatever goes wrong becomes its report; only a cancellation passes.
  void run() {
    try {
      finish(read());
    } catch (HttpException e) {
      finish(failure(e.stage().name().toLowerCase(Locale.ROOT), e.getMessage()));
    } catch (TimedOutException e) {
      finish(failure("deadline", "not done within " + Texts.format(limit)));
    } catch (NotAFeedException e) {
      finish(failure("parse", e.getMessage()));
    } catch (Unreadable e) {
      finish(failure(e.stage, e.getMessage()));
    } catch (CancelledError e) {
      throw e;
    } catch (RuntimeException | Error e) {
      // Our own bug, or more than this machine can hold. It must not cost the others.
      LOGGER.error("reading a source failed unexpectedly", e);
      finish(failure("internal", "an error of Meanwhile itself: " + e));
    } finally {
      leave();
    }
  }

  /// The source's report; one that says what stopped it when it has not ended by itself.
  ///
  /// @param stopReason why the run was stopped
  /// @param isDeadline whether its deadline stopped it: only then has politeness left anything
  ///     over
  SourceReport report(String stopReason, boolean isDeadline) {
    if (report == null) {
      finish(
          isDeadline && !isLetGo
              ? ended(ReadOutcome.POSTPONED, null, null)
              : ended(ReadOutcome.CUT_OFF, "deadline", "cut off: " + stopReason));
    }
    return Objects.requireNonNull(report);
  }

  private SourceReport read() {
    boolean isFile = "file".equalsIgnoreCase(source.uri().getScheme());
    return isFile ? readFile(source.uri()) : fetch();
  }

  private SourceReport fetch() {
    Request request = Request.get(source.uri())
        .timeout(limit)
        .maxBody(MAX_BODY)
        .gate(this)
        .guard(source.isFound() ? guard : guard.trusting(source.uri()));
    try (Response response = session.send(request)) {
      if (response.status() >= 400) {
        throw new Unreadable(
            "status", "HTTP " + response.status() + Texts.reason(response.status()));
      }
      byte[] body = response.bytes();
      FeedHints hints = FeedHints.none().withBase(response.uri());
      String contentType = response.headers().first("Content-Type").orElse(null);
      return parse(body, contentType == null ? hints : hints.withContentType(contentType));
    }
  }

  private SourceReport readFile(URI uri) {
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

  /// Parses within what is left of the source's time.
  private SourceReport parse(byte[] body, FeedHints hints) {
    Duration left = limit.minus(elapsed());
    ParsedFeed parsed = timeout(left, () -> offload(() -> Feeds.parse(body, hints)));
    String name = parsed.feed().title() == null ? source.name() : parsed.feed().title();
    List<Entry> entries = parsed.feed().entries();
    List<Headline> headlines = entries.stream()
        .map(entry -> headline(entry, name))
        .sorted(Comparator.comparing(
            (Headline headline) ->
                headline.published() == null ? Instant.MIN : headline.published(),
            Comparator.reverseOrder()))
        .limit(HEADLINES)
        .toList();
    return new SourceReport(
        source,
        entries.isEmpty() ? ReadOutcome.UNCHANGED : ReadOutcome.NEW,
        parsed.feed().title(),
        entries.size(),
        entries.size(),
        EventLoop.current().clock().instant(),
        elapsed(),
        null,
        null,
        parsed.problems().size(),
        headlines);
  }

  private static Headline headline(Entry entry, String name) {
    String title = entry.title() == null ? "(without a title)" : entry.title();
    Instant date = entry.published() == null ? entry.updated() : entry.published();
    return new Headline(title, entry.link(), date, name);
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

  private SourceReport failure(String stage, @Nullable String error) {
    return ended(ReadOutcome.FAILED, stage, error == null ? "failed" : error);
  }

  private SourceReport ended(ReadOutcome outcome, @Nullable String stage, @Nullable String error) {
    return new SourceReport(
        source,
        outcome,
        null,
        0,
        0,
        EventLoop.current().clock().instant(),
        elapsed(),
        stage,
        error,
        0,
        List.of());
  }

  private void finish(SourceReport ending) {
    report = ending;
    listener.finished(ending);
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
