package dev.meanwhile.feed;

import java.util.Locale;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.Range;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/// Events of a document that is not well-formed: a walk over the tree that jsoup made of it.
final class JsoupEvents implements XmlEvents {
  /*
   * jsoup closes what was left open where an outer element ends, at the latest at the end of the
   * document. It notes the place, so an element whose implicit end is the end of the document was
   * cut off (or never closed at all): the walk is DONE there instead of reporting its END.
   */
  private final Document document;
  private final int length;
  private final boolean whole;

  private Node node;
  private Kind kind = Kind.START;
  private int depth;
  private boolean cutOff;

  /// @param whole whether this is the document from its beginning, so that its lines count
  JsoupEvents(String text, boolean whole) {
    this.whole = whole;
    String bounded = bounded(text);
    this.length = bounded.length();
    this.document = Parser.xmlParser().setTrackPosition(true).parseInput(bounded, "");
    this.node = document;
  }

  /// The text up to the limit of tags.
  private static String bounded(String text) {
    int tags = 0;
    for (int i = text.indexOf('<'); i >= 0; i = text.indexOf('<', i + 1)) {
      if (++tags > Limits.MAX_LENIENT_TAGS) {
        return text.substring(0, i);
      }
    }
    return text;
  }

  @Override
  public Kind next() {
    if (kind == Kind.DONE) {
      return kind;
    }
    do {
      step();
    } while (!(node instanceof Element || node instanceof TextNode));
    if (node == document || (kind == Kind.END && isOpenAtEnd())) {
      cutOff = node != document;
      kind = Kind.DONE;
    }
    return kind;
  }

  /// Moves to the next node in document order, or to the end of the enclosing element.
  private void step() {
    Node next = kind == Kind.START && node.childNodeSize() > 0 ? node.childNode(0) : null;
    if (next == null && kind == Kind.START && node instanceof Element) {
      end(node);
      return;
    }
    if (next == null) {
      next = node.nextSibling();
    }
    if (next == null) {
      Node parent = node.parent();
      end(parent == null ? document : parent);
      return;
    }
    node = next;
    if (node instanceof Element) {
      depth++;
      kind = Kind.START;
    } else {
      kind = Kind.TEXT;
    }
  }

  private void end(Node element) {
    node = element;
    depth--;
    kind = Kind.END;
  }

  private boolean isOpenAtEnd() {
    Range end = ((Element) node).endSourceRange();
    return end.isTracked() && end.isImplicit() && end.startPos() >= length;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public int depth() {
    return depth;
  }

  @Override
  public Space space() {
    return Space.of(uri(), ((Element) node).tag().prefix());
  }

  /// What jsoup gives to names without a namespace is no namespace of the document.
  @Override
  public String uri() {
    String uri = ((Element) node).tag().namespace();
    return uri.equals(Parser.NamespaceXml) ? "" : uri;
  }

  @Override
  public String name() {
    return ((Element) node).tag().localName().toLowerCase(Locale.ROOT);
  }

  @Override
  public @Nullable String attribute(String name) {
    String prefixed = null;
    for (Attribute attribute : node.attributes()) {
      if (attribute.localName().equalsIgnoreCase(name)) {
        if (attribute.prefix().isEmpty()) {
          return TextBuffer.legal(attribute.getValue());
        }
        prefixed = TextBuffer.legal(attribute.getValue());
      }
    }
    return prefixed;
  }

  @Override
  public @Nullable String base() {
    return node.hasAttr("xml:base") ? TextBuffer.legal(node.attr("xml:base")) : null;
  }

  @Override
  public void text(TextBuffer into) {
    into.append(TextBuffer.legal(((TextNode) node).getWholeText()));
  }

  @Override
  public void tag(TextBuffer into) {
    String name = TextBuffer.legal(((Element) node).tag().localName());
    if (kind == Kind.END) {
      HtmlText.endTag(name, into);
      return;
    }
    HtmlText.startTag(name, into);
    int left = Limits.MAX_ATTRIBUTES;
    for (Attribute attribute : node.attributes()) {
      if (left-- > 0) {
        HtmlText.attribute(
            TextBuffer.legal(attribute.localName()), TextBuffer.legal(attribute.getValue()), into);
      }
    }
    into.append('>');
  }

  @Override
  public boolean isGuessed() {
    return true;
  }

  @Override
  public boolean isCutOff() {
    return cutOff;
  }

  @Override
  public long offset() {
    return 0;
  }

  @Override
  public int line() {
    return whole ? node.sourceRange().start().lineNumber() : 0;
  }

  @Override
  public int column() {
    return whole ? node.sourceRange().start().columnNumber() : 0;
  }
}
