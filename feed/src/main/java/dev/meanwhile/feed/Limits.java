package dev.meanwhile.feed;

/// What a document may make us read or keep. The largest real feeds stay far below each of them.
final class Limits {
  /// Entries of one feed.
  static final int MAX_ENTRIES = 50_000;

  /// Open elements at one place of a well-formed document. Past it the rest is not read: a real
  /// feed with inline XHTML reaches a few dozen.
  static final int MAX_DEPTH = 1_000;

  /// Opening brackets that the lenient parser is given. It builds a tree, so this bounds its
  /// memory (some 200 bytes each).
  static final int MAX_LENIENT_TAGS = 250_000;

  /// Characters of one text, such as the content of an entry. The rest of it is left out.
  static final int MAX_TEXT = 4_000_000;

  /// Characters of a title, a name, a category or an address.
  static final int MAX_SHORT_TEXT = 20_000;

  /// Authors, categories or enclosures of one entry.
  static final int MAX_LIST = 500;

  /// Different names in a document, of elements, attributes, prefixes and the like. Aalto's
  /// table of names takes quadratic time when it is filled with more than any real document has.
  static final int MAX_NAMES = 1_000;

  /// Attributes of one element that are looked at or written out.
  static final int MAX_ATTRIBUTES = 200;

  /// Entities that a document may declare for itself.
  static final int MAX_ENTITIES = 500;

  /// Characters that such entities may add to a document in total.
  static final int MAX_EXPANSION = 100_000;

  /// Bytes that are kept of a document that is read as it arrives, to read them again leniently
  /// if it turns out not to be well-formed; and as many that may still follow then.
  static final int MAX_KEPT = 16 * 1024 * 1024;

  /// Bytes before the first entry that are kept as long as such a document is read.
  static final int MAX_PROLOG = 64 * 1024;

  /// Problems that are kept; later ones are rarely news.
  static final int MAX_PROBLEMS = 100;

  /// Objects and arrays inside each other in a JSON feed.
  static final int MAX_JSON_DEPTH = 200;

  private Limits() {}
}
