package dev.meanwhile.feed;

import java.util.ArrayList;
import java.util.List;

/// Reads a document to its end and makes one feed of it.
final class WholeFeed {
  private WholeFeed() {}

  /// @throws NotAFeedException if there is no feed in the document
  static ParsedFeed read(EntrySource source, Problems problems) {
    List<EntryDraft> entries = new ArrayList<>();
    for (EntryDraft entry = source.next(); entry != null; entry = source.next()) {
      if (entries.size() == Limits.MAX_ENTRIES) {
        problems.add(
            FeedProblem.Kind.LIMIT,
            "more than " + Limits.MAX_ENTRIES + " entries, the rest is left out");
        break;
      }
      entries.add(entry);
    }
    FeedDraft feed = source.feed();
    feed.completeLink(problems);
    entries.forEach(entry -> entry.complete(feed, problems));
    EntryIds.assign(entries, problems);
    return new ParsedFeed(
        feed.toFeed(entries.stream().map(EntryDraft::toEntry).toList()),
        problems.toList(),
        source.isLenient());
  }
}
