package dev.meanwhile.scrape;

import static dev.meanwhile.async.Async.offload;

import crawlercommons.robots.SimpleRobotRules;
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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One host's rules, or why there are none.
///
/// @param paths what its file says of paths
/// @param crawlDelay zero if it asks for none
/// @param sitemaps those that it names
/// @param refusal why nothing is allowed; null otherwise
record RobotRules(
    PathRules paths,
    Duration crawlDelay,
    List<URI> sitemaps,
    @Nullable String refusal) {
  /// Body that is accepted from a server, although only the beginning is read of it.
  private static final long ACCEPTED = 64L * 1024 * 1024;

  static RobotRules fetch(ClientSession session, URI uri, Reach reach) {
    URI file = WebAddress.at(uri, "/robots.txt");
    Request request = Request.get(file)
        .maxRedirects(Limits.ROBOTS_REDIRECTS)
        .timeout(Limits.ROBOTS_TIMEOUT)
        .maxBody(ACCEPTED)
        .guard(reach.guard());
    try (Response response = session.send(request)) {
      int status = response.status();
      if (status >= 500) {
        return refused(uri, "HTTP " + status);
      }
      if (!response.isSuccess()) {
        return of(new SimpleRobotRules());
      }
      byte[] body = begin(response);
      String contentType = response.headers().first("Content-Type").orElse("text/plain");
      return offload(() -> parse(file.toString(), body, contentType));
    } catch (HttpException | UncheckedIOException failed) {
      return refused(uri, String.valueOf(failed.getMessage()));
    } catch (TimedOutException _) {
      return refused(uri, "not within " + Limits.ROBOTS_TIMEOUT.toSeconds() + " s");
    }
  }

  private static byte[] begin(Response response) {
    try (InputStream body = response.stream()) {
      return wholeLines(body.readNBytes(Limits.ROBOTS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Without a line that is cut off: of `Disallow: /a` that could be `Disallow: /`.
  private static byte[] wholeLines(byte[] body) {
    int end = body.length;
    while (body.length == Limits.ROBOTS
        && end > 0
        && body[end - 1] != '\n'
        && body[end - 1] != '\r') {
      end--;
    }
    return end == body.length ? body : Arrays.copyOf(body, end);
  }

  static RobotRules parse(String file, byte[] body, String contentType) {
    // It would refuse everything for a delay above its maximum, and log what it cannot read.
    SimpleRobotRulesParser parser = new SimpleRobotRulesParser(Long.MAX_VALUE, 0);
    return of(parser.parseContent(file, body, contentType, List.of(Robots.PRODUCT)));
  }

  private static RobotRules of(SimpleRobotRules rules) {
    long millis = Math.clamp(rules.getCrawlDelay(), 0, Limits.CRAWL_DELAY.toMillis());
    List<URI> sitemaps = rules.getSitemaps().stream()
        .limit(Limits.SITEMAPS)
        .flatMap(written -> WebAddress.parse(written).stream())
        .toList();
    return new RobotRules(new PathRules(rules), Duration.ofMillis(millis), sitemaps, null);
  }

  private static RobotRules refused(URI uri, String why) {
    return new RobotRules(
        new PathRules(new SimpleRobotRules()),
        Duration.ZERO,
        List.of(),
        "robots.txt of " + Origin.of(uri) + " could not be read: " + why);
  }

  /// Whether the host gave an answer.
  boolean isReached() {
    return refusal == null;
  }

  /// Why an address must not be fetched. Waits, where there are so many rules that another
  /// thread compares them.
  Optional<String> objection(URI uri) {
    if (refusal != null) {
      return Optional.of(refusal);
    }
    boolean isAllowed = paths.areMany() ? offload(() -> paths.allow(uri)) : paths.allow(uri);
    return isAllowed
        ? Optional.empty()
        : Optional.of("robots.txt of " + Origin.of(uri) + " does not allow it");
  }
}
