package dev.meanwhile.feed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_32BE;
import static java.nio.charset.StandardCharsets.UTF_32LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A document as UTF-8, whatever it came as, and the work of finding out what that was.
final class Decoding {
  /*
   * Order of belief: byte order mark, then what the bytes themselves show, then the HTTP charset,
   * then the XML declaration, then UTF-8, then windows-1252. RFC 7303 would believe HTTP over the
   * bytes; but bytes above 127 that form valid UTF-8 are UTF-8 in practice, whatever a server
   * configured years ago says.
   *
   * The good case is a document that is claimed by nobody to be anything but UTF-8: it is passed
   * on unchecked, the parser checks it anyway, and only if it fails does `repaired` look closer.
   * Everything else is transcoded to UTF-8, so that there is one path through the parser. The
   * same tables as in browsers widen small character sets to the larger ones that people really
   * use under their names.
   */
  private static final Pattern DECLARED =
      Pattern.compile("^\\s*<\\?xml[^>]{0,200}?encoding\\s*=\\s*[\"']\\s*([\\w.:-]{1,40})");

  private static final Pattern CHARSET_PARAMETER =
      Pattern.compile("charset\\s*=\\s*[\"']?\\s*([\\w.:-]{1,40})", Pattern.CASE_INSENSITIVE);

  private static final int DECLARATION_WINDOW = 512;
  private static final char REPLACEMENT = '\ufffd';
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  private static final Map<String, String> WIDER = Map.ofEntries(
      Map.entry("iso-8859-1", "windows-1252"),
      Map.entry("us-ascii", "windows-1252"),
      Map.entry("iso-8859-9", "windows-1254"),
      Map.entry("iso-8859-11", "x-windows-874"),
      Map.entry("tis-620", "x-windows-874"),
      Map.entry("gb2312", "GB18030"),
      Map.entry("gbk", "GB18030"),
      Map.entry("shift_jis", "windows-31j"),
      Map.entry("euc-kr", "x-windows-949"),
      Map.entry("big5", "Big5-HKSCS"));

  private final byte[] bytes;
  private final int from;

  /// Whether the bytes are known to be UTF-8, rather than just claimed.
  private final boolean checked;

  private Decoding(byte[] bytes, int from, boolean checked) {
    this.bytes = bytes;
    this.from = from;
    this.checked = checked;
  }

  static Decoding of(byte[] body, FeedHints hints, Problems problems) {
    Decoding marked = byMark(body);
    if (marked != null) {
      return marked;
    }
    Claim claim = claim(body, hints);
    return claim == null
        ? new Decoding(body, 0, false)
        : byClaim(body, claim.charset, claim.isUtf8Too, problems);
  }

  /// How a document begins that is still arriving.
  ///
  /// @param charset in which it is to be read
  /// @param from where it begins: after a byte order mark
  record Start(Charset charset, int from) {}

  /// Decides by the first bytes what would be decided by all of them; what follows and does not
  /// fit will be replaced.
  static Start start(byte[] head, FeedHints hints) {
    Start marked = startByMark(head);
    if (marked != null) {
      return marked;
    }
    Claim claim = claim(head, hints);
    return claim == null || (!isSevenBit(claim.charset) && isUtf8(head))
        ? new Start(UTF_8, 0)
        : new Start(wider(claim.charset), 0);
  }

  /// Another character set than UTF-8, and whether that is claimed as well.
  private record Claim(Charset charset, boolean isUtf8Too) {}

  /// What HTTP or the document itself says; null if nothing says anything but UTF-8.
  private static @Nullable Claim claim(byte[] head, FeedHints hints) {
    Charset http = find(CHARSET_PARAMETER, hints.contentType());
    Charset declared = declaredIn(head);
    Charset charset = http != null && http != UTF_8 ? http : declared;
    return charset == null || charset == UTF_8 || isWide(charset)
        ? null
        : new Claim(charset, http == UTF_8 || declared == UTF_8);
  }

  /// Whether there are characters past ASCII and all of them are valid, but for one that is cut
  /// off at the end.
  private static boolean isUtf8(byte[] head) {
    String text = new String(head, UTF_8);
    int bad = text.indexOf(REPLACEMENT);
    return text.length() < head.length && (bad < 0 || bad >= text.length() - 1);
  }

  /// UTF-8 of which it is known that a parser stumbled over it.
  static Decoding lenient(byte[] utf8) {
    Decoding document = new Decoding(utf8, 0, false);
    String text = document.text();
    return text.indexOf(REPLACEMENT) < 0 ? document : guessed(utf8, text);
  }

  /// The same document when a parser stumbled over it and the reason may be that it is not
  /// UTF-8; null if it is.
  static @Nullable Decoding repaired(Decoding suspect, Problems problems) {
    if (suspect.checked) {
      return null;
    }
    String text = suspect.text();
    int bad = text.indexOf(REPLACEMENT);
    if (bad < 0) {
      return null;
    }
    int line = 1 + (int) text.substring(0, bad).chars().filter(c -> c == '\n').count();
    int column = bad - text.lastIndexOf('\n', bad);
    boolean mostlyUtf8 = mostlyUtf8(text);
    problems.add(
        FeedProblem.Kind.ENCODING,
        mostlyUtf8
            ? "bytes that are no UTF-8 were replaced by " + REPLACEMENT
            : "the bytes are no UTF-8, read as windows-1252",
        line,
        column);
    byte[] rest = Arrays.copyOfRange(suspect.bytes, suspect.from, suspect.bytes.length);
    return guessed(rest, text);
  }

  /// What bytes that are not all UTF-8 are taken for.
  private static Decoding guessed(byte[] bytes, String asUtf8) {
    return transcoded(mostlyUtf8(asUtf8) ? asUtf8 : new String(bytes, WINDOWS_1252));
  }

  /// The same document without the characters that XML forbids; null if it has none.
  static @Nullable Decoding withoutForbidden(Decoding suspect, Problems problems) {
    byte[] bytes = ForbiddenCharacters.replaced(suspect.bytes, suspect.from, problems);
    return bytes == null ? null : new Decoding(bytes, suspect.from, suspect.checked);
  }

  /// UTF-8, or what is taken for it until a parser complains. Not a copy: read only.
  byte[] bytes() {
    return bytes;
  }

  /// Where the document begins in the bytes: after a byte order mark.
  int from() {
    return from;
  }

  /// The document as text, with what is no UTF-8 replaced.
  String text() {
    return new String(bytes, from, bytes.length - from, UTF_8);
  }

  private static Decoding transcoded(String text) {
    int start = !text.isEmpty() && text.charAt(0) == '\ufeff' ? 1 : 0;
    return new Decoding(text.substring(start).getBytes(UTF_8), 0, true);
  }

  private static @Nullable Decoding byMark(byte[] body) {
    Start start = startByMark(body);
    if (start == null) {
      return null;
    }
    return start.charset == UTF_8
        ? new Decoding(body, start.from, false)
        : transcoded(new String(body, start.from, body.length - start.from, start.charset));
  }

  /// What a byte order mark says, or the zeros of a first character that is ASCII.
  private static @Nullable Start startByMark(byte[] body) {
    if (startsWith(body, 0xef, 0xbb, 0xbf)) {
      return new Start(UTF_8, 3);
    }
    if (startsWith(body, 0xff, 0xfe, 0, 0)) {
      return new Start(UTF_32LE, 4);
    }
    if (startsWith(body, 0, 0, 0xfe, 0xff)) {
      return new Start(UTF_32BE, 4);
    }
    if (startsWith(body, 0xff, 0xfe)) {
      return new Start(UTF_16LE, 2);
    }
    if (startsWith(body, 0xfe, 0xff)) {
      return new Start(UTF_16BE, 2);
    }
    if (startsWith(body, '<', 0, 0, 0)) {
      return new Start(UTF_32LE, 0);
    }
    if (startsWith(body, 0, 0, 0, '<')) {
      return new Start(UTF_32BE, 0);
    }
    if (startsWith(body, '<', 0)) {
      return new Start(UTF_16LE, 0);
    }
    return startsWith(body, 0, '<') ? new Start(UTF_16BE, 0) : null;
  }

  private static Decoding byClaim(
      byte[] body, Charset claim, boolean utf8IsClaimedToo, Problems problems) {
    if (!isSevenBit(claim)) {
      String text = new String(body, UTF_8);
      if (text.indexOf(REPLACEMENT) < 0) {
        if (!utf8IsClaimedToo && text.length() < body.length) {
          problems.add(FeedProblem.Kind.ENCODING, "claims to be " + claim + ", but is UTF-8");
        }
        return new Decoding(body, 0, true);
      }
    }
    String text = new String(body, wider(claim));
    if (text.indexOf(REPLACEMENT) >= 0) {
      problems.add(
          FeedProblem.Kind.ENCODING,
          "bytes that are no " + claim + " were replaced by " + REPLACEMENT);
    }
    return transcoded(text);
  }

  /// Whether every character takes two or four bytes; a document that really is so was
  /// recognised by its first bytes, so this claim is wrong.
  private static boolean isWide(Charset charset) {
    return charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32");
  }

  /// Whether valid UTF-8 says nothing about a text in this character set, because it has no
  /// bytes above 127.
  private static boolean isSevenBit(Charset charset) {
    return charset.name().startsWith("ISO-2022");
  }

  /// Whether more characters came out well than there are places where bytes did not fit. Text
  /// in another character set hardly ever forms valid UTF-8 by chance.
  private static boolean mostlyUtf8(String text) {
    int balance = 0;
    char before = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == REPLACEMENT) {
        balance -= before == REPLACEMENT ? 0 : 1;
      } else if (c > 127) {
        balance++;
      }
      before = c;
    }
    return balance >= 0;
  }

  private static Charset wider(Charset charset) {
    String wider = WIDER.get(charset.name().toLowerCase(Locale.ROOT));
    return wider != null && Charset.isSupported(wider) ? Charset.forName(wider) : charset;
  }

  private static @Nullable Charset declaredIn(byte[] body) {
    int length = Math.min(body.length, DECLARATION_WINDOW);
    return isDeclared(body, length) ? find(DECLARED, new String(body, 0, length, US_ASCII)) : null;
  }

  /// Whether there may be something to find, which is looked at without making a text of it.
  private static boolean isDeclared(byte[] body, int length) {
    int at = 0;
    while (at < length && body[at] >= 0 && body[at] <= ' ') {
      at++;
    }
    return at + 1 < length && body[at] == '<' && body[at + 1] == '?';
  }

  private static @Nullable Charset find(Pattern pattern, @Nullable String text) {
    if (text == null) {
      return null;
    }
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      return null;
    }
    String name = matcher.group(1);
    if (name.equalsIgnoreCase("utf-8")) {
      return UTF_8;
    }
    try {
      Charset charset = Charset.forName(name);
      return charset.equals(UTF_8) ? UTF_8 : charset;
    } catch (IllegalArgumentException unknown) {
      return null;
    }
  }

  private static boolean startsWith(byte[] body, int... start) {
    if (body.length < start.length) {
      return false;
    }
    for (int i = 0; i < start.length; i++) {
      if ((body[i] & 0xff) != start[i]) {
        return false;
      }
    }
    return true;
  }
}
