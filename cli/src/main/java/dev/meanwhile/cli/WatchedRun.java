package dev.meanwhile.cli;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.news.Account;
import dev.meanwhile.news.NewsAggregator;
import dev.meanwhile.news.RunListener;
import java.io.PrintWriter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A run that somebody watches, and may end with Ctrl-C.
final class WatchedRun {
  private WatchedRun() {}

  /// Awaits a run: its progress goes to `err`, as a picture where that is a terminal. Whoever
  /// ends it early waits until `then` has told what became of it.
  ///
  /// @param events told as well; null for nobody
  /// @param prepared makes the run, which is to tell the listener
  /// @param then makes the result of the account
  static <T> T await(
      PrintWriter err,
      @Nullable RunListener events,
      Function<RunListener, NewsAggregator.Run> prepared,
      Function<Account, T> then) {
    Terminal terminal = Terminal.fromProperties();
    EventLoop loop = EventLoop.current();
    ProgressView view =
        terminal.isErrorTerminal() ? new ProgressView(err, terminal, "sources") : null;
    RunListener progress = view == null ? new ProgressLines(err) : new NewsProgress(view);
    NewsAggregator.Run run =
        prepared.apply(events == null ? progress : new Listeners(progress, events));
    try (Interrupts _ =
        Interrupts.stopping(() -> loop.post(() -> run.stop("it was interrupted")))) {
      return then.apply(view == null ? run.await() : view.during(run::await));
    }
  }
}
