package dev.meanwhile.feed;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How the text of an element is to be understood.
enum TextKind {
  /// Plain text: `<` is a less-than sign.
  TEXT,
  /// HTML, escaped once for XML.
  HTML,
  /// Elements right in the document.
  XHTML,
  /// Bytes as Atom 0.3 could carry them.
  BASE64;

  /// What the attributes of an Atom construct say; in 1.0 `type`, in 0.3 `mode` as well.
  static TextKind ofAtom(XmlEvents events) {
    String type = lower(events.attribute("type"));
    String mode = lower(events.attribute("mode"));
    if ("base64".equals(mode)) {
      return BASE64;
    }
    if (type == null) {
      return "xml".equals(mode) ? XHTML : TEXT;
    }
    return switch (type) {
      case "text", "text/plain", "plain" -> TEXT;
      case "html", "text/html" -> "xml".equals(mode) ? XHTML : HTML;
      case "xhtml" -> XHTML;
      default -> {
        if (isXml(type) && !"escaped".equals(mode)) {
          yield XHTML;
        }
        // RFC 4287: what is neither text nor XML stands there as Base64.
        yield mode != null || type.startsWith("text/") || type.indexOf('/') < 0 ? HTML : BASE64;
      }
    };
  }

  /// What the `type` of a media text says, plain unless it says otherwise.
  static TextKind ofMedia(XmlEvents events) {
    return "html".equals(lower(events.attribute("type"))) ? HTML : TEXT;
  }

  private static boolean isXml(String type) {
    return type.endsWith("+xml") || type.endsWith("/xml");
  }

  private static @Nullable String lower(@Nullable String value) {
    if (value == null || value.equals("html") || value.equals("text") || value.equals("xhtml")) {
      return value;
    }
    return value.strip().toLowerCase(Locale.ROOT);
  }
}
