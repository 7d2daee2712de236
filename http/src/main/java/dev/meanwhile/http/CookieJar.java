package dev.meanwhile.http;

import dev.meanwhile.async.EventLoop;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.cookie.Cookie;
import org.apache.hc.client5.http.cookie.CookieOrigin;
import org.apache.hc.client5.http.cookie.CookiePriorityComparator;
import org.apache.hc.client5.http.cookie.CookieSpec;
import org.apache.hc.client5.http.cookie.MalformedCookieException;
import org.apache.hc.client5.http.impl.cookie.BasicClientCookie;
import org.apache.hc.client5.http.impl.cookie.RFC6265CookieSpecFactory;
import org.apache.hc.client5.http.impl.cookie.RFC6265CookieSpecFactory.CompatibilityLevel;
import org.apache.hc.client5.http.psl.PublicSuffixMatcher;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

/// Keeps cookies and gives them back to the servers that they are for:
/// [ClientSession.Builder#cookies].
///
/// By RFC 6265: a cookie goes to its host, or to the domain that it names, which cannot be one
/// under which everybody registers (`co.uk`); below its path; over https alone if it is secure;
/// until it expires by the loop's clock. Whatever else a server sends is ignored.
///
/// **Limits.** 4,096 bytes a cookie, 50 cookies a domain, 3,000 in all: the oldest go. Nothing is
/// saved. **Threads.** For any; may be shared by sessions.
public final class CookieJar {
  private static final int MAX_BYTES = 4_096;
  private static final int MAX_PER_DOMAIN = 50;
  private static final int MAX = 3_000;

  /// What browsers make of any longer time.
  private static final BigInteger LONGEST_SECONDS = BigInteger.valueOf(400L * 24 * 60 * 60);

  /// Attributes that are to be ignored, and with them no other one or the cookie itself: a domain
  /// or path that is none, an age that is no number.
  private static final Pattern UNUSABLE = Pattern.compile(
      ";\\s*(?:domain\\s*=?\\s*(?=;|$)|path\\s*(?:=\\s*(?!/|\\s)[^;]*)?(?=;|$)"
          + "|max-age\\s*=(?!\\s*-?\\d+\\s*(?:;|$))[^;]*)",
      Pattern.CASE_INSENSITIVE);

  /// What makes two cookies the same.
  private record Key(String domain, String path, String name) {}

  /// Read when the first jar is made.
  private static final PublicSuffixMatcher SUFFIXES = PublicSuffixMatcherLoader.getDefault();

  /// The standard's rules.
  private final CookieSpec rules = new RFC6265CookieSpecFactory(
          CompatibilityLevel.RELAXED, SUFFIXES)
      .create(HttpCoreContext.create());

  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock; in order of age.
  private final Map<Key, Cookie> cookies = new LinkedHashMap<>();

  private CookieJar() {}

  /// An empty jar.
  public static CookieJar create() {
    return new CookieJar();
  }

  /// How many cookies there are, those expired included that nobody has met since.
  public int size() {
    lock.lock();
    try {
      return cookies.size();
    } finally {
      lock.unlock();
    }
  }

  /// Forgets all cookies.
  public void clear() {
    lock.lock();
    try {
      cookies.clear();
    } finally {
      lock.unlock();
    }
  }

  /// The request with the cookies for its address, after those of its own.
  Request addTo(Request request) {
    List<Cookie> fitting = fitting(origin(request.uri()), now());
    if (fitting.isEmpty()) {
      return request;
    }
    String ours = fitting.stream()
        .map(cookie -> cookie.getName() + "=" + cookie.getValue())
        .collect(Collectors.joining("; "));
    String own = String.join("; ", request.headers().all("Cookie"));
    return request.headers(
        request.headers().with("Cookie", own.isEmpty() ? ours : own + "; " + ours));
  }

  /// Keeps what an answer sets.
  void keep(URI uri, Headers headers) {
    List<String> fields = headers.all("Set-Cookie");
    if (fields.isEmpty()) {
      return;
    }
    CookieOrigin origin = origin(uri);
    Instant now = now();
    for (String field : fields) {
      for (Cookie cookie : parsed(field, origin)) {
        if (isAllowed(cookie, origin)) {
          expireByOurClock(cookie, now);
          keep(cookie, origin, now);
        }
      }
    }
  }

  private List<Cookie> fitting(CookieOrigin origin, Instant now) {
    List<Cookie> fitting = new ArrayList<>();
    lock.lock();
    try {
      cookies.values().removeIf(cookie -> isOver(cookie, now));
      for (Cookie cookie : cookies.values()) {
        if (rules.match(cookie, origin)) {
          fitting.add(cookie);
        }
      }
    } finally {
      lock.unlock();
    }
    fitting.sort(CookiePriorityComparator.INSTANCE);
    return fitting;
  }

  private void keep(Cookie cookie, CookieOrigin origin, Instant now) {
    Key key = new Key(domain(cookie), cookie.getPath(), cookie.getName());
    lock.lock();
    try {
      if (!origin.isSecure() && isSecureAlready(key)) {
        return; // whoever listens on the plain connection does not change what is secure
      }
      cookies.remove(key);
      if (!isOver(cookie, now)) {
        cookies.put(key, cookie);
        trim(key.domain);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Whether a secure cookie of that name may go where this one would. (RFC 6265bis, 5.7)
  private boolean isSecureAlready(Key plain) {
    for (Map.Entry<Key, Cookie> each : cookies.entrySet()) {
      Key known = each.getKey();
      if (each.getValue().isSecure()
          && known.name.equals(plain.name)
          && (isWithin(known.domain, plain.domain) || isWithin(plain.domain, known.domain))
          && (plain.path + "/")
              .startsWith(known.path.endsWith("/") ? known.path : known.path + "/")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWithin(String domain, String wider) {
    return domain.equals(wider) || domain.endsWith("." + wider);
  }

  private void trim(String domain) {
    List<Key> ofDomain =
        cookies.keySet().stream().filter(key -> key.domain.equals(domain)).toList();
    if (ofDomain.size() > MAX_PER_DOMAIN) {
      cookies.remove(ofDomain.getFirst());
    } else if (cookies.size() > MAX) {
      cookies.remove(cookies.keySet().iterator().next());
    }
  }

  private List<Cookie> parsed(String field, CookieOrigin origin) {
    int end = field.indexOf(';') < 0 ? field.length() : field.indexOf(';');
    int equals = field.indexOf('=');
    if (equals < 0 || equals > end) {
      return List.of();
    }
    String attributes = UNUSABLE.matcher(field.substring(end)).replaceAll("");
    try {
      // HttpClient would take quotes off the value.
      List<Cookie> parsed = rules.parse(
          new BasicHeader("Set-Cookie", field.substring(0, equals) + "=x" + attributes), origin);
      for (Cookie cookie : parsed) {
        ((BasicClientCookie) cookie).setValue(field.substring(equals + 1, end).strip());
      }
      return parsed;
    } catch (MalformedCookieException broken) {
      return List.of();
    }
  }

  private boolean isAllowed(Cookie cookie, CookieOrigin origin) {
    if (cookie.getName().length() + String.valueOf(cookie.getValue()).length() > MAX_BYTES
        || (cookie.isSecure() && !origin.isSecure())
        || !keepsItsPrefix(cookie)
        || !staysBelowSuffix((BasicClientCookie) cookie, origin)) {
      return false;
    }
    try {
      rules.validate(cookie, origin);
      new Headers.Field("Cookie", cookie.getName() + "=" + cookie.getValue());
      return true;
    } catch (MalformedCookieException | IllegalArgumentException refused) {
      return false;
    }
  }

  /// Nobody has a public suffix for himself but its own host.
  private static boolean staysBelowSuffix(BasicClientCookie cookie, CookieOrigin origin) {
    if (!cookie.containsAttribute(Cookie.DOMAIN_ATTR) || !SUFFIXES.matches(domain(cookie))) {
      return true;
    }
    cookie.removeAttribute(Cookie.DOMAIN_ATTR);
    return domain(cookie).equals(origin.getHost());
  }

  /// HttpClient reckons `Max-Age` from the machine's clock.
  private static void expireByOurClock(Cookie cookie, Instant now) {
    String age = cookie.getAttribute(Cookie.MAX_AGE_ATTR);
    if (age == null || !(cookie instanceof BasicClientCookie mutable)) {
      return;
    }
    BigInteger seconds = new BigInteger(age.strip()).max(BigInteger.ZERO).min(LONGEST_SECONDS);
    mutable.setExpiryDate(now.plusSeconds(seconds.longValue()));
  }

  /// `__Host-` and `__Secure-` promise that nobody else has set the cookie.
  private static boolean keepsItsPrefix(Cookie cookie) {
    String name = cookie.getName().toLowerCase(Locale.ROOT);
    if (name.startsWith("__host-")) {
      return cookie.isSecure()
          && !cookie.containsAttribute(Cookie.DOMAIN_ATTR)
          && "/".equals(cookie.getPath());
    }
    return !name.startsWith("__secure-") || cookie.isSecure();
  }

  private static boolean isOver(Cookie cookie, Instant now) {
    return cookie.isExpired(now);
  }

  private static String domain(Cookie cookie) {
    return String.valueOf(cookie.getDomain()).toLowerCase(Locale.ROOT);
  }

  private static CookieOrigin origin(URI uri) {
    Origin origin = Origin.of(uri);
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return new CookieOrigin(origin.host(), origin.port(), path, origin.isSecure());
  }

  private static Instant now() {
    return EventLoop.current().clock().instant();
  }

  /// How many cookies there are, and nothing of what they say.
  @Override
  public String toString() {
    return "CookieJar[" + size() + "]";
  }
}
