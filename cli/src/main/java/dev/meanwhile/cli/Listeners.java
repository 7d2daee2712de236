package dev.meanwhile.cli;

import dev.meanwhile.news.RunListener;
import dev.meanwhile.news.Source;
import dev.meanwhile.news.SourceReport;

/// Two that are told the same.
record Listeners(RunListener first, RunListener second) implements RunListener {
  @Override
  public void planned(int sources) {
    first.planned(sources);
    second.planned(sources);
  }

  @Override
  public void started(Source source) {
    first.started(source);
    second.started(source);
  }

  @Override
  public void finished(SourceReport report) {
    first.finished(report);
    second.finished(report);
  }
}
