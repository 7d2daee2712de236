package dev.meanwhile.http;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
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

  private static final Set<String> IDEMPOTENT =
      Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

  // Written only while a copy is made, which nobody else has yet.
  private String method;
  private URI uri;
  private Headers headers = Headers.empty();
  private Set<String> confidential = Set.of();
  private @Nullable RequestBody body;
  private @Nullable Duration timeout;
  private int maxRedirects = -1;
  private long maxBody = -1;
  private int retries = -1;
  private @Nullable DispatchGate gate;
  private @Nullable AddressGuard guard;
  private Traffic traffic = Traffic.NOBODYS;

  private Request(String method, URI uri) {
    this.method = method;
    this.uri = uri;
  }

  private Request copy() {
    Request copy = new Request(method, uri);
    copy.headers = headers;
    copy.confidential = confidential;
    copy.body = body;
    copy.timeout = timeout;
    copy.maxRedirects = maxRedirects;
    copy.maxBody = maxBody;
    copy.retries = retries;
    copy.gate = gate;
    copy.guard = guard;
    copy.traffic = traffic;
    return copy;
  }

  /// A request with that method.
  ///
  /// @throws IllegalArgumentException if the address is not absolute, not of http or https, or
  ///     has no host, or the method is CONNECT
  public static Request of(String method, URI uri) {
    if (method.isEmpty() || !method.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException("not a method: " + method);
    }
    if (method.equalsIgnoreCase("CONNECT")) {
      throw new IllegalArgumentException("CONNECT is for proxies, and sent by the session itself");
    }
    return new Request(method.toUpperCase(Locale.ROOT), Urls.forHttp(uri)).withCredentialsOf(uri);
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

  /// As [#header], for what no other origin may learn, as a key: like `Authorization` and
  /// `Cookie`, of which that is known, it is dropped for good as soon as a redirect leads to
  /// another scheme, host or port.
  ///
  /// @throws IllegalArgumentException as [#header] does
  public Request confidentialHeader(String name, String value) {
    Request copy = header(name, value);
    Set<String> more = new HashSet<>(confidential);
    more.add(name);
    copy.confidential = Set.copyOf(more);
    return copy;
  }

  /// Names of headers that are for its origin alone, as they were written.
  Set<String> confidential() {
    return confidential;
  }

  /// A copy with one more header field.
  ///
  /// @throws IllegalArgumentException if it cannot stand in a header, belongs to the transfer, or
  ///     is a second `Host`
  public Request addHeader(String name, String value) {
    refuseFraming(name);
    if (name.equalsIgnoreCase("Host") && headers.has(name)) {
      throw new IllegalArgumentException("a request has one Host");
    }
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
    return body(new RequestBody.Whole(content.clone()), contentType);
  }

  /// A copy whose body is read while it is sent: with its length where that is known, else in
  /// chunks. It can be sent once: where it would have to go out again, as after a redirect with
  /// 307 or 308, the request fails; it is never retried. It is closed when the request has
  /// ended.
  ///
  /// @param contentType the value of its Content-Type header
  public Request body(BodySource content, String contentType) {
    return body(new RequestBody.Once(content), contentType);
  }

  /// A copy whose body is read while it is sent, opened anew for each time that it is sent:
  /// `request.body(() -> BodySource.file(path), "video/mp4")`.
  ///
  /// @param contentType the value of its Content-Type header
  public Request body(Supplier<? extends BodySource> content, String contentType) {
    return body(new RequestBody.Opened(content), contentType);
  }

  private Request body(RequestBody content, String contentType) {
    Request copy = copy();
    copy.body = content;
    return copy.header("Content-Type", contentType);
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
    Request copy = copy();
    copy.timeout = Limits.positive(timeout, "timeout");
    return copy;
  }

  /// A copy that follows at most that many redirects; with 0 the redirect itself is the
  /// response.
  public Request maxRedirects(int maxRedirects) {
    Limits.notNegative(maxRedirects, "maxRedirects");
    Request copy = copy();
    copy.maxRedirects = maxRedirects;
    return copy;
  }

  /// A copy whose response may have a body of at most that many bytes, content codings undone.
  public Request maxBody(long maxBody) {
    Limits.notNegative(maxBody, "maxBody");
    Request copy = copy();
    copy.maxBody = maxBody;
    return copy;
  }

  /// A copy that is sent again, up to that many times, after what may be better the next time: no
  /// connection, one that broke before the answer, an answer of 429, 502, 503 or 504. The last
  /// such answer is the response, the first such failure is thrown.
  ///
  /// Only methods that may be repeated are: GET, HEAD, OPTIONS, TRACE, PUT and DELETE. The pauses
  /// are drawn evenly from zero to half a second, doubled each time up to 30 s, on top of what
  /// `Retry-After` asks for; in them no connection is held. A pause that would be longer than
  /// the time that is left ends the attempts.
  ///
  /// @throws IllegalArgumentException if it is negative
  public Request retries(int retries) {
    Limits.notNegative(retries, "retries");
    Request copy = copy();
    copy.retries = retries;
    return copy;
  }

  /// A copy that asks for the content only if it is another one than that of `known`: if not, the
  /// answer is 304 and has no body.
  public Request ifChanged(Validators known) {
    Request copy = this;
    if (!known.etag().isEmpty()) {
      copy = copy.ifNoneMatch(known.etag());
    }
    return known.lastModified().isEmpty() ? copy : copy.ifModifiedSince(known.lastModified());
  }

  /// A copy with `If-None-Match`.
  ///
  /// @param etag as the server gave it, quotes included
  public Request ifNoneMatch(String etag) {
    return header("If-None-Match", etag);
  }

  /// A copy with `If-Modified-Since`.
  ///
  /// @param lastModified as the server gave it
  public Request ifModifiedSince(String lastModified) {
    return header("If-Modified-Since", lastModified);
  }

  /// A copy that passes `gate` at every hop, the last thing before it is sent: so a limit of the
  /// caller's own can stand behind the session's.
  public Request gate(DispatchGate gate) {
    Request copy = copy();
    copy.gate = Objects.requireNonNull(gate, "gate");
    return copy;
  }

  /// A copy that may connect, at every hop, only to addresses that `guard` permits, besides the
  /// session's guard. For an address that somebody typed: [AddressGuard#typed].
  public Request guard(AddressGuard guard) {
    Request copy = copy();
    copy.guard = Objects.requireNonNull(guard, "guard");
    return copy;
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

  /// The body; empty if there is none, or one that is read while it is sent.
  public Optional<byte[]> body() {
    return Optional.ofNullable(rawBody()).map(byte[]::clone);
  }

  /// The body to be sent, for those who write a [Transport], who close it; empty if there is
  /// none.
  ///
  /// @throws HttpException of stage POLICY if it could be read only once, and was
  public Optional<BodySource> openBody() {
    return body == null ? Optional.empty() : Optional.of(body.open());
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

  /// How often it is sent again; empty: as often as the session says.
  public OptionalInt retries() {
    return retries < 0 ? OptionalInt.empty() : OptionalInt.of(retries);
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
    return body instanceof RequestBody.Whole whole ? whole.content() : null;
  }

  @Nullable
  RequestBody anyBody() {
    return body;
  }

  /// Whether sending it twice does no more than sending it once, and is possible.
  boolean isRepeatable() {
    return IDEMPOTENT.contains(method) && (body == null || body.isRepeatable());
  }

  /// The same request with its body read, for a transport that hands it to a function.
  Request withWholeBody() {
    if (body == null || body instanceof RequestBody.Whole) {
      return this;
    }
    Request copy = copy();
    BodySource opened = body.open();
    try {
      copy.body = new RequestBody.Whole(opened.readAll());
    } finally {
      BodySources.close(opened);
    }
    return copy;
  }

  Request traffic(Traffic counted) {
    Request copy = copy();
    copy.traffic = counted;
    return copy;
  }

  Traffic traffic() {
    return traffic;
  }

  Request headers(Headers changed) {
    Request copy = copy();
    copy.headers = changed;
    return copy;
  }

  /// The same request to another address, which is fit for it already.
  Request to(URI other) {
    Request copy = copy();
    copy.uri = other;
    return copy;
  }

  /// The same request as GET, without its body and what describes that.
  Request asGet() {
    Headers kept = headers;
    for (String name :
        new String[] {"Content-Type", "Content-Encoding", "Content-Language", "Content-Location"}) {
      kept = kept.without(name);
    }
    Request copy = headers(kept);
    copy.method = "GET";
    copy.body = null;
    return copy;
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

  static void refuseFraming(String name) {
    if (FRAMING.contains(Objects.requireNonNull(name, "name").toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException("the header " + name + " is set by the transfer itself");
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
