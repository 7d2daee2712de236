package dev.meanwhile.cli;

import dev.meanwhile.news.Account;
import dev.meanwhile.news.SourceReport;
import dev.meanwhile.news.store.StoredSource;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// Says loudly what is read without anybody's certificate being verified.
final class Unverified {
  static final String WORDS = "its connection is NOT VERIFIED (--insecure)";
  static final String CONSEQUENCE = ": whoever is in between can read and change everything";

  private Unverified() {}

  /// Says what that means.
  static void warn(PrintWriter err, StoredSource source) {
    err.println("meanwhile: " + Terminal.clean(source.name()) + ": " + WORDS + CONSEQUENCE);
    err.flush();
  }

  /// The sources of a run that were, all of them; empty if there are none.
  static List<String> lines(Account account, Terminal terminal) {
    List<SourceReport> unverified =
        account.results().stream().filter(SourceReport::isUnverified).toList();
    if (unverified.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add(terminal.bold("Not verified"));
    int nameWidth = Math.min(32, terminal.columns() / 3);
    for (SourceReport report : unverified) {
      lines.add("  " + terminal.red("! ") + Terminal.pad(report.source().name(), nameWidth) + "  "
          + WORDS);
    }
    lines.add("");
    return lines;
  }
}
