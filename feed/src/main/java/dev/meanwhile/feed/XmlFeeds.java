package dev.meanwhile.feed;

/// Reads feeds in XML: first as the well-formed document that it should be, then as what it is.
final class XmlFeeds {
  private XmlFeeds() {}

  static ParsedFeed parse(byte[] body, FeedHints hints, Problems problems) {
    Decoding document = Decoding.of(body, hints, problems);
    int mark = problems.mark();
    try {
      return strict(document, hints, problems);
    } catch (MalformedXmlException e) {
      problems.rewind(mark);
      Decoding repaired = Decoding.repaired(document, problems);
      return repaired == null
          ? lenient(document, e, hints, problems)
          : parseRepaired(repaired, hints, problems);
    }
  }

  private static ParsedFeed parseRepaired(Decoding document, FeedHints hints, Problems problems) {
    int mark = problems.mark();
    try {
      return strict(document, hints, problems);
    } catch (MalformedXmlException e) {
      problems.rewind(mark);
      return lenient(document, e, hints, problems);
    }
  }

  private static ParsedFeed strict(Decoding document, FeedHints hints, Problems problems) {
    return read(new AaltoEvents(document, problems), hints, problems);
  }

  private static ParsedFeed lenient(
      Decoding document, MalformedXmlException reason, FeedHints hints, Problems problems) {
    problems.add(
        FeedProblem.Kind.NOT_WELL_FORMED,
        "not well-formed: " + reason.getMessage(),
        reason.line,
        reason.column);
    return read(new JsoupEvents(document.text(), true), hints, problems);
  }

  private static ParsedFeed read(XmlEvents events, FeedHints hints, Problems problems) {
    return WholeFeed.read(new XmlMapping(events, hints, problems), problems);
  }
}
