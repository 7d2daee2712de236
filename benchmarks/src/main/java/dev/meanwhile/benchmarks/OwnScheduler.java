package dev.meanwhile.benchmarks;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Bare virtual threads on a single thread of their own: what a loop's pinned carrier costs at
/// the least. Needs `--add-opens java.base/java.lang=ALL-UNNAMED`.
public final class OwnScheduler implements Executor, AutoCloseable {
  private static final int NO_INHERIT_THREAD_LOCALS = 1 << 2;
  private static final MethodHandle NEW_THREAD = findConstructor();

  private final ConcurrentLinkedQueue<Runnable> continuations = new ConcurrentLinkedQueue<>();
  private final Thread carrier;
  private volatile boolean isParked;
  private volatile boolean isClosed;

  private OwnScheduler() {
    carrier = new Thread(this::carry, "own-scheduler");
    carrier.setDaemon(true);
  }

  /// A scheduler whose thread runs until it is closed.
  public static OwnScheduler open() {
    OwnScheduler scheduler = new OwnScheduler();
    scheduler.carrier.start();
    return scheduler;
  }

  /// A virtual thread of this scheduler, not started yet.
  public Thread newThread(Runnable body) {
    try {
      return (Thread)
          NEW_THREAD.invokeExact((Executor) this, (String) null, NO_INHERIT_THREAD_LOCALS, body);
    } catch (Throwable impossible) {
      throw new IllegalStateException("the JVM refused a virtual thread", impossible);
    }
  }

  @Override
  public void execute(Runnable continuation) {
    continuations.add(continuation);
    if (isParked) {
      LockSupport.unpark(carrier);
    }
  }

  /// Lets the thread go. Virtual threads that have not ended never go on.
  @Override
  public void close() {
    isClosed = true;
    LockSupport.unpark(carrier);
  }

  private void carry() {
    while (!isClosed) {
      @Nullable Runnable continuation = continuations.poll();
      if (continuation != null) {
        continuation.run();
        continue;
      }
      isParked = true;
      if (continuations.isEmpty() && !isClosed) {
        LockSupport.park(this);
      }
      isParked = false;
    }
  }

  private static MethodHandle findConstructor() {
    try {
      Class<?> builders = Class.forName("java.lang.ThreadBuilders");
      MethodType type = MethodType.methodType(
          Thread.class, Executor.class, String.class, int.class, Runnable.class);
      return MethodHandles.privateLookupIn(builders, MethodHandles.lookup())
          .findStatic(builders, "newVirtualThread", type);
    } catch (ReflectiveOperationException missing) {
      throw new IllegalStateException("needs --add-opens java.base/java.lang=ALL-UNNAMED", missing);
    }
  }
}
