package dev.meanwhile.scrape;

import static dev.meanwhile.async.Async.offload;

import crawlercommons.robots.BaseRobotRules;
import crawlercommons.robots.SimpleRobotRulesParser;
import dev.meanwhile.async.TimedOutException;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.HttpException;
import dev.meanwhile.http.Origin;
import dev.meanwhile.http.Request;
import dev.meanwhile.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One host's rules, or why there are none.
///
/// @param rules what its file says; null when everything or nothing is allowed
/// @param refusal why nothing is allowed; null otherwise
record RobotRules(@Nullable BaseRobotRules rules, @Nullable String refusal) {
  /// Body that is accepted from a server, although only the beginning is read of it.
  private static final long ACCEPTED = 64L * 1024 * 1024;

  static RobotRules fetch(ClientSession session, URI uri) {
    URI file = WebAddress.at(uri, "/robots.txt");
    Request request = Request.get(file)
        .maxRedirects(Limits.ROBOTS_REDIRECTS)
        .timeout(Limits.ROBOTS_TIMEOUT)
        .maxBody(ACCEPTED);
    try (Response response = session.send(request)) {
      int status = response.status();
      if (status >= 500) {
        return refused(uri, "HTTP " + status);
      }
      if (!response.isSuccess()) {
        return new RobotRules(null, null);
      }
      byte[] body = begin(response);
      String contentType = response.headers().first("Content-Type").orElse("text/plain");
      return new RobotRules(offload(() -> parse(file.toString(), body, contentType)), null);
    } catch (HttpException | UncheckedIOException failed) {
      return refused(uri, String.valueOf(failed.getMessage()));
    } catch (TimedOutException _) {
      return refused(uri, "not within " + Limits.ROBOTS_TIMEOUT.toSeconds() + " s");
    }
  }

  private static byte[] begin(Response response) {
    try (InputStream body = response.stream()) {
      return body.readNBytes(Limits.ROBOTS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static BaseRobotRules parse(String file, byte[] body, String contentType) {
    // It would refuse everything for a delay above its maximum, and log what it cannot read.
    SimpleRobotRulesParser parser = new SimpleRobotRulesParser(Long.MAX_VALUE, 0);
    return parser.parseContent(file, body, contentType, List.of(Robots.PRODUCT));
  }

  private static RobotRules refused(URI uri, String why) {
    return new RobotRules(null, "robots.txt of " + Origin.of(uri) + " could not be read: " + why);
  }

  /// Whether the host gave an answer.
  boolean isReached() {
    return refusal == null;
  }

  Optional<String> objection(URI uri) {
    if (refusal != null) {
      return Optional.of(refusal);
    }
    return rules == null || rules.isAllowed(uri.toString())
        ? Optional.empty()
        : Optional.of("robots.txt of " + Origin.of(uri) + " does not allow it");
  }

  Duration crawlDelay() {
    long millis = rules == null ? 0 : rules.getCrawlDelay();
    return millis <= 0
        ? Duration.ZERO
        : Duration.ofMillis(Math.min(millis, Limits.CRAWL_DELAY.toMillis()));
  }

  List<URI> sitemaps() {
    return rules == null
        ? List.of()
        : rules.getSitemaps().stream()
            .limit(Limits.SITEMAPS)
            .flatMap(written -> WebAddress.parse(written).stream())
            .toList();
  }
}
