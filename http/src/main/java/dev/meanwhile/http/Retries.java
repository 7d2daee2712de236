package dev.meanwhile.http;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.http.HttpException.Stage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How often one request was sent again, and whether it may be once more.
///
/// Not `async`'s `Retry`, which gives the last failure and knows no answers: here the last answer
/// of 503 is the response, and the pause is the server's to ask for.
final class Retries {
  private final int max;
  private final Deadline deadline;
  private int done;
  private @Nullable HttpException first;

  Retries(int max, Deadline deadline) {
    this.max = max;
    this.deadline = deadline;
  }

  /// How long to wait before the request is sent again; null if it is not.
  @Nullable
  Duration afterAnswer(Request request, Reply reply) {
    boolean isPassing = switch (reply.status()) {
      case 429, 502, 503, 504 -> true;
      default -> false;
    };
    if (!isPassing || done == max) {
      return null;
    }
    Duration asked = RateAdvice.retryAfter(
            reply.headers(), EventLoop.current().clock().instant())
        .orElse(Duration.ZERO);
    return pause(request, asked);
  }

  /// How long to wait before the request is sent again.
  ///
  /// @throws HttpException the first failure, with `failure` under it, if it is not
  Duration afterFailure(Request request, HttpException failure) {
    HttpException thrown = first == null ? failure : first;
    if (thrown != failure) {
      thrown.addSuppressed(failure);
    }
    first = thrown;
    boolean isPassing = failure.stage() == Stage.CONNECT || failure.stage() == Stage.HEADERS;
    Duration pause = isPassing ? pause(request, Duration.ZERO) : null;
    if (pause == null) {
      throw thrown;
    }
    return pause;
  }

  private @Nullable Duration pause(Request request, Duration asked) {
    if (done == max || !request.isRepeatable()) {
      return null;
    }
    long longest = Math.min(
        Limits.RETRY_LONGEST.toNanos(), Limits.RETRY_FIRST.toNanos() << Math.min(done, 20));
    Duration pause = asked.plusNanos(EventLoop.current().random().nextLong(longest + 1));
    if (pause.compareTo(deadline.left()) >= 0) {
      return null;
    }
    done++;
    return pause;
  }
}
