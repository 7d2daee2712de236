package dev.meanwhile.news;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a run takes its sources from.
interface RunSources extends AutoCloseable {
  /// One source of the run.
  ///
  /// @param source which one
  /// @param maybeKeeper what is known of it; null if it is not read in this run
  /// @param articles how many it held when it was last read
  /// @param place its place in the account
  record Item(Source source, @Nullable Keeper maybeKeeper, int articles, long place) {
    boolean isRead() {
      return maybeKeeper != null;
    }

    Keeper keeper() {
      if (maybeKeeper == null) {
        throw new IllegalStateException("it is not read");
      }
      return maybeKeeper;
    }

    SourceReport notDue(Instant now) {
      return SourceReport.notDue(source, articles, now);
    }
  }

  /// Takes them, in the order in which they are to be read. Waits.
  List<Item> open();

  /// Gives back what was not read. Waits, also when the run is cancelled.
  @Override
  void close();
}
