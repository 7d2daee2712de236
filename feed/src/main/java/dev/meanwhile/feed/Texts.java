package dev.meanwhile.feed;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the text of elements. Each method starts on the START of an element and reads through
/// its END.
final class Texts {
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/\\s]++=*+\\s*+");

  /*
   * In a document that is not well-formed, an element may never have been closed and then seems
   * to hold everything after it. So where structure is guessed, the start of an entry ends every
   * text: the cursor is left standing on that START and `isHeld` says so.
   */
  private final XmlEvents events;
  private final Problems problems;
  private final TextBuffer buffer = new TextBuffer();
  private boolean held;
  private @Nullable String base;

  Texts(XmlEvents events, Problems problems) {
    this.events = events;
    this.problems = problems;
  }

  /// Whether the last reading stopped at the START of an entry, which is still to be mapped.
  boolean isHeld() {
    return held;
  }

  /// The same, and forgets it.
  boolean takeHeld() {
    boolean was = held;
    held = false;
    return was;
  }

  /// The base of the element around all of the HTML that was read last, if it has one.
  @Nullable
  String base() {
    return base;
  }

  /// The text without any tags, or null if there is none.
  @Nullable
  String plain() {
    buffer.clear();
    int depth = events.depth();
    held = false;
    while (true) {
      switch (events.next()) {
        case TEXT -> {
          if (buffer.length() < Limits.MAX_SHORT_TEXT) {
            events.text(buffer);
          }
        }
        case START -> {
          if (stopsHere()) {
            return stripped();
          }
        }
        case END -> {
          if (events.depth() < depth) {
            return stripped();
          }
        }
        case DONE -> {
          return null;
        }
      }
    }
  }

  /// The text as HTML, or null if there is none.
  @Nullable
  String html(TextKind kind) {
    boolean nested = read(kind);
    if (events.kind() == XmlEvents.Kind.DONE) {
      return null;
    }
    String text = stripped();
    if (text == null) {
      return null;
    }
    return switch (kind) {
      case HTML, XHTML -> text;
      case TEXT -> nested ? text : HtmlText.escaped(text);
      case BASE64 -> Draft.blankToNull(decoded(text));
    };
  }

  /// Fills the buffer and says whether there were elements inside.
  private boolean read(TextKind kind) {
    buffer.clear();
    int depth = events.depth();
    held = false;
    base = null;
    boolean nested = false;
    boolean wrapped = false;
    while (true) {
      switch (events.next()) {
        case TEXT -> {
          int from = buffer.length();
          events.text(buffer);
          if (kind == TextKind.XHTML || events.depth() > depth) {
            buffer.escapeFrom(from);
          }
        }
        case START -> {
          if (stopsHere()) {
            return nested;
          }
          nested = true;
          if (isWrapper(kind, depth)) {
            wrapped = true;
            base = events.base();
          } else {
            events.tag(buffer);
          }
        }
        case END -> {
          if (events.depth() < depth) {
            reportIfFull();
            return nested;
          }
          if (!(wrapped && events.depth() == depth)) {
            events.tag(buffer);
          }
        }
        case DONE -> {
          return nested;
        }
      }
    }
  }

  /// Reads through the END of the element that starts here, keeping nothing.
  void skip() {
    int depth = events.depth();
    held = false;
    while (true) {
      switch (events.next()) {
        case START -> {
          if (isEntry(events)) {
            held = true;
            return;
          }
        }
        case END -> {
          if (events.depth() < depth) {
            return;
          }
        }
        case DONE -> {
          return;
        }
        case TEXT -> {}
      }
    }
  }

  /// Whether an entry starts here.
  static boolean isEntry(XmlEvents events) {
    return switch (events.name()) {
      case "item", "entry" -> {
        Space space = events.space();
        yield space == Space.CORE || space == Space.ATOM;
      }
      default -> false;
    };
  }

  /// Whether the cursor stands on the START of an entry that cannot be part of what is being
  /// read.
  boolean stopsHere() {
    held = events.isGuessed() && isEntry(events);
    return held;
  }

  /// Atom puts XHTML into a div that is no part of it.
  private boolean isWrapper(TextKind kind, int depth) {
    return kind == TextKind.XHTML
        && events.depth() == depth + 1
        && events.name().equals("div");
  }

  private void reportIfFull() {
    if (buffer.isFull()) {
      problems.add(
          FeedProblem.Kind.LIMIT,
          "a text of more than " + Limits.MAX_TEXT + " characters was cut",
          events.line(),
          events.column());
    }
  }

  private @Nullable String stripped() {
    String text = buffer.stripped();
    return text.isBlank() ? null : text;
  }

  /// The text in Base64; null if it holds something else, such as an image.
  private static @Nullable String decoded(String base64) {
    if (!BASE64.matcher(base64).matches()) {
      return HtmlText.escaped(base64); // not what it should be, so probably the text itself
    }
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(base64);
      return TextBuffer.legal(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (IllegalArgumentException notBase64) {
      return base64;
    } catch (CharacterCodingException notText) {
      return null;
    }
  }
}
