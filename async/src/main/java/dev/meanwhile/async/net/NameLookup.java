package dev.meanwhile.async.net;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Promise;
import dev.meanwhile.async.WaitKind;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Finds the addresses of hosts.
///
/// A look-up cannot be cancelled, may hang for a minute, and holds its thread in native code.
/// So it has platform threads of its own, and who waits for one can just stop waiting.
final class NameLookup {
  private static final int THREADS = 16;
  private static final int QUEUED = 1_000;
  private static final Executor LOOK_UP_THREADS = pool();

  private NameLookup() {}

  /// Waits for the addresses of `host`: at least one. A literal address is its own.
  ///
  /// @throws StreamException of kind DNS if it has none
  static List<InetAddress> addresses(String host) {
    InetAddress literal = literal(host);
    if (literal != null) {
      return List.of(literal);
    }
    Promise<Answer> answer =
        EventLoop.current().createPromise(WaitKind.NETWORK, "the addresses of " + host);
    try {
      LOOK_UP_THREADS.execute(() -> answer.complete(lookUp(host)));
    } catch (RejectedExecutionException _) {
      throw StreamException.of(
          StreamException.Kind.DNS,
          "more than " + QUEUED + " host names wait to be looked up, and " + host + " came late");
    }
    return answer.await().orThrow();
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

  private static Answer lookUp(String host) {
    try {
      return new Answer(List.of(InetAddress.getAllByName(host)), null);
    } catch (UnknownHostException unknown) {
      return failed("unknown host name " + host, unknown);
    } catch (RuntimeException refused) {
      // The JDK refuses some names (too long, with a NUL) in other ways.
      return failed("not a host name: " + host, refused);
    }
  }

  private static Answer failed(String message, Exception cause) {
    return new Answer(List.of(), StreamException.of(StreamException.Kind.DNS, message, cause));
  }

  private static Executor pool() {
    ThreadPoolExecutor pool = new ThreadPoolExecutor(
        THREADS,
        THREADS,
        10,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(QUEUED),
        Thread.ofPlatform().daemon().name("meanwhile-look-up-", 1).factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /// A value in either case: a failure that nobody waits for any more is nothing to report.
  private record Answer(
      List<InetAddress> addresses, @Nullable StreamException failure) {
    List<InetAddress> orThrow() {
      if (failure != null) {
        throw failure.again();
      }
      return addresses;
    }
  }
}
