package dev.meanwhile.cli;

import dev.meanwhile.news.ReadOutcome;
import dev.meanwhile.news.RunListener;
import dev.meanwhile.news.SourceReport;
import java.io.PrintWriter;

/// Progress where there is no terminal: one plain line for each source that ended.
final class ProgressLines implements RunListener {
  private final PrintWriter out;
  private int total;
  private int ended;

  ProgressLines(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void planned(int sources) {
    total = sources;
  }

  @Override
  public void finished(SourceReport report) {
    ended++;
    boolean isSuccess = report.outcome().isSuccess();
    String what = isSuccess && report.error() == null && report.stage() == null
        ? report.outcome().word() + ", " + report.articles() + " articles"
        : NewsText.why(report);
    String word = isSuccess ? "ok" : report.outcome() == ReadOutcome.SLOW ? "slow" : "failed";
    out.println("[" + ended + "/" + total + "] " + Terminal.pad(word, 8)
        + Terminal.clean(report.source().name()) + ": " + Terminal.clean(what) + " ("
        + NewsText.seconds(report.took()) + ")"
        + (report.isUnverified() ? "; " + Unverified.WORDS : ""));
    if (ended == total) {
      out.flush();
    }
  }
}
