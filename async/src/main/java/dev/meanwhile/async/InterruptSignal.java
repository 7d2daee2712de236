package dev.meanwhile.async;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Ctrl-C, caught while runs of a [Runner] are open that handle it.
///
/// It goes to the run that began last of those that had none yet, one Ctrl-C for each. When all
/// of them had theirs, it does what it did before the first of them began, as it does when the
/// last has ended.
///
/// The JDK has no supported way to see a signal twice (a shutdown hook comes too late to go on),
/// so this uses `sun.misc.Signal`, which is there to stay: by reflection, since the compiler
/// warns of it in a way that cannot be switched off.
final class InterruptSignal implements AutoCloseable {
  /*
   *   handle: the first ──▶ installed ──close: the last──▶ restored
   *                            │  ▲
   *        Ctrl-C, all had one │  │ handle
   *                            ▼  │
   *                         restored, and raised again
   *
   * One handler for the whole process: were there one for each run, each would restore what it
   * found, which may be that of a run that ended meanwhile.
   */
  private static final Object LOCK = new Object();

  // All guarded by LOCK: the runs in the order in which they began, and what ours replaces.
  private static final List<InterruptSignal> OPEN = new ArrayList<>();
  private static boolean isInstalled;
  private static @Nullable Object before;

  private final Runnable first;
  private boolean isPressed; // guarded by LOCK

  private InterruptSignal(Runnable first) {
    this.first = first;
  }

  /// From now on, until it is closed, one Ctrl-C calls `first` on a thread of the JVM's.
  ///
  /// @throws IllegalStateException if this JVM lets nobody handle signals
  static InterruptSignal handle(Runnable first) {
    InterruptSignal signal = new InterruptSignal(first);
    synchronized (LOCK) {
      try {
        install();
      } catch (ReflectiveOperationException failure) {
        Throwable cause =
            failure instanceof InvocationTargetException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        throw new IllegalStateException(
            "Ctrl-C cannot be handled in this JVM; it needs the module jdk.unsupported and no -Xrs: "
                + cause,
            cause);
      }
      OPEN.add(signal);
    }
    return signal;
  }

  /// Ctrl-C is no more for this one. Closing twice does nothing.
  @Override
  public void close() {
    synchronized (LOCK) {
      OPEN.remove(this);
      if (!OPEN.isEmpty()) {
        return;
      }
      try {
        restore();
      } catch (ReflectiveOperationException failure) {
        throw new IllegalStateException("the handler of Ctrl-C could not be put back", failure);
      }
    }
  }

  private static void pressed() throws ReflectiveOperationException {
    InterruptSignal target;
    synchronized (LOCK) {
      target = lastWithoutOne();
      if (target == null) {
        restore();
        // Returns at once. Under the lock, so that it cannot come back to our own handler.
        Object signal = interrupt();
        signal.getClass().getMethod("raise", signal.getClass()).invoke(null, signal);
        return;
      }
      target.isPressed = true;
    }
    target.first.run();
  }

  private static @Nullable InterruptSignal lastWithoutOne() {
    for (InterruptSignal open : OPEN.reversed()) {
      if (!open.isPressed) {
        return open;
      }
    }
    return null;
  }

  private static void install() throws ReflectiveOperationException {
    if (!isInstalled) {
      before = replace(newHandler());
      isInstalled = true;
    }
  }

  private static void restore() throws ReflectiveOperationException {
    if (isInstalled) {
      replace(before);
      isInstalled = false;
      before = null;
    }
  }

  private static Object newHandler() throws ClassNotFoundException {
    return Proxy.newProxyInstance(
        InterruptSignal.class.getClassLoader(),
        new Class<?>[] {handlerClass()},
        (proxy, method, arguments) -> switch (method.getName()) {
          case "equals" -> arguments != null && proxy == arguments[0];
          case "hashCode" -> System.identityHashCode(proxy);
          case "toString" -> "the handler of Runners";
          default -> {
            pressed();
            yield null;
          }
        });
  }

  private static @Nullable Object replace(@Nullable Object handler)
      throws ReflectiveOperationException {
    Object signal = interrupt();
    return signal
        .getClass()
        .getMethod("handle", signal.getClass(), handlerClass())
        .invoke(null, signal, handler);
  }

  private static Object interrupt() throws ReflectiveOperationException {
    return Class.forName("sun.misc.Signal").getConstructor(String.class).newInstance("INT");
  }

  private static Class<?> handlerClass() throws ClassNotFoundException {
    return Class.forName("sun.misc.SignalHandler");
  }
}
