package dev.meanwhile.news.story;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The address that copies of an article have in common, to compare by. Not one to fetch: the
/// page for phones and the one for desks are told apart by their server, not here.
///
/// **Dropped:** the difference of http and https, of upper and lower case in the host, of ways
/// to escape; `www.`, `m.`, `mobile.` and `amp.` before a host that has two more labels; user
/// and password; the default port; the fragment, unless it is a route (`#!` or `#/`);
/// parameters that only say where a reader comes from (`utm_*`, `fbclid`, `ref` ...), and
/// `from`, `source` and the like if they say `rss`; a session in the path; `index.html` and the
/// like, `/amp`, `.amp` and the slash at the end.
///
/// **Kept on purpose:** every other parameter, as many sites name the article in one (`id`, `p`,
/// `v`, `m`, `storyID`), in the order of their names; the case of path and parameters; redirects
/// (`feedproxy.google.com/~r/...`, `t.co`), which hide what is behind them, and addresses inside
/// addresses: they stay what they are.
public final class CanonicalAddress {
  private static final int MAX_LENGTH = 4_096;

  private static final Pattern WEB = Pattern.compile(
      "(?i)https?://(?:[^/?#@]*@)?(\\[[0-9a-f:.]+]|[^/?#:@\\[\\]\\s]+)(?::(\\d{0,5}))?"
          + "((?:/[^?#]*)?)(?:\\?([^#]*))?(?:#(.*))?");

  private static final Set<String> LABELS = Set.of("www", "m", "mobile", "amp");

  /// From the lists that browsers strip by and that are kept in public: Firefox ("Query
  /// Parameter Stripping"), AdGuard ("URL Tracking filter"), Neat URL; and what the
  /// captured feeds have: `xtor` (Le Monde), `CMP` (The Guardian), `emc` (New York Times),
  /// `wt_mc` (heise).
  private static final Set<String> TRACKING = Set.of(
      // clicks on advertisements: Google, Meta, Microsoft, Yandex, X, TikTok, LinkedIn ...
      "gclid",
      "gclsrc",
      "dclid",
      "gbraid",
      "wbraid",
      "fbclid",
      "msclkid",
      "yclid",
      "ysclid",
      "twclid",
      "ttclid",
      "li_fat_id",
      "igshid",
      "igsh",
      "wickedid",
      "_openstat",
      "epik",
      // letters: Mailchimp, HubSpot, Marketo, Olytics, Drip, Klaviyo
      "mc_cid",
      "mc_eid",
      "_hsenc",
      "_hsmi",
      "hsctatracking",
      "mkt_tok",
      "oly_anon_id",
      "oly_enc_id",
      "__s",
      "_ke",
      "_kx",
      "trk",
      "trkcampaign",
      // statistics and campaigns of publishers
      "_ga",
      "_gl",
      "xtor",
      "cmpid",
      "cmp",
      "wt_mc",
      "wt.mc_id",
      "s_cid",
      "sc_cid",
      "s_kwcid",
      "mbid",
      "icid",
      "ncid",
      "ocid",
      "ito",
      "ftag",
      "smid",
      "smtyp",
      "emc",
      "spm",
      "guccounter",
      "guce_referrer",
      "guce_referrer_sig",
      "soc_src",
      "soc_trk",
      "rsspartner",
      // where from
      "ref",
      "ref_src",
      "ref_url",
      "referrer",
      "referer",
      "fb_ref",
      "fb_source",
      "ref_source");

  private static final List<String> TRACKING_BEGINNINGS = List.of(
      "utm_",
      "at_",
      "itm_",
      "pk_",
      "piwik_",
      "mtm_",
      "ns_",
      "hsa_",
      "vero_",
      "stm_",
      "fb_action_",
      "__hs");

  private static final Set<String> ORIGINS =
      Set.of("from", "source", "src", "via", "f", "feed", "partner", "medium", "campaign_id");

  private static final Pattern FEED = Pattern.compile("(?i)(rss|feed|atom)[\\w.-]*");

  private static final Pattern SESSION = Pattern.compile("(?i);jsessionid=[^/?#]*");

  private static final Pattern DEFAULT_PAGE =
      Pattern.compile("(?i)/(index\\.(html?|php|aspx?|jsp)|default\\.(aspx?|html?))$");

  private static final Pattern AMP = Pattern.compile("(?i)(/amp|\\.amp)$|\\.amp(?=\\.html?$)");

  private CanonicalAddress() {}

  /// The address to compare `url` by, which begins with `https://`; null if that is no web
  /// address, or one of more than 4096 characters. Never throws.
  public static @Nullable String of(@Nullable String url) {
    if (url == null || url.length() > MAX_LENGTH) {
      return null;
    }
    Matcher parts = WEB.matcher(url.strip());
    String host = parts.matches() ? host(parts.group(1)) : null;
    if (host == null) {
      return null;
    }
    return "https://"
        + host
        + port(parts.group(2))
        + path(parts.group(3))
        + query(parts.group(4))
        + fragment(parts.group(5));
  }

  private static @Nullable String host(String written) {
    if (written.startsWith("[")) {
      return written.toLowerCase(Locale.ROOT);
    }
    String host = ascii(written);
    if (host == null || host.isEmpty() || host.startsWith(".")) {
      return null;
    }
    List<String> labels = new ArrayList<>(List.of(host.split("\\.", -1)));
    for (int i = 0; i < labels.size() - 2; ) {
      // In any place: en.m.wikipedia.org.
      if (LABELS.contains(labels.get(i))) {
        labels.remove(i);
      } else {
        i++;
      }
    }
    return String.join(".", labels);
  }

  private static @Nullable String ascii(String written) {
    String host = written.toLowerCase(Locale.ROOT);
    try {
      host = IDN.toASCII(host, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      // Names that the standard refuses are in use: they are compared as they stand.
      if (host.chars().anyMatch(c -> c > 126)) {
        return null;
      }
    }
    if (host.contains("..")) {
      return null;
    }
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  private static String port(@Nullable String port) {
    return port == null || port.isEmpty() || port.equals("80") || port.equals("443")
        ? ""
        : ":" + port;
  }

  private static String path(String written) {
    String path = SESSION.matcher(escaped(written)).replaceAll("");
    path = withoutSlashes(path);
    path = withoutSlashes(DEFAULT_PAGE.matcher(path).replaceFirst(""));
    return withoutSlashes(AMP.matcher(path).replaceFirst(""));
  }

  private static String withoutSlashes(String path) {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }

  private static String query(@Nullable String query) {
    if (query == null) {
      return "";
    }
    List<String> kept = new ArrayList<>();
    for (String parameter : query.replace("&amp;", "&").split("&", -1)) {
      if (!parameter.isEmpty() && !isTracking(parameter)) {
        kept.add(escaped(parameter));
      }
    }
    // Stable: parameters of one name keep their order.
    kept.sort(Comparator.comparing(CanonicalAddress::name));
    return kept.isEmpty() ? "" : "?" + String.join("&", kept);
  }

  private static boolean isTracking(String parameter) {
    String name = name(parameter).toLowerCase(Locale.ROOT);
    String value = parameter.substring(Math.min(parameter.length(), name.length() + 1));
    return TRACKING.contains(name)
        || TRACKING_BEGINNINGS.stream().anyMatch(name::startsWith)
        || (ORIGINS.contains(name) && FEED.matcher(value).matches())
        || (name.equals("amp") && (value.isEmpty() || value.equals("1")))
        || (name.equals("outputtype") && value.equals("amp"));
  }

  private static String name(String parameter) {
    int equals = parameter.indexOf('=');
    return equals < 0 ? parameter : parameter.substring(0, equals);
  }

  private static String fragment(@Nullable String fragment) {
    if (fragment == null || !(fragment.startsWith("!") || fragment.startsWith("/"))) {
      return "";
    }
    return "#" + escaped(fragment);
  }

  /// One way to write what may be escaped in many: letters, digits and `-._~` never are, what is
  /// not ASCII always is, with capital digits.
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int value = c == '%' ? hex(text, i + 1) : -1;
      if (value >= 0) {
        append(escaped, value, isUnreserved(value));
        i += 3;
      } else if (c > 126 || c <= ' ') {
        for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
          append(escaped, b & 0xff, false);
        }
        i += Character.charCount(c);
      } else {
        escaped.append((char) c);
        i++;
      }
    }
    return escaped.toString();
  }

  private static void append(StringBuilder escaped, int value, boolean asItIs) {
    if (asItIs) {
      escaped.append((char) value);
    } else {
      escaped.append('%');
      escaped.append(Character.toUpperCase(Character.forDigit(value >> 4, 16)));
      escaped.append(Character.toUpperCase(Character.forDigit(value & 15, 16)));
    }
  }

  private static int hex(String text, int at) {
    if (at + 1 >= text.length()) {
      return -1;
    }
    int high = text.charAt(at) < 128 ? Character.digit(text.charAt(at), 16) : -1;
    int low = text.charAt(at + 1) < 128 ? Character.digit(text.charAt(at + 1), 16) : -1;
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }

  private static boolean isUnreserved(int c) {
    return c < 128
        && (Character.isLetterOrDigit(c) || c == '-' || c == '.' || c == '_' || c == '~');
  }
}
