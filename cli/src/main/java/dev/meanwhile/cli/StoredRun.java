package dev.meanwhile.cli;

import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.HostGovernor;
import dev.meanwhile.news.Account;
import dev.meanwhile.news.Choice;
import dev.meanwhile.news.Indexer;
import dev.meanwhile.news.NewsAggregator;
import dev.meanwhile.news.RunListener;
import dev.meanwhile.news.store.NewsStore;
import dev.meanwhile.news.store.StoreException;
import java.io.PrintWriter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A run over the store: reads what is due, with what hosts have taught before, and makes what it
/// brings findable.
final class StoredRun {
  private final NewsStore store;
  private final FetchOptions options;
  private final PrintWriter err;

  StoredRun(NewsStore store, FetchOptions options, PrintWriter err) {
    this.store = store;
    this.options = options;
    this.err = err;
  }

  /// Reads, and shows how it goes on.
  ///
  /// @param events told as well; null for nobody
  /// @param then makes the result of the account
  <T> T read(Choice choice, @Nullable RunListener events, Function<Account, T> then) {
    HostGovernor governor = options.governor(LearnedManners.load(store));
    try (ClientSession session = options.session(governor)) {
      NewsAggregator aggregator = options.aggregator(session, governor);
      return WatchedRun.await(
          err, events, listener -> aggregator.prepare(store, choice, listener), account -> {
            LearnedManners.save(store, governor.learned());
            return then.apply(account);
          });
    } catch (StoreException e) {
      throw new CommandFailure(e.getMessage() == null ? "the store failed" : e.getMessage());
    }
  }

  /// Makes what is kept findable, and says so if that takes a while.
  void index() {
    int[] sum = new int[1];
    new Indexer(store).catchUp(more -> {
      boolean isLong = sum[0] < 5_000 && sum[0] + more >= 5_000;
      sum[0] += more;
      if (isLong) {
        err.println("meanwhile: preparing the search; what is interrupted goes on next time");
        err.flush();
      }
    });
  }
}
