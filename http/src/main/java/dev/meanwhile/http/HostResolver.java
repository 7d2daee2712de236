package dev.meanwhile.http;

import dev.meanwhile.async.Async;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.http.HttpException.Stage;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Finds the addresses of hosts.
///
/// A look-up cannot be cancelled, and may hang for a minute. So it has threads of its own, who
/// waits for one can stop waiting, and one that nobody waits for any more is not begun. One
/// look-up runs per name at a time. Answers are kept for 30 s, that there is none for 60 s, that
/// there is none for now for 5 s; at most 10,000 of them.
///
/// **Threads.** Safe for concurrent use.
final class HostResolver {
  private static final Duration KEEP_ADDRESSES = Duration.ofSeconds(30);
  private static final Duration KEEP_UNKNOWN = Duration.ofSeconds(60);
  private static final Duration KEEP_TROUBLE = Duration.ofSeconds(5);
  private static final int REMEMBERED = 10_000;
  private static final int THREADS = 16;

  private static final Executor LOOK_UP_THREADS = pool();

  private final Lookup lookup;
  private final Executor executor;

  // Both guarded by this object's monitor, under which nobody waits.
  private final Map<String, Remembered> remembered = new HashMap<>();
  private final Map<String, Pending> pending = new HashMap<>();

  HostResolver() {
    this(InetAddress::getAllByName, LOOK_UP_THREADS);
  }

  HostResolver(Lookup lookup, Executor executor) {
    this.lookup = lookup;
    this.executor = executor;
  }

  /// Waits for the addresses of a host; a literal address is its own.
  ///
  /// @throws HttpException of stage DNS if it has none
  List<InetAddress> resolve(String host) {
    List<InetAddress> literal = literal(host);
    if (!literal.isEmpty()) {
      return literal;
    }
    Instant now = EventLoop.current().clock().instant();
    Pending mine;
    synchronized (this) {
      Remembered known = remembered.get(host);
      if (known != null && now.isBefore(known.until)) {
        return known.answer.orThrow(host);
      }
      mine = join(host);
    }
    try {
      Answer answer = Async.await(mine.answer);
      remember(host, answer);
      return answer.orThrow(host);
    } finally {
      synchronized (this) {
        mine.waiters--;
      }
    }
  }

  private Pending join(String host) {
    Pending found = pending.get(host);
    if (found != null) {
      found.waiters++;
      return found;
    }
    Pending started = new Pending();
    started.waiters++;
    pending.put(host, started);
    executor.execute(() -> lookUp(host, started));
    return started;
  }

  /// Runs on a look-up thread.
  private void lookUp(String host, Pending asked) {
    synchronized (this) {
      if (asked.waiters == 0) {
        pending.remove(host);
        return;
      }
    }
    Answer answer = ask(host);
    synchronized (this) {
      pending.remove(host);
    }
    asked.answer.complete(answer);
  }

  private Answer ask(String host) {
    try {
      List<InetAddress> addresses = List.of(lookup.addressesOf(host));
      return addresses.isEmpty()
          ? new Answer(addresses, "unknown host name", KEEP_UNKNOWN)
          : new Answer(addresses, "", KEEP_ADDRESSES);
    } catch (UnknownHostException unknown) {
      boolean isTrouble = String.valueOf(unknown.getMessage()).contains("Temporary failure");
      return isTrouble
          ? new Answer(List.of(), "no answer from the name service for", KEEP_TROUBLE)
          : new Answer(List.of(), "unknown host name", KEEP_UNKNOWN);
    } catch (RuntimeException refused) {
      // The JDK refuses some names (too long, with a NUL) in other ways.
      return new Answer(List.of(), "not a host name:", KEEP_UNKNOWN);
    }
  }

  private synchronized void remember(String host, Answer answer) {
    Instant now = EventLoop.current().clock().instant();
    if (remembered.size() >= REMEMBERED) {
      remembered.values().removeIf(old -> !now.isBefore(old.until));
      if (remembered.size() >= REMEMBERED) {
        remembered.clear();
      }
    }
    remembered.put(host, new Remembered(answer, now.plus(answer.keep)));
  }

  private static List<InetAddress> literal(String host) {
    boolean canBe =
        host.indexOf(':') >= 0 || (!host.isEmpty() && Character.isDigit(host.charAt(0)));
    if (!canBe) {
      return List.of();
    }
    try {
      return List.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException _) {
      return List.of();
    }
  }

  private static Executor pool() {
    // The queue has no limit of its own: each entry is a request that waits, and those have one.
    ThreadPoolExecutor pool = new ThreadPoolExecutor(
        THREADS,
        THREADS,
        10,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        Thread.ofPlatform().daemon().name("meanwhile-names-", 1).factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /// Asks for the addresses of a host, blocking.
  @FunctionalInterface
  interface Lookup {
    InetAddress[] addressesOf(String host) throws UnknownHostException;
  }

  /// A look-up under way.
  private static final class Pending {
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private int waiters;
  }

  /// Addresses, or why there are none, and how long that may be believed.
  private record Answer(List<InetAddress> addresses, String problem, Duration keep) {
    List<InetAddress> orThrow(String host) {
      if (addresses.isEmpty()) {
        throw HttpException.of(Stage.DNS, problem + " " + host);
      }
      return addresses;
    }
  }

  private record Remembered(Answer answer, Instant until) {}
}
