package dev.meanwhile.async.net;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Promise;
import dev.meanwhile.async.WaitKind;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Finds the addresses of hosts, without being held up by names that nobody answers for.
///
/// A look-up cannot be cancelled, may hang for a minute, and holds its thread in native code. So
/// look-ups have platform threads of their own, as many as there are look-ups under way, up to
/// 1,024; who waits for one can just stop waiting; and one that nobody waits for any more is not
/// begun. A name that was given up by all who waited for it goes to the back from then on, where
/// such names get half of the threads at most.
///
/// One look-up runs per name at a time. Addresses are kept for 30 s, that there is none for 60 s,
/// that there is no answer for now for 5 s; at most 10,000 names.
///
/// **Threads.** Safe for concurrent use, by several loops, too; [#addresses] is for tasks.
public final class NameLookup {
  // Everything mutable is guarded by this object's monitor, under which nobody waits, nothing
  // is looked up and no promise is completed.
  //
  //   asked ─▶ `fresh` or `doubtful` ─▶ running ─▶ remembered
  //              │ nobody waits           │ nobody waits any more
  //              ▼                        ▼
  //           forgotten             its name is doubtful
  private static final Duration KEEP_ADDRESSES = Duration.ofSeconds(30);
  private static final Duration KEEP_UNKNOWN = Duration.ofSeconds(60);
  private static final Duration KEEP_TROUBLE = Duration.ofSeconds(5);
  private static final int REMEMBERED = 10_000;
  private static final int MOST_AT_ONCE = 1_024;
  private static final int STACK_BYTES = 512 * 1024;

  private static final NameLookup SYSTEM =
      new NameLookup(InetAddress::getAllByName, lookUpThreads(), MOST_AT_ONCE);

  private final Lookup lookup;
  private final Executor executor;
  private final int mostAtOnce;

  private final Map<String, Remembered> remembered = new HashMap<>();
  private final Map<String, Pending> pending = new HashMap<>();
  private final SequencedMap<String, Pending> fresh = new LinkedHashMap<>();
  private final SequencedMap<String, Pending> doubtful = new LinkedHashMap<>();
  private final SequencedSet<String> givenUp = new LinkedHashSet<>();
  private int running;
  private int runningDoubtful;

  NameLookup(Lookup lookup, Executor executor, int mostAtOnce) {
    this.lookup = Objects.requireNonNull(lookup, "lookup");
    this.executor = executor;
    this.mostAtOnce = mostAtOnce;
  }

  /// The machine's name service; its answers are shared by the whole process.
  public static NameLookup system() {
    return SYSTEM;
  }

  /// A name service of one's own, as tests need one, with answers of its own.
  public static NameLookup of(Lookup lookup) {
    return new NameLookup(lookup, lookUpThreads(), MOST_AT_ONCE);
  }

  /// Asks for the addresses of a host.
  @FunctionalInterface
  public interface Lookup {
    /// The addresses of `host`. Called on a thread for look-ups, which it may block.
    ///
    /// @throws UnknownHostException if it has none
    InetAddress[] addressesOf(String host) throws UnknownHostException;
  }

  /// Waits for the addresses of `host`: at least one. A literal address is its own.
  ///
  /// @throws StreamException of kind DNS if it has none
  /// @throws dev.meanwhile.async.CancelledError if the current scope is cancelled
  public List<InetAddress> addresses(String host) {
    InetAddress literal = literal(host);
    if (literal != null) {
      return List.of(literal);
    }
    EventLoop loop = EventLoop.current();
    Promise<Answer> answer;
    synchronized (this) {
      Remembered known = remembered.get(host);
      if (known != null && loop.clock().instant().isBefore(known.until)) {
        return known.answer.orThrow();
      }
      answer = loop.createPromise(WaitKind.NETWORK, "the addresses of " + host);
      join(host, answer, loop.clock());
    }
    beginWaiting();
    try {
      return answer.await().orThrow();
    } finally {
      leave(host, answer);
    }
  }

  /// The address that `host` is by itself; null for a name.
  static @Nullable InetAddress literal(String host) {
    boolean canBe =
        host.indexOf(':') >= 0 || (!host.isEmpty() && Character.isDigit(host.charAt(0)));
    if (!canBe) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private void join(String host, Promise<Answer> waiter, InstantSource clock) {
    Pending found = pending.get(host);
    if (found == null) {
      found = new Pending(host, clock, givenUp.contains(host));
      pending.put(host, found);
      queueOf(found).put(host, found);
    }
    found.waiters.add(waiter);
  }

  private synchronized void leave(String host, Promise<Answer> waiter) {
    Pending left = pending.get(host);
    if (left != null && left.waiters.remove(waiter) && left.waiters.isEmpty()) {
      if (queueOf(left).remove(host) != null) {
        pending.remove(host);
      }
    }
  }

  private SequencedMap<String, Pending> queueOf(Pending asked) {
    return asked.isDoubtful ? doubtful : fresh;
  }

  private void beginWaiting() {
    for (Pending next = takeNext(); next != null; next = takeNext()) {
      Pending begun = next;
      try {
        executor.execute(() -> lookUp(begun));
      } catch (RejectedExecutionException | OutOfMemoryError noThread) {
        String message = "no thread to look up " + begun.host;
        end(begun, Answer.failed(message, noThread, Duration.ZERO));
        return;
      }
    }
  }

  private synchronized @Nullable Pending takeNext() {
    if (running == mostAtOnce) {
      return null;
    }
    Map.Entry<String, Pending> next = fresh.pollFirstEntry();
    if (next == null && runningDoubtful < Math.max(mostAtOnce / 2, 1)) {
      next = doubtful.pollFirstEntry();
    }
    if (next == null) {
      return null;
    }
    running++;
    runningDoubtful += next.getValue().isDoubtful ? 1 : 0;
    return next.getValue();
  }

  /// Runs on a look-up thread, and goes on with what waits for one.
  private void lookUp(Pending first) {
    for (Pending asked = first; asked != null; asked = takeNext()) {
      end(asked, ask(asked.host));
    }
  }

  private void end(Pending asked, Answer answer) {
    List<Promise<Answer>> waiters;
    synchronized (this) {
      running--;
      runningDoubtful -= asked.isDoubtful ? 1 : 0;
      pending.remove(asked.host);
      waiters = List.copyOf(asked.waiters);
      judge(asked.host, answer, waiters.isEmpty());
      remember(asked.host, answer, asked.clock.instant());
    }
    waiters.forEach(waiter -> waiter.complete(answer));
  }

  private void judge(String host, Answer answer, boolean isGivenUp) {
    if (isGivenUp) {
      if (givenUp.size() >= REMEMBERED) {
        givenUp.removeFirst();
      }
      givenUp.add(host);
    } else if (answer.failure == null) {
      givenUp.remove(host);
    }
  }

  private Answer ask(String host) {
    try {
      List<InetAddress> addresses = List.of(lookup.addressesOf(host));
      return addresses.isEmpty()
          ? Answer.failed("unknown host name " + host, null, KEEP_UNKNOWN)
          : new Answer(addresses, null, KEEP_ADDRESSES);
    } catch (UnknownHostException unknown) {
      boolean isTrouble = String.valueOf(unknown.getMessage()).contains("Temporary failure");
      return isTrouble
          ? Answer.failed("no answer from the name service for " + host, unknown, KEEP_TROUBLE)
          : Answer.failed("unknown host name " + host, unknown, KEEP_UNKNOWN);
    } catch (RuntimeException | Error refused) {
      // The JDK refuses some names (too long, with a NUL) in other ways.
      return Answer.failed("not a host name: " + host, refused, KEEP_UNKNOWN);
    }
  }

  private void remember(String host, Answer answer, Instant now) {
    if (remembered.size() >= REMEMBERED) {
      remembered.values().removeIf(old -> !now.isBefore(old.until));
      for (Iterator<?> each = remembered.values().iterator(); remembered.size() >= REMEMBERED; ) {
        each.next();
        each.remove();
      }
    }
    remembered.put(host, new Remembered(answer, now.plus(answer.keep)));
  }

  private static Executor lookUpThreads() {
    // No queue and no limit here: how many there may be is counted by who uses them.
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        10,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        Thread.ofPlatform()
            .daemon()
            .stackSize(STACK_BYTES)
            .name("meanwhile-names-", 1)
            .factory());
  }

  /// A look-up that waits for a thread, or has one.
  private static final class Pending {
    private final String host;
    private final InstantSource clock;
    private final boolean isDoubtful;
    private final List<Promise<Answer>> waiters = new ArrayList<>();

    Pending(String host, InstantSource clock, boolean isDoubtful) {
      this.host = host;
      this.clock = clock;
      this.isDoubtful = isDoubtful;
    }
  }

  /// Addresses, or why there are none, and how long that may be believed. A value in either case:
  /// a failure that nobody waits for any more is nothing to report.
  private record Answer(
      List<InetAddress> addresses, @Nullable StreamException failure, Duration keep) {
    static Answer failed(String message, @Nullable Throwable cause, Duration keep) {
      StreamException failure = cause == null
          ? StreamException.of(StreamException.Kind.DNS, message)
          : StreamException.of(StreamException.Kind.DNS, message, cause);
      return new Answer(List.of(), failure, keep);
    }

    List<InetAddress> orThrow() {
      if (failure != null) {
        throw failure.again();
      }
      return addresses;
    }
  }

  private record Remembered(Answer answer, Instant until) {}
}
