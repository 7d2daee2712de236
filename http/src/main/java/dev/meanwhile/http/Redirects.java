package dev.meanwhile.http;

import dev.meanwhile.http.HttpException.Stage;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way of one request through redirects.
///
/// Credentials, and a `Host` of the caller's, are dropped for good as soon as a redirect leads to
/// another scheme, host or port.
/// A redirect to where the same request has been before never ends, so it is refused at once.
final class Redirects {
  private static final Logger LOG = LoggerFactory.getLogger(Redirects.class);
  private static final List<String> FOR_THE_ORIGIN =
      List.of("Authorization", "Cookie", "Proxy-Authorization", "Host");

  private final int max;
  private final boolean keepsCookies;
  private final List<URI> passed = new ArrayList<>();
  private @Nullable URI movedTo;
  private boolean isAllPermanent = true;
  private final Set<String> seen = new HashSet<>();

  /// @param keepsCookies whether a cookie that is set may change what comes next
  Redirects(int max, boolean keepsCookies) {
    this.max = max;
    this.keepsCookies = keepsCookies;
  }

  /// The addresses that redirected, in order.
  List<URI> passed() {
    return List.copyOf(passed);
  }

  /// Where the redirects from the first one on led that were permanent; null if the first was
  /// not.
  @Nullable
  URI movedTo() {
    return movedTo;
  }

  /// The request that `reply` asks for instead of `request`; null when it is the answer itself.
  ///
  /// @throws HttpException if it leads in a circle, too far, or to where we do not go
  @Nullable
  Request next(Request request, Reply reply) {
    String location = max == 0 || !isRedirect(reply.status())
        ? null
        : reply.headers().first("Location").orElse(null);
    if (location == null) {
      return null;
    }
    if (passed.size() == max) {
      throw HttpException.of(
          Stage.POLICY, "more than " + max + " redirects, at " + Urls.printable(request.uri()));
    }
    URI written = resolve(request, location);
    URI target = fit(request, written);
    seen.add(request.method() + " " + request.uri());
    if (keepsCookies && reply.headers().has("Set-Cookie")) {
      seen.clear(); // with another cookie it is not the same request
    }
    passed.add(request.uri());
    isAllPermanent &= reply.status() == 301 || reply.status() == 308;
    movedTo = isAllPermanent ? target : movedTo;
    Request next = withMethodFor(reply.status(), request).to(target);
    if (!Origin.of(request.uri()).equals(Origin.of(target))) {
      next = withoutWhatIsForTheOrigin(next);
      sayIfLessSafe(request.uri(), target);
    }
    next = next.withCredentialsOf(written);
    if (seen.contains(next.method() + " " + next.uri())) {
      throw HttpException.of(Stage.POLICY, "redirects in a circle, at " + Urls.printable(target));
    }
    return next;
  }

  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private static URI resolve(Request request, String location) {
    URI target;
    try {
      target = resolved(request.uri(), Urls.parse(asWritten(location)));
    } catch (IllegalArgumentException broken) {
      throw noAddress(request, broken);
    }
    String scheme = target.getScheme();
    if (scheme == null || !Urls.isHttp(scheme)) {
      throw HttpException.of(
          Stage.POLICY,
          "redirected by " + Origin.of(request.uri()) + " to an address of " + scheme);
    }
    if (target.getRawAuthority() == null) {
      throw HttpException.of(
          Stage.HEADERS,
          "redirected by " + Origin.of(request.uri()) + " to an address without a host");
    }
    return target;
  }

  /// Headers are read as a letter a byte; most servers mean UTF-8.
  private static String asWritten(String location) {
    boolean isPlain = location.chars().allMatch(c -> c < 128);
    try {
      return isPlain
          ? location
          : StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(location.getBytes(StandardCharsets.ISO_8859_1)))
              .toString();
    } catch (CharacterCodingException _) {
      return location;
    }
  }

  private static URI fit(Request request, URI written) {
    try {
      return Urls.withoutDots(Urls.forHttp(written));
    } catch (IllegalArgumentException broken) {
      throw noAddress(request, broken);
    }
  }

  private static HttpException noAddress(Request request, IllegalArgumentException broken) {
    return HttpException.of(
        Stage.HEADERS,
        "redirected by " + Origin.of(request.uri()) + " to what is no address",
        broken);
  }

  private static URI resolved(URI base, URI location) {
    // URI.resolve takes an address that is only a query for an empty path.
    if (!location.isAbsolute()
        && location.getRawAuthority() == null
        && location.toString().startsWith("?")) {
      return URI.create(
          base.getScheme() + "://" + base.getRawAuthority() + base.getRawPath() + location);
    }
    URI plainBase = base.getRawPath().isEmpty() ? base.resolve("/") : base;
    return plainBase.resolve(location);
  }

  /// As browsers do: after 303 everything but HEAD becomes GET, after 301 and 302 a POST does.
  private static Request withMethodFor(int status, Request request) {
    String method = request.method();
    boolean becomesGet = status == 303
        ? !method.equals("HEAD") && !method.equals("GET")
        : (status == 301 || status == 302) && method.equals("POST");
    return becomesGet ? request.asGet() : request;
  }

  private static Request withoutWhatIsForTheOrigin(Request request) {
    Headers headers = request.headers();
    for (String name : FOR_THE_ORIGIN) {
      headers = headers.without(name);
    }
    for (String name : request.confidential()) {
      headers = headers.without(name);
    }
    return headers == request.headers() ? request : request.headers(headers);
  }

  private static void sayIfLessSafe(URI from, URI to) {
    if (Origin.of(from).isSecure() && !Origin.of(to).isSecure()) {
      LOG.info("a redirect leads from https to http");
    }
  }
}
