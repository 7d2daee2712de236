package dev.meanwhile.http;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a session was opened with.
record SessionSettings(
    Transport transport,
    @Nullable HostGovernor governor,
    AddressGuard guard,
    Headers headers,
    Duration timeout,
    int connectionsPerHost,
    int connections,
    int maxRedirects,
    long maxBody,
    int retries,
    Pace.Least pace,
    @Nullable CookieJar cookies,
    Hooks hooks,
    Counters counters,
    Set<String> insecureHosts) {
  /// The request with everything that it leaves to the session.
  Request complete(Request request) {
    Headers merged = request.headers();
    for (Headers.Field field : headers) {
      if (!merged.has(field.name())) {
        merged = merged.and(field.name(), field.value());
      }
    }
    Request complete = request.headers(merged).traffic(new Traffic(counters));
    if (complete.maxRedirects().isEmpty()) {
      complete = complete.maxRedirects(maxRedirects);
    }
    if (complete.retries().isEmpty()) {
      complete = complete.retries(retries);
    }
    if (complete.guard().isPresent()) {
      complete = complete.guard(guard.and(complete.guard().get()));
    }
    return complete.maxBody().isEmpty() ? complete.maxBody(maxBody) : complete;
  }

  Duration timeoutOf(Request request) {
    return request.timeout().orElse(timeout);
  }
}
