package dev.meanwhile.news;

import dev.meanwhile.feed.Feed;
import dev.meanwhile.feed.ParsedFeed;
import dev.meanwhile.http.Headers;
import dev.meanwhile.http.Validators;
import dev.meanwhile.news.plan.NextRead;
import dev.meanwhile.news.plan.Planner;
import dev.meanwhile.news.plan.Reply;
import dev.meanwhile.news.plan.SourceMemory;
import dev.meanwhile.news.store.SourceState;
import dev.meanwhile.news.store.Sources;
import dev.meanwhile.news.store.StoredSource;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Decides what an attempt leaves behind in a source: what the next request says, and when it
/// is.
final class Upkeep {
  /// Stages at which what fails is usually well again soon.
  private static final Set<String> PASSING =
      Set.of("dns", "connect", "headers", "body", "deadline", "store", "internal");

  /// Longer than that no answer stays fresh, whatever it says.
  private static final long MAX_FRESH_SECONDS = Duration.ofDays(365).toSeconds();

  private final Planner planner;

  Upkeep(Planner planner) {
    this.planner = planner;
  }

  /// What is kept, and what is to be done besides.
  record Plan(SourceState state, Consumer<Sources> then) {}

  Plan after(StoredSource stored, Attempt attempt) {
    SourceState before = stored.state();
    Reply reply = reply(attempt);
    SourceMemory memory = planner.remember(memory(before.health()), reply);
    NextRead next = planner.next(memory, reply, stored.settings().interval());
    Feed feed = reply.feed();
    boolean isRead = attempt.failure() == null;
    Attempt.Answer answer = attempt.answer();
    Validators validators = isRead && answer != null
        ? validators(answer, before)
        : new Validators(before.etag(), before.lastModified());
    SourceState state = new SourceState(
        feed == null ? before.title() : feed.title(),
        feed == null ? before.site() : feed.link(),
        validators.etag(),
        validators.lastModified(),
        attempt.bodyHash().isEmpty() ? before.bodyHash() : attempt.bodyHash(),
        feed == null ? before.articles() : feed.entries().size(),
        written(memory),
        attempt.at(),
        attempt.outcome().word(),
        attempt.failure() == null ? null : attempt.failure().message(),
        next.at(),
        next.why());
    return new Plan(state, deeds(stored, memory, attempt.at()));
  }

  /// A 304 need not repeat what it has said before.
  private static Validators validators(Attempt.Answer answer, SourceState before) {
    Validators now = answer.validators();
    boolean isRepeat = answer.status() == 304;
    return new Validators(
        isRepeat && now.etag().isEmpty() ? before.etag() : now.etag(),
        isRepeat && now.lastModified().isEmpty() ? before.lastModified() : now.lastModified());
  }

  private static Consumer<Sources> deeds(StoredSource stored, SourceMemory memory, Instant now) {
    if (memory.isGone(now)) {
      return sources -> sources.retire(stored.id());
    }
    String target = memory.movedTo();
    if (target != null && memory.hasMoved(now) && mayMove(stored, URI.create(target))) {
      return sources -> sources.move(stored.id(), URI.create(target));
    }
    return _ -> {};
  }

  /// Never back to where it came from, which would go round; nor to an address that is read
  /// without encryption, or without the password that this one has.
  private static boolean mayMove(StoredSource stored, URI target) {
    boolean isLessSafe =
        stored.address().getScheme().equals("https") && !target.getScheme().equals("https");
    return !target.equals(stored.movedFrom())
        && !isLessSafe
        && stored.address().getRawUserInfo() == null;
  }

  private static Reply reply(Attempt attempt) {
    Attempt.Failure failure = attempt.failure();
    Attempt.Answer answer = attempt.answer();
    ParsedFeed parsed = attempt.parsed();
    int status = answer == null ? 0 : answer.status();
    URI moved = answer == null ? null : answer.movedTo();
    boolean isBusy = status == 429 || status >= 500;
    return new Reply(
        attempt.at(),
        failure == null ? null : cause(failure, status),
        failure != null && (isBusy || PASSING.contains(failure.stage())),
        status == 410,
        moved == null ? null : moved.toString(),
        answer == null || !isBusy ? null : retryAfter(answer.headers(), attempt.at()),
        answer == null ? null : freshFor(answer.headers(), attempt.at()),
        parsed == null ? null : parsed.feed());
  }

  private static String cause(Attempt.Failure failure, int status) {
    return failure.stage().equals("status") ? "HTTP " + status : failure.message();
  }

  /// `Retry-After`: seconds, or a date.
  private static @Nullable Instant retryAfter(Headers headers, Instant now) {
    String value = headers.first("Retry-After").orElse("").strip();
    long seconds = seconds(value);
    return seconds >= 0 ? now.plusSeconds(seconds) : HttpDates.parse(value);
  }

  /// `max-age` of `Cache-Control`, else `Expires`.
  private static @Nullable Duration freshFor(Headers headers, Instant now) {
    for (String part : headers.first("Cache-Control").orElse("").split(",", -1)) {
      String directive = part.strip();
      if (directive.regionMatches(true, 0, "max-age=", 0, 8)) {
        long seconds = seconds(directive.substring(8).replace("\"", ""));
        return seconds < 0 ? null : Duration.ofSeconds(seconds);
      }
    }
    Instant expires = HttpDates.parse(headers.first("Expires").orElse("").strip());
    return expires == null || !expires.isAfter(now) ? null : Duration.between(now, expires);
  }

  /// A whole number of seconds, cut to what makes sense; -1 if it is none.
  private static long seconds(String text) {
    if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    return Math.min(Long.parseLong(text), MAX_FRESH_SECONDS);
  }

  private static SourceMemory memory(String written) {
    try {
      return written.isEmpty()
          ? SourceMemory.NONE
          : JsonMapper.shared().readValue(written, SourceMemory.class);
    } catch (JacksonException _) {
      return SourceMemory.NONE; // another version's: it will be learned again
    }
  }

  private static String written(SourceMemory memory) {
    return memory.equals(SourceMemory.NONE) ? "" : JsonMapper.shared().writeValueAsString(memory);
  }
}
