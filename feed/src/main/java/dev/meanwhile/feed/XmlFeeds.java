package dev.meanwhile.feed;

/// Reads feeds in XML: first as the well-formed document that it should be, then as what it is.
final class XmlFeeds {
  private XmlFeeds() {}

  static ParsedFeed parse(byte[] body, FeedHints hints, Problems problems) {
    Decoding document = Decoding.of(body, hints, problems);
    int mark = problems.mark();
    try {
      return strict(document, false, hints, problems);
    } catch (MalformedXmlException e) {
      problems.rewind(mark);
      return repaired(document, e, hints, problems);
    }
  }

  /// What is wrong with single characters is mended, so that the structure need not be guessed;
  /// for everything else it is.
  private static ParsedFeed repaired(
      Decoding document, MalformedXmlException reason, FeedHints hints, Problems problems) {
    Decoding repaired = Decoding.repaired(document, problems);
    Decoding decoded = repaired == null ? document : repaired;
    Decoding clean = Decoding.withoutForbidden(decoded, problems);
    Decoding mended = clean == null ? decoded : clean;
    if (mended == document) {
      return lenient(document, reason, hints, problems);
    }
    int mark = problems.mark();
    try {
      return strict(mended, clean != null, hints, problems);
    } catch (MalformedXmlException e) {
      problems.rewind(mark);
      return lenient(mended, e, hints, problems);
    }
  }

  private static ParsedFeed strict(
      Decoding document, boolean mended, FeedHints hints, Problems problems) {
    XmlMapping mapping = new XmlMapping(new AaltoEvents(document, problems), hints, problems);
    ParsedFeed parsed = WholeFeed.read(mapping, problems);
    return mended ? new ParsedFeed(parsed.feed(), parsed.problems(), true) : parsed;
  }

  private static ParsedFeed lenient(
      Decoding document, MalformedXmlException reason, FeedHints hints, Problems problems) {
    problems.add(
        FeedProblem.Kind.NOT_WELL_FORMED,
        "not well-formed: " + reason.getMessage(),
        reason.line,
        reason.column);
    XmlEvents events = new JsoupEvents(document.text(), true);
    return WholeFeed.read(new XmlMapping(events, hints, problems), problems);
  }
}
