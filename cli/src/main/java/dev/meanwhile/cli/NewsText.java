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

/// A run in words: the newest headlines, what failed and why, and the summary.
final class NewsText {
  private static final int HEADLINES = 15;
  private static final int FAILURES = 30;
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
    lines.addAll(account(account));
    return lines;
  }

  /// What failed and why, and the summary.
  List<String> account(Account account) {
    List<String> lines = new ArrayList<>();
    failures(account, lines);
    lines.addAll(Unverified.lines(account, terminal));
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
      lines.add(
          "  " + terminal.dim(Terminal.pad(Ages.of(headline.published(), now), AGE_WIDTH)) + "  "
              + terminal.linked(title, headline.link()) + "  "
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
    long postponed = count(account, ReadOutcome.POSTPONED);
    long notDue = count(account, ReadOutcome.NOT_DUE);
    long slow = count(account, ReadOutcome.SLOW);
    long broken = account.failed() - slow;
    lines.add(terminal.bold("Summary"));
    String ok = terminal.green(account.successful() - postponed - notDue + " ok");
    String failed = broken == 0 ? "none failed" : terminal.red(broken + " failed");
    lines.add("  Sources   " + account.results().size() + ": " + ok + ", " + failed
        + (slow == 0 ? "" : ", " + terminal.red(slow + " too slow"))
        + (postponed == 0 ? "" : ", " + postponed + " postponed")
        + (notDue == 0 ? "" : ", " + notDue + " not due yet"));
    lines.add("  Articles  " + account.articles());
    lines.add("  Time      " + seconds(account.took()));
    if (notDue == account.results().size()) {
      return;
    }
    lines.add("  One by one it would have taken " + seconds(account.oneByOne()) + ": this was "
        + String.format(Locale.ROOT, "%.1f", account.speedup()) + " times as fast.");
  }

  private static long count(Account account, ReadOutcome outcome) {
    return account.results().stream()
        .filter(report -> report.outcome() == outcome)
        .count();
  }

  static String why(SourceReport report) {
    if (report.outcome() == ReadOutcome.POSTPONED) {
      return "postponed: politeness to its host left no time for it";
    }
    String error = report.error() == null ? report.outcome().word() : report.error();
    return report.outcome() == ReadOutcome.SLOW ? "too slow: " + error : error;
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2f s", duration.toNanos() / 1e9);
  }
}
