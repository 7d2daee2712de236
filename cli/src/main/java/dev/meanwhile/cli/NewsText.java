package dev.meanwhile.cli;

import dev.meanwhile.news.Account;
import dev.meanwhile.news.Headline;
import dev.meanwhile.news.ReadOutcome;
import dev.meanwhile.news.SourceReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A run in words: the newest headlines, what failed and why, and the summary.
final class NewsText {
  private static final int HEADLINES = 15;
  private static final int FAILURES = 30;
  /// As long as links in a terminal may be; a feed may also send a book.
  private static final int MAX_LINK = 2_083;

  private static final int AGE_WIDTH = 8;

  private final Terminal terminal;
  private final Instant now;

  NewsText(Terminal terminal, Instant now) {
    this.terminal = terminal;
    this.now = now;
  }

  List<String> lines(Account account) {
    List<String> lines = new ArrayList<>();
    headlines(account, lines);
    failures(account, lines);
    summary(account, lines);
    return lines;
  }

  private void headlines(Account account, List<String> lines) {
    List<Headline> newest = account.newest(HEADLINES);
    if (newest.isEmpty()) {
      return;
    }
    lines.add(terminal.bold("Newest"));
    int sourceWidth = Math.min(24, terminal.columns() / 4);
    int titleWidth = terminal.columns() - AGE_WIDTH - sourceWidth - 6;
    for (Headline headline : newest) {
      String title = Terminal.pad(headline.title(), titleWidth);
      lines.add("  " + terminal.dim(Terminal.pad(age(headline.published()), AGE_WIDTH)) + "  "
          + linked(title, headline.link()) + "  "
          + terminal.dim(Terminal.fit(headline.source(), sourceWidth)));
    }
    lines.add("");
  }

  private void failures(Account account, List<String> lines) {
    List<SourceReport> unread = account.results().stream()
        .filter(
            report -> !report.outcome().isSuccess() || report.outcome() == ReadOutcome.POSTPONED)
        .toList();
    if (unread.isEmpty()) {
      return;
    }
    lines.add(terminal.bold("Not read"));
    int nameWidth = Math.min(32, terminal.columns() / 3);
    for (SourceReport report : unread.subList(0, Math.min(FAILURES, unread.size()))) {
      String name = Terminal.pad(report.source().name(), nameWidth);
      boolean isFailure = !report.outcome().isSuccess();
      lines.add("  " + (isFailure ? terminal.red("✗ ") : terminal.yellow("… ")) + name + "  "
          + Terminal.clean(why(report)));
    }
    if (unread.size() > FAILURES) {
      lines.add("  and " + (unread.size() - FAILURES) + " more: --json lists every one of them");
    }
    lines.add("");
  }

  private void summary(Account account, List<String> lines) {
    long postponed = account.results().stream()
        .filter(report -> report.outcome() == ReadOutcome.POSTPONED)
        .count();
    lines.add(terminal.bold("Summary"));
    String ok = terminal.green(account.successful() - postponed + " ok");
    String failed =
        account.failed() == 0 ? "none failed" : terminal.red(account.failed() + " failed");
    lines.add("  Sources   " + account.results().size() + ": " + ok + ", " + failed
        + (postponed == 0 ? "" : ", " + postponed + " postponed"));
    lines.add("  Articles  " + account.articles());
    lines.add("  Time      " + seconds(account.took()));
    lines.add("  One by one it would have taken " + seconds(account.oneByOne()) + ": this was "
        + String.format(Locale.ROOT, "%.1f", account.speedup()) + " times as fast.");
  }

  static String why(SourceReport report) {
    if (report.outcome() == ReadOutcome.POSTPONED) {
      return "postponed: politeness to its host left no time for it";
    }
    return report.error() == null ? report.outcome().word() : report.error();
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2f s", duration.toNanos() / 1e9);
  }

  private String linked(String text, @Nullable String link) {
    // What else could end the address early and begin a command.
    boolean isSafe = link != null
        && link.length() <= MAX_LINK
        && link.matches("(?i)https?://.*")
        && link.chars().allMatch(c -> c > ' ' && c < 127);
    return terminal.hasColours() && isSafe
        ? "\033]8;;" + link + "\033\\" + text + "\033]8;;\033\\"
        : text;
  }

  private String age(@Nullable Instant published) {
    if (published == null) {
      return "";
    }
    long minutes = Duration.between(published, now).toMinutes();
    if (minutes < 1) {
      return minutes < -1 ? "to come" : "just now";
    }
    if (minutes < 60) {
      return minutes + " min";
    }
    if (minutes < 48 * 60) {
      return minutes / 60 + " h";
    }
    long days = minutes / (24 * 60);
    return days < 730 ? days + " d" : days / 365 + " y";
  }
}
