package dev.meanwhile.news;

import dev.meanwhile.feed.Feed;
import dev.meanwhile.feed.ParsedFeed;
import dev.meanwhile.feed.Podcast;
import dev.meanwhile.http.Headers;
import dev.meanwhile.http.Origin;
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

  private static final Validators NONE = new Validators("", "");

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
    Reply reply = reply(stored, attempt);
    SourceMemory memory = planner.remember(memory(before.health()), reply);
    NextRead next = planner.next(memory, reply, stored.settings().interval());
    Feed feed = reply.feed();
    boolean isRead = attempt.failure() == null;
    Attempt.Answer answer = attempt.answer();
    boolean isAskedAnew = isMovingByItsWord(stored, attempt, memory);
    Validators validators = isRead && answer != null
        ? isAskedAnew ? NONE : validators(answer, before)
        : new Validators(before.etag(), before.lastModified());
    SourceState state = new SourceState(
        feed == null ? before.title() : feed.title(),
        feed == null ? before.site() : feed.link(),
        validators.etag(),
        validators.lastModified(),
        isAskedAnew ? "" : attempt.bodyHash().isEmpty() ? before.bodyHash() : attempt.bodyHash(),
        feed == null ? before.articles() : feed.entries().size(),
        written(memory),
        attempt.at(),
        attempt.outcome().word(),
        attempt.failure() == null ? null : attempt.failure().message(),
        next.at(),
        next.why() + unfollowed(stored, memory, attempt.at()));
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

  /// Never back to where it came from, which would go round, nor where somebody took it back
  /// from; nor to an address that is read without encryption, or without the password that this
  /// one has; nor may one site hand what is meant for it alone to another.
  private static boolean mayMove(StoredSource stored, URI target) {
    boolean isLessSafe =
        stored.address().getScheme().equals("https") && !target.getScheme().equals("https");
    boolean isElsewhere = !Origin.of(stored.address()).equals(Origin.of(target));
    return !target.equals(stored.movedFrom())
        && !isLessSafe
        && stored.address().getRawUserInfo() == null
        && !(isElsewhere && Confidences.areIn(stored.settings()));
  }

  /// What is said of a move that is left to people; empty if there is none.
  private static String unfollowed(StoredSource stored, SourceMemory memory, Instant now) {
    String target = memory.movedTo();
    if (target == null || !memory.hasMoved(now)) {
      return "";
    }
    URI address = URI.create(target);
    return address.equals(stored.movedFrom()) || mayMove(stored, address)
        ? ""
        : "; its site says that it has moved to " + Addresses.display(address)
            + ", which is left to you (sources move)";
  }

  /// Whether the feed itself says that it moves, and not often enough yet: then the next answer is
  /// asked for as a whole, since one that says "not modified" does not say that again.
  private static boolean isMovingByItsWord(
      StoredSource stored, Attempt attempt, SourceMemory memory) {
    URI target = ownWord(stored, attempt);
    return target != null && !memory.hasMoved(attempt.at()) && mayMove(stored, target);
  }

  /// Where the feed itself says that it is from now on (`itunes:new-feed-url`); null if it does
  /// not, or that is where it is.
  private static @Nullable URI ownWord(StoredSource stored, Attempt attempt) {
    ParsedFeed parsed = attempt.parsed();
    Podcast podcast = parsed == null ? null : parsed.feed().podcast();
    String said = podcast == null ? null : podcast.movedTo();
    if (said == null || attempt.answer() == null) {
      return null; // a file stays what it is, whatever is in it
    }
    try {
      URI target = Addresses.parse(said);
      return target.equals(stored.address()) ? null : target;
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static Reply reply(StoredSource stored, Attempt attempt) {
    Attempt.Failure failure = attempt.failure();
    Attempt.Answer answer = attempt.answer();
    ParsedFeed parsed = attempt.parsed();
    int status = answer == null ? 0 : answer.status();
    URI redirected = answer == null ? null : answer.movedTo();
    URI moved = redirected == null ? ownWord(stored, attempt) : redirected;
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

  private static @Nullable Instant retryAfter(Headers headers, Instant now) {
    return headers.retryAfter(now).map(now::plus).orElse(null);
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
    return headers
        .date("Expires")
        .filter(expires -> expires.isAfter(now))
        .map(expires -> Duration.between(now, expires))
        .orElse(null);
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
