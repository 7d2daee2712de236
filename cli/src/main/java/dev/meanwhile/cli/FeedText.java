package dev.meanwhile.cli;

import dev.meanwhile.feed.Entry;
import dev.meanwhile.feed.Feed;
import dev.meanwhile.feed.ParsedFeed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A feed in words.
final class FeedText {
  private static final int ENTRIES = 10;
  private static final int DATE_WIDTH = 10;

  private FeedText() {}

  static List<String> lines(FeedCommand.Reading reading, Terminal terminal) {
    return switch (reading) {
      case FeedCommand.Reading.Read(var source, var parsed) -> feed(source, parsed, terminal);
      case FeedCommand.Reading.Unread(var source, var error) ->
        List.of(terminal.red("✗ ") + Terminal.clean(source), "  " + Terminal.clean(error), "");
    };
  }

  private static List<String> feed(String source, ParsedFeed parsed, Terminal terminal) {
    Feed feed = parsed.feed();
    List<String> lines = new ArrayList<>();
    lines.add(terminal.bold(Terminal.clean(feed.title() == null ? source : feed.title())));
    lines.add("  " + feed.format() + ", " + feed.entries().size() + " entries"
        + (parsed.lenient() ? ", not well-formed" : ""));
    for (Entry entry :
        feed.entries().subList(0, Math.min(ENTRIES, feed.entries().size()))) {
      Instant published = entry.published() == null ? entry.updated() : entry.published();
      String date = published == null ? "" : published.toString().substring(0, DATE_WIDTH);
      String title = entry.title() == null ? "(without a title)" : entry.title();
      lines.add("  " + terminal.dim(Terminal.pad(date, DATE_WIDTH)) + "  "
          + Terminal.fit(title, terminal.columns() - DATE_WIDTH - 4));
    }
    if (feed.entries().size() > ENTRIES) {
      lines.add("  and " + (feed.entries().size() - ENTRIES) + " more: --json shows all");
    }
    parsed
        .problems()
        .forEach(problem ->
            lines.add("  " + terminal.yellow("! ") + Terminal.clean(problem.toString())));
    lines.add("");
    return lines;
  }
}
