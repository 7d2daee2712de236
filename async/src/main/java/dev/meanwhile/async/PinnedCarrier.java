package dev.meanwhile.async;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The thread that runs the loop carries its virtual threads itself: a hand-over then never crosses
/// cores, which makes it several times as fast as on the JDK's scheduler.
///
/// Needs `--add-opens java.base/java.lang=ALL-UNNAMED` (on the module path `=dev.meanwhile.async`),
/// since the JDK has no public way to choose a virtual thread's scheduler.
final class PinnedCarrier implements LoopCarrier, Executor {
  /// `Thread.NO_INHERIT_THREAD_LOCALS`.
  private static final int NO_INHERIT_THREAD_LOCALS = 1 << 2;

  private static final @Nullable MethodHandle NEW_THREAD = findConstructor();

  // Continuations come from the loop's own threads and from timers and pollers of the JDK.
  private final ConcurrentLinkedQueue<Runnable> continuations = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Thread parkedDriver;
  private volatile boolean isReleased;

  // The thread that carries for a virtual caller. Confined to that caller.
  private @Nullable CompletableFuture<Boolean> substitute;

  static boolean isAvailable() {
    return NEW_THREAD != null;
  }

  @Override
  public Thread newThread(Runnable body) {
    MethodHandle constructor = NEW_THREAD;
    if (constructor == null) {
      throw new IllegalStateException("the pinned carrier is not available in this JVM");
    }
    try {
      return (Thread) constructor.invokeExact((Executor) this, (String) null, NO_INHERIT_THREAD_LOCALS, body);
    } catch (Throwable impossible) {
      throw new IllegalStateException("the JVM refused a virtual thread", impossible);
    }
  }

  /// Takes a continuation that is to run. It never refuses: an exception would reach whoever wakes the
  /// virtual thread, and leave that one asleep for ever.
  @Override
  public void execute(Runnable continuation) {
    continuations.add(continuation);
    wakeDriver();
  }

  @Override
  public boolean drive(long deadlineNanos) throws InterruptedException {
    if (!Thread.currentThread().isVirtual()) {
      return carry(deadlineNanos);
    }
    // A virtual thread cannot carry others: a platform thread does it, and this one waits for it.
    if (substitute == null) {
      substitute = CompletableFuture.supplyAsync(
          () -> carryUninterrupted(deadlineNanos),
          carrying -> Thread.ofPlatform().daemon().name("meanwhile-carrier").start(carrying));
    }
    try {
      boolean released = substitute.get();
      substitute = null;
      return released;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("the carrier thread failed", impossible.getCause());
    }
  }

  private boolean carryUninterrupted(long deadlineNanos) {
    try {
      return carry(deadlineNanos);
    } catch (InterruptedException _) {
      throw new IllegalStateException("nobody knows this thread, so nobody interrupts it");
    }
  }

  private boolean carry(long deadlineNanos) throws InterruptedException {
    while (true) {
      Runnable continuation = continuations.poll();
      if (continuation != null) {
        continuation.run();
      } else if (isReleased) {
        isReleased = false;
        return true;
      } else if (Thread.interrupted()) {
        throw new InterruptedException();
      } else if (System.nanoTime() - deadlineNanos >= 0) {
        return false;
      } else {
        park(deadlineNanos);
      }
    }
  }

  @Override
  public void release() {
    isReleased = true;
    wakeDriver();
  }

  @Override
  public String name() {
    return "pinned";
  }

  private void park(long deadlineNanos) {
    parkedDriver = Thread.currentThread();
    if (continuations.isEmpty() && !isReleased) {
      LockSupport.parkNanos(this, deadlineNanos - System.nanoTime());
    }
    parkedDriver = null;
  }

  private void wakeDriver() {
    Thread driver = parkedDriver;
    if (driver != null) {
      LockSupport.unpark(driver);
    }
  }

  private static @Nullable MethodHandle findConstructor() {
    try {
      Class<?> builders = Class.forName("java.lang.ThreadBuilders");
      MethodHandle found = MethodHandles.privateLookupIn(builders, MethodHandles.lookup())
          .findStatic(
              builders,
              "newVirtualThread",
              MethodType.methodType(Thread.class, Executor.class, String.class, int.class, Runnable.class));
      // The JDK's socket pollers are virtual threads started by whoever blocks on a socket first; on a
      // loop they would die with it. So they are started here, from a platform thread.
      Thread pollers = new Thread(new StartPollers(), "meanwhile-pollers");
      pollers.setDaemon(true);
      pollers.start();
      pollers.join();
      return found;
    } catch (ReflectiveOperationException | RuntimeException _) {
      return null;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /// A class of its own: a lambda would need this one, whose initialiser waits for it.
  private static final class StartPollers implements Runnable {
    @Override
    public void run() {
      try {
        Class.forName("sun.nio.ch.Poller");
      } catch (ClassNotFoundException _) {
        // A JDK without it has no pollers to start.
      }
    }
  }
}
