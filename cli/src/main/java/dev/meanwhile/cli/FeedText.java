package dev.meanwhile.cli;

import dev.meanwhile.feed.Entry;
import dev.meanwhile.feed.Feed;
import dev.meanwhile.feed.ParsedFeed;
import dev.meanwhile.feed.Schedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A feed in words.
final class FeedText {
  private static final int ENTRIES = 10;
  private static final int DATE_WIDTH = 10;
  private static final int NAME_WIDTH = 8;

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
    lines.add("  " + feed.format() + ", " + count(feed.entries().size(), "entry", "entries")
        + (parsed.lenient() ? ", not well-formed" : ""));
    about(feed)
        .forEach((name, value) -> lines.add("  " + terminal.dim(Terminal.pad(name, NAME_WIDTH))
            + " " + Terminal.fit(value, terminal.columns() - NAME_WIDTH - 3)));
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
    lines.add(
        parsed.problems().isEmpty()
            ? "  " + terminal.green("✓") + " nothing wrong with it"
            : "  " + count(parsed.problems().size(), "problem", "problems"));
    lines.add("");
    return lines;
  }

  /// What a reader wants to know of a feed besides its entries, as far as it says so.
  private static Map<String, String> about(Feed feed) {
    Map<String, String> about = new LinkedHashMap<>();
    put("site", feed.link(), about);
    put("itself", feed.self(), about);
    put("about", feed.description(), about);
    put("language", feed.language(), about);
    put("updated", feed.updated(), about);
    put("next", ask(feed), about);
    put("hub", feed.hub(), about);
    put("made by", feed.generator() == null ? null : feed.generator().name(), about);
    return about;
  }

  /// How often the feed asks to be read.
  private static @Nullable String ask(Feed feed) {
    Schedule schedule = feed.schedule();
    if (feed.ttl() != null) {
      return "not before " + feed.ttl().toMinutes() + " minutes have passed";
    }
    return schedule == null || schedule.period() == null
        ? null
        : "changes every " + schedule.period().toMinutes() + " minutes";
  }

  private static void put(String name, @Nullable Object value, Map<String, String> to) {
    if (value != null) {
      to.put(name, value.toString());
    }
  }

  private static String count(int count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }
}
