package dev.meanwhile.feed;

import org.jspecify.annotations.Nullable;

/// A cursor over a document: what the mapping needs of a parser, and nothing more.
///
/// Two parsers stand behind it: [AaltoEvents] for well-formed documents, [JsoupEvents] for the
/// others. Comments, processing instructions and the DOCTYPE are never seen.
interface XmlEvents {
  /// What the cursor stands on.
  enum Kind {
    START,
    END,
    TEXT,
    /// The document is over. Elements may still be open if it was [cut off][XmlEvents#isCutOff].
    DONE
  }

  /// Moves on.
  ///
  /// @throws MalformedXmlException if the document is not well-formed and this parser minds
  Kind next();

  /// What the cursor stands on.
  Kind kind();

  /// Open elements: an element counts from its START on, and no more at its END.
  int depth();

  /// Vocabulary of the element that starts here.
  Space space();

  /// Namespace of the element that starts here as written, empty if it has none.
  String uri();

  /// Local name of the element that starts here, in lower case.
  String name();

  /// Attribute of the element that starts here by its local name in lower case; one without a
  /// prefix is preferred.
  @Nullable
  String attribute(String name);

  /// The `xml:base` of the element that starts here.
  @Nullable
  String base();

  /// Appends the text that the cursor stands on.
  void text(TextBuffer into);

  /// Appends the START or END that the cursor stands on as an HTML tag.
  void tag(TextBuffer into);

  /// Whether the structure is guessed, so that elements may lie inside others that were never
  /// closed.
  boolean isGuessed();

  /// Whether the document ended before its last element was closed.
  boolean isCutOff();

  /// Bytes of the document before the element that starts or ends here; 0 if this parser does not
  /// know.
  long offset();

  int line();

  int column();
}
