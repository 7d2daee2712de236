package dev.meanwhile.async;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One platform thread carries all virtual threads of the loop: a hand-over then never crosses
/// cores, which makes it faster than on the JDK's scheduler.
///
/// Needs `--add-opens java.base/java.lang=ALL-UNNAMED` (on the module path
/// `=dev.meanwhile.async`), since the JDK has no public way to choose a virtual thread's
/// scheduler.
final class PinnedCarrier implements LoopCarrier, Executor {
  /*
   * The carrier is a thread of a pool and not the one that called run(), for two reasons. The JDK
   * clears a carrier's interrupt flag whenever a virtual thread leaves it, so an interrupt of the
   * caller would be lost unless it came while nothing ran. And a task that never lets go would never
   * let the caller go either, whose close() has promised to return.
   *
   * It is one thread at a time and not always the same: it goes back to the pool when the run is over
   * and comes again with the next continuation, whoever sends that. So a virtual thread that a task
   * started on its own, and that inherited this scheduler, never gets stuck.
   */

  /// `Thread.NO_INHERIT_THREAD_LOCALS`.
  private static final int NO_INHERIT_THREAD_LOCALS = 1 << 2;

  /// The stack on which tasks run while they run: enough for blocks within blocks, ten thousand
  /// deep. Only what is used of it takes memory.
  private static final long STACK_BYTES = 32L * 1024 * 1024;

  private static final @Nullable MethodHandle NEW_THREAD = findConstructor();

  // Has no limit of its own: it has a thread for each loop that runs.
  private static final Executor CARRIERS = carriers();

  private final Executor carriers;
  private final Parking parking;

  // Continuations come from the loop's own threads and from timers and pollers of the JDK.
  private final ConcurrentLinkedQueue<Runnable> continuations = new ConcurrentLinkedQueue<>();

  // Whether a thread carries, or is about to. Written by compare-and-set, or by the one that
  // carries.
  private final AtomicBoolean isCarrying = new AtomicBoolean();

  // Written by the thread that carries.
  private volatile @Nullable Thread parkedCarrier;

  // Written by the loop's caller when a run begins, and by the loop when it is over.
  private volatile boolean isOpen;

  PinnedCarrier() {
    this(CARRIERS, Parking.REAL);
  }

  PinnedCarrier(Executor carriers, Parking parking) {
    this.carriers = carriers;
    this.parking = parking;
  }

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
      return (Thread)
          constructor.invokeExact((Executor) this, (String) null, NO_INHERIT_THREAD_LOCALS, body);
    } catch (Throwable impossible) {
      throw new IllegalStateException("the JVM refused a virtual thread", impossible);
    }
  }

  /// Takes a continuation that is to run. It never refuses: an exception would reach whoever
  /// wakes the virtual thread, and leave that one asleep for ever.
  @Override
  public void execute(Runnable continuation) {
    continuations.add(continuation);
    // Whoever parks or leaves looks at the queue afterwards; so one of the two sees the other.
    Thread parked = parkedCarrier;
    if (parked != null) {
      parking.unpark(parked);
    } else if (!isCarrying.get() && isCarrying.compareAndSet(false, true)) {
      carriers.execute(this::carry);
    }
  }

  private void carry() {
    while (true) {
      Runnable continuation = continuations.poll();
      if (continuation != null) {
        continuation.run();
      } else if (isOpen) {
        park();
      } else {
        isCarrying.set(false);
        if (continuations.isEmpty() || !isCarrying.compareAndSet(false, true)) {
          return;
        }
      }
    }
  }

  private void park() {
    parkedCarrier = Thread.currentThread();
    if (continuations.isEmpty() && isOpen) {
      parking.park(this, Long.MAX_VALUE);
    }
    parkedCarrier = null;
  }

  @Override
  public void open() {
    isOpen = true;
  }

  @Override
  public void release() {
    isOpen = false;
    Thread parked = parkedCarrier;
    if (parked != null) {
      parking.unpark(parked);
    }
  }

  @Override
  public String name() {
    return "pinned";
  }

  private static Executor carriers() {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        10,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        Thread.ofPlatform()
            .daemon()
            .name("meanwhile-carrier-", 1)
            .stackSize(STACK_BYTES)
            .factory());
  }

  private static @Nullable MethodHandle findConstructor() {
    try {
      Class<?> builders = Class.forName("java.lang.ThreadBuilders");
      MethodHandle found = MethodHandles.privateLookupIn(builders, MethodHandles.lookup())
          .findStatic(
              builders,
              "newVirtualThread",
              MethodType.methodType(
                  Thread.class, Executor.class, String.class, int.class, Runnable.class));
      // The JDK's socket pollers are virtual threads started by whoever blocks on a socket
      // first; on a loop they would die with it. So they are started here, from a platform
      // thread.
      Thread pollers = new Thread(new StartPollers(), "meanwhile-pollers");
      pollers.setDaemon(true);
      pollers.start();
      joinUninterruptibly(pollers);
      return found;
    } catch (ReflectiveOperationException | RuntimeException _) {
      return null;
    }
  }

  /// An interrupt of whoever came here first must not decide for the whole life of the process.
  private static void joinUninterruptibly(Thread thread) {
    boolean wasInterrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException _) {
        wasInterrupted = true;
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
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
