package dev.meanwhile.http;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is to be asked of a server.
///
/// ```java
/// Request.get("https://example.org/feed").timeout(Duration.ofSeconds(5)).header("Accept",
/// "text/xml")
/// ```
///
/// User name and password in an address become basic authentication, and are not part of [#uri]
/// nor of any message. Immutable: the methods that change something give a changed copy.
public final class Request {
  /// Set by what sends the request; a wrong value would let one request pass for two.
  private static final Set<String> FRAMING =
      Set.of("content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer");

  private final String method;
  private final URI uri;
  private final Headers headers;
  private final byte @Nullable [] body;
  private final @Nullable Duration timeout;
  private final int maxRedirects;
  private final long maxBody;
  private final @Nullable DispatchGate gate;
  private final @Nullable AddressGuard guard;

  // Nine parameters: the one place at which a copy is made.
  private Request(
      String method,
      URI uri,
      Headers headers,
      byte @Nullable [] body,
      @Nullable Duration timeout,
      int maxRedirects,
      long maxBody,
      @Nullable DispatchGate gate,
      @Nullable AddressGuard guard) {
    this.method = method;
    this.uri = uri;
    this.headers = headers;
    this.body = body;
    this.timeout = timeout;
    this.maxRedirects = maxRedirects;
    this.maxBody = maxBody;
    this.gate = gate;
    this.guard = guard;
  }

  /// A request with that method.
  ///
  /// @throws IllegalArgumentException if the address is not absolute, not of http or https, or
  ///     has no host
  public static Request of(String method, URI uri) {
    if (method.isEmpty() || !method.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException("not a method: " + method);
    }
    return new Request(
            method.toUpperCase(Locale.ROOT),
            Urls.forHttp(uri),
            Headers.empty(),
            null,
            null,
            -1,
            -1,
            null,
            null)
        .withCredentialsOf(uri);
  }

  /// A GET request.
  ///
  /// @throws IllegalArgumentException as [#of] does
  public static Request get(URI uri) {
    return of("GET", uri);
  }

  /// A GET request for an address as people write it: blanks and letters outside of ASCII are
  /// encoded.
  ///
  /// @throws IllegalArgumentException as [#of] does
  public static Request get(String address) {
    return get(Urls.parse(address));
  }

  /// A HEAD request.
  ///
  /// @throws IllegalArgumentException as [#of] does
  public static Request head(URI uri) {
    return of("HEAD", uri);
  }

  /// A POST request, without a body so far.
  ///
  /// @throws IllegalArgumentException as [#of] does
  public static Request post(URI uri) {
    return of("POST", uri);
  }

  /// A PUT request, without a body so far.
  ///
  /// @throws IllegalArgumentException as [#of] does
  public static Request put(URI uri) {
    return of("PUT", uri);
  }

  /// A DELETE request.
  ///
  /// @throws IllegalArgumentException as [#of] does
  public static Request delete(URI uri) {
    return of("DELETE", uri);
  }

  /// A copy in which the header has this value and no other.
  ///
  /// @throws IllegalArgumentException if it cannot stand in a header, or belongs to the transfer
  public Request header(String name, String value) {
    refuseFraming(name);
    return headers(headers.with(name, value));
  }

  /// A copy with one more header field.
  ///
  /// @throws IllegalArgumentException if it cannot stand in a header, or belongs to the transfer
  public Request addHeader(String name, String value) {
    refuseFraming(name);
    return headers(headers.and(name, value));
  }

  /// A copy with one more parameter in the address.
  public Request query(String name, String value) {
    String text = Urls.withoutFragment(uri).toString();
    String separator = uri.getRawQuery() == null ? "?" : "&";
    return to(URI.create(text + separator + encoded(name) + "=" + encoded(value)));
  }

  /// A copy with basic authentication.
  public Request basicAuth(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  /// A copy with a bearer token.
  public Request bearer(String token) {
    return header("Authorization", "Bearer " + token);
  }

  /// A copy with that body.
  ///
  /// @param contentType the value of its Content-Type header
  public Request body(byte[] content, String contentType) {
    return new Request(
            method, uri, headers, content.clone(), timeout, maxRedirects, maxBody, gate, guard)
        .header("Content-Type", contentType);
  }

  /// A copy with that text, in UTF-8, as its body.
  public Request text(String text) {
    return body(text.getBytes(StandardCharsets.UTF_8), "text/plain; charset=utf-8");
  }

  /// A copy with the fields of a form as its body.
  public Request form(Map<String, String> fields) {
    String form = fields.entrySet().stream()
        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
    return body(form.getBytes(StandardCharsets.UTF_8), "application/x-www-form-urlencoded");
  }

  /// A copy with `value` as JSON as its body, as Jackson writes it.
  public Request json(Object value) {
    return body(Json.write(value), "application/json");
  }

  /// A copy with a limit of its own for everything from dispatch to the end of the body; else
  /// the session's holds.
  ///
  /// @throws IllegalArgumentException if it is not longer than zero
  public Request timeout(Duration timeout) {
    Limits.positive(timeout, "timeout");
    return new Request(method, uri, headers, body, timeout, maxRedirects, maxBody, gate, guard);
  }

  /// A copy that follows at most that many redirects; with 0 the redirect itself is the
  /// response.
  public Request maxRedirects(int maxRedirects) {
    Limits.notNegative(maxRedirects, "maxRedirects");
    return new Request(method, uri, headers, body, timeout, maxRedirects, maxBody, gate, guard);
  }

  /// A copy whose response may have a body of at most that many bytes, content codings undone.
  public Request maxBody(long maxBody) {
    Limits.notNegative(maxBody, "maxBody");
    return new Request(method, uri, headers, body, timeout, maxRedirects, maxBody, gate, guard);
  }

  /// A copy that passes `gate` at every hop, the last thing before it is sent: so a limit of the
  /// caller's own can stand behind the session's.
  public Request gate(DispatchGate gate) {
    return new Request(
        method,
        uri,
        headers,
        body,
        timeout,
        maxRedirects,
        maxBody,
        Objects.requireNonNull(gate, "gate"),
        guard);
  }

  /// A copy that may connect, at every hop, only to addresses that `guard` permits, besides the
  /// session's guard. For an address that somebody typed: [AddressGuard#typed].
  public Request guard(AddressGuard guard) {
    Objects.requireNonNull(guard, "guard");
    return new Request(method, uri, headers, body, timeout, maxRedirects, maxBody, gate, guard);
  }

  /// The method, in upper case.
  public String method() {
    return method;
  }

  /// The address, without credentials.
  public URI uri() {
    return uri;
  }

  /// The headers.
  public Headers headers() {
    return headers;
  }

  /// The body.
  public Optional<byte[]> body() {
    return Optional.ofNullable(body).map(byte[]::clone);
  }

  /// The limit for everything from dispatch to the end of the body; empty: the session's.
  public Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  /// How many redirects are followed; empty: as many as the session says.
  public OptionalInt maxRedirects() {
    return maxRedirects < 0 ? OptionalInt.empty() : OptionalInt.of(maxRedirects);
  }

  /// The largest body of a response, in bytes; empty: the session's.
  public OptionalLong maxBody() {
    return maxBody < 0 ? OptionalLong.empty() : OptionalLong.of(maxBody);
  }

  /// Which addresses it may connect to; empty: all that the session permits. A [Transport] finds
  /// the session's included.
  public Optional<AddressGuard> guard() {
    return Optional.ofNullable(guard);
  }

  Optional<DispatchGate> gate() {
    return Optional.ofNullable(gate);
  }

  /// Method and address, without credentials and query.
  @Override
  public String toString() {
    return method + " " + Urls.printable(uri);
  }

  byte @Nullable [] rawBody() {
    return body;
  }

  Request headers(Headers changed) {
    return new Request(method, uri, changed, body, timeout, maxRedirects, maxBody, gate, guard);
  }

  /// The same request to another address, which is fit for it already.
  Request to(URI other) {
    return new Request(method, other, headers, body, timeout, maxRedirects, maxBody, gate, guard);
  }

  /// The same request as GET, without its body and what describes that.
  Request asGet() {
    Headers kept = headers;
    for (String name :
        new String[] {"Content-Type", "Content-Encoding", "Content-Language", "Content-Location"}) {
      kept = kept.without(name);
    }
    return new Request("GET", uri, kept, null, timeout, maxRedirects, maxBody, gate, guard);
  }

  Request withCredentialsOf(URI written) {
    String userInfo = Urls.userInfo(written);
    if (userInfo == null) {
      return this;
    }
    int colon = userInfo.indexOf(':');
    return colon < 0
        ? basicAuth(userInfo, "")
        : basicAuth(userInfo.substring(0, colon), userInfo.substring(colon + 1));
  }

  private static void refuseFraming(String name) {
    if (FRAMING.contains(Objects.requireNonNull(name, "name").toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException("the header " + name + " is set by the transfer itself");
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
