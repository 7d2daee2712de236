package dev.meanwhile.news;

import static dev.meanwhile.async.Async.taskGroup;
import static java.util.Objects.requireNonNull;

import dev.meanwhile.async.AsyncSemaphore;
import dev.meanwhile.async.CancelledError;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.TaskGroup;
import dev.meanwhile.http.AddressGuard;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.news.store.NewsStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads many sources at once and gives an account of every one of them, by a deadline.
///
/// {@snippet :
/// try (var session = ClientSession.open()) {
///   var aggregator = NewsAggregator.builder(session).deadline(Duration.ofSeconds(30)).build();
///   Account account = aggregator.refresh(sources, RunListener.NONE);
/// }
/// }
///
/// **Failure.** A source's failure is a part of the account and touches no other source.
/// **Cancellation.** A cancelled [#refresh] ends its reads and throws. [Run#stop] ends them and
/// keeps what is done. **Threads.** For tasks of a loop.
public final class NewsAggregator {
  private final ClientSession session;
  private final Duration timeout;
  private final Duration deadline;
  private final int concurrency;
  private final AddressGuard guard;
  private final Function<Route, ClientSession> opener;

  private NewsAggregator(Builder builder) {
    this.session = builder.session;
    this.timeout = builder.timeout;
    this.deadline = builder.deadline;
    this.concurrency = builder.concurrency;
    this.guard = builder.guard;
    this.opener = builder.opener;
  }

  /// Settings for an aggregator that fetches through `session`, whose governor keeps it polite
  /// to hosts.
  public static Builder builder(ClientSession session) {
    return new Builder(session);
  }

  /// Reads all sources, and returns when each has ended or the deadline has passed.
  ///
  /// @return one report per source, in the order given
  /// @throws CancelledError if the current scope is cancelled
  public Account refresh(List<Source> sources, RunListener listener) {
    return prepare(sources, listener).await();
  }

  /// A run that is to be awaited and may be stopped before its end.
  public Run prepare(List<Source> sources, RunListener listener) {
    return new Run(new Given(List.copyOf(sources)), requireNonNull(listener, "listener"));
  }

  /// Reads the sources of a store that are due, and keeps there what they bring: what a listener
  /// and the account say is kept for good. Another process that reads the same store reads
  /// others.
  ///
  /// @param choice which of them
  /// @return one report per source of the choice, also of those that were not due
  /// @throws dev.meanwhile.news.store.StoreException if the store fails before the first is read
  /// @throws CancelledError if the current scope is cancelled
  public Account refresh(NewsStore store, Choice choice, RunListener listener) {
    return prepare(store, choice, listener).await();
  }

  /// A run over a store that is to be awaited and may be stopped before its end.
  public Run prepare(NewsStore store, Choice choice, RunListener listener) {
    return new Run(new Claimed(store, choice, deadline), requireNonNull(listener, "listener"));
  }

  /// One reading of a number of sources.
  public final class Run {
    private final RunSources sources;
    private final RunListener listener;
    private @Nullable TaskGroup running;
    private String stopReason = "";
    private boolean isDeadline;

    private Run(RunSources sources, RunListener listener) {
      this.sources = sources;
      this.listener = listener;
    }

    /// Reads the sources; as [NewsAggregator#refresh].
    public Account await() {
      EventLoop loop = EventLoop.current();
      Duration start = loop.time();
      AsyncSemaphore slots = new AsyncSemaphore(concurrency);
      EventLoop.Handle limit = loop.callLater(deadline, () -> {
        isDeadline = stopReason.isEmpty();
        stop("the run's deadline of " + Texts.format(deadline) + " came first");
      });
      try (sources;
          Routes routes = new Routes(session, opener)) {
        List<RunSources.Item> items = sources.open();
        List<@Nullable SourceRead> reads = new ArrayList<>();
        listener.planned((int) items.stream().filter(item -> item.isRead()).count());
        taskGroup(group -> {
          running = group;
          for (RunSources.Item item : items) {
            SourceRead read = item.isRead() ? read(item, routes, slots) : null;
            reads.add(read);
            if (read != null) {
              group.start(read::run);
            }
          }
          if (!stopReason.isEmpty()) {
            group.stop();
          }
        });
        return account(items, reads, loop.time().minus(start));
      } finally {
        limit.cancel();
      }
    }

    private SourceRead read(RunSources.Item item, Routes routes, AsyncSemaphore slots) {
      return new SourceRead(item.source(), item.keeper(), routes, guard, timeout, slots, listener);
    }

    private Account account(
        List<RunSources.Item> items, List<@Nullable SourceRead> reads, Duration took) {
      Map<Long, SourceReport> reports = new TreeMap<>();
      for (int i = 0; i < items.size(); i++) {
        RunSources.Item item = items.get(i);
        SourceRead read = reads.get(i);
        reports.put(
            item.place(),
            read == null
                ? item.notDue(EventLoop.current().clock().instant())
                : read.report(stopReason, isDeadline));
      }
      return new Account(List.copyOf(reports.values()), took);
    }

    /// Ends the run: what is done is kept, what is not is cut off. For the loop's tasks and
    /// callbacks; does not wait.
    ///
    /// @param reason what the account says of the sources that are cut off
    public void stop(String reason) {
      if (stopReason.isEmpty()) {
        stopReason = reason;
        if (running != null) {
          running.stop();
        }
      }
    }
  }

  /// Settings of an aggregator.
  public static final class Builder {
    private final ClientSession session;
    private Duration timeout = Duration.ofSeconds(5);
    private Duration deadline = Duration.ofSeconds(30);
    private int concurrency = 64;
    private AddressGuard guard = AddressGuard.publicOnly();
    private Function<Route, ClientSession> opener = _ -> {
      throw new IllegalArgumentException(
          "this program has no connections through a proxy, nor with unverified certificates");
    };

    private Builder(ClientSession session) {
      this.session = requireNonNull(session, "session");
    }

    /// How long one source may take, from the dispatch of its request until it is parsed; 5 s by
    /// default.
    public Builder timeout(Duration timeout) {
      this.timeout = positive(timeout, "timeout");
      return this;
    }

    /// How long the run may take; 30 s by default.
    public Builder deadline(Duration deadline) {
      this.deadline = positive(deadline, "deadline");
      return this;
    }

    /// How many sources are read at a time; 64 by default. Sources that wait for their host do
    /// not count, so that a slow host holds up no other.
    ///
    /// @throws IllegalArgumentException if it is below 1
    public Builder concurrency(int concurrency) {
      if (concurrency < 1) {
        throw new IllegalArgumentException(
            "at least one source must be read at a time, not " + concurrency);
      }
      this.concurrency = concurrency;
      return this;
    }

    /// Which addresses may be connected to for what was found: where sources redirect to, and
    /// sources that stood in content; public ones by default. The host of a source that was
    /// typed is permitted besides.
    public Builder guard(AddressGuard guard) {
      this.guard = requireNonNull(guard, "guard");
      return this;
    }

    /// Opens the sessions for sources of a store that are read through a proxy, or whose
    /// certificates are not verified. One is opened in a run for each route that its sources
    /// take, when the first of them is read, and closed with the run. It should have the
    /// governor of the usual session, so that a host is left in peace whatever the way to it.
    /// Without this such sources fail.
    ///
    /// @param opener throws an [IllegalArgumentException] where a route is not possible; its
    ///     message becomes a part of the source's report
    public Builder sessions(Function<Route, ClientSession> opener) {
      this.opener = requireNonNull(opener, "opener");
      return this;
    }

    /// The aggregator.
    public NewsAggregator build() {
      return new NewsAggregator(this);
    }

    private static Duration positive(Duration duration, String what) {
      if (!duration.isPositive()) {
        throw new IllegalArgumentException(
            "the " + what + " must be longer than zero, not " + duration);
      }
      return duration;
    }
  }
}
