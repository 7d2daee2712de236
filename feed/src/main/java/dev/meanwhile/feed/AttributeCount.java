package dev.meanwhile.feed;

/// Counts the attributes of one start tag, byte by byte, to recognise one with more of them than
/// any real tag has.
final class AttributeCount {
  /*
   * What is counted is "=" outside of quotes. Comments and marked sections look like tags, which
   * does no harm.
   */
  private byte quote;
  private int attributes;
  private boolean over;

  /// Looks at the next byte of the tag.
  void see(byte b) {
    if (quote != 0) {
      quote = b == quote ? 0 : quote;
    } else if (b == '"' || b == '\'') {
      quote = b;
    } else if (b == '>' || b == '<') {
      over = true;
    } else if (b == '=') {
      attributes++;
    }
  }

  /// Whether the tag has ended, or there are too many already.
  boolean isOver() {
    return over || isEndless();
  }

  /// Whether there are more than any real tag has.
  boolean isEndless() {
    return attributes > Limits.MAX_NAMES;
  }
}
