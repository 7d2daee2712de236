package dev.meanwhile.cli;

import dev.meanwhile.news.RunListener;
import dev.meanwhile.news.Source;
import dev.meanwhile.news.SourceReport;

/// Shows the progress of a run of sources.
///
/// @param view where it is shown
record NewsProgress(ProgressView view) implements RunListener {
  @Override
  public void planned(int sources) {
    view.planned(sources);
  }

  @Override
  public void started(Source source) {
    view.started(source, source.name());
  }

  @Override
  public void finished(SourceReport report) {
    view.finished(report.source(), !report.outcome().isSuccess());
  }
}
