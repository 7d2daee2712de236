package dev.meanwhile.async;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Ctrl-C, caught: the first one is handed to a function, the second does what it did before.
///
/// The JDK has no supported way to see a signal twice (a shutdown hook comes too late to go on),
/// so this uses `sun.misc.Signal`, which is there to stay: by reflection, since the compiler
/// warns of it in a way that cannot be switched off.
final class InterruptSignal implements AutoCloseable {
  private final Object signal;
  private final @Nullable Object previous;
  private final AtomicBoolean isRestored = new AtomicBoolean();

  private InterruptSignal(Runnable first) throws ReflectiveOperationException {
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    signal = signalClass().getConstructor(String.class).newInstance("INT");
    AtomicBoolean isFirst = new AtomicBoolean(true);
    Object ours = Proxy.newProxyInstance(
        InterruptSignal.class.getClassLoader(),
        new Class<?>[] {handler},
        (proxy, method, arguments) -> switch (method.getName()) {
          case "equals" -> arguments != null && proxy == arguments[0];
          case "hashCode" -> System.identityHashCode(proxy);
          case "toString" -> "the handler of a Runner";
          default -> {
            if (isFirst.getAndSet(false)) {
              first.run();
            } else {
              raiseAsBefore();
            }
            yield null;
          }
        });
    previous = install(ours);
  }

  /// From now on, until it is closed, the first Ctrl-C calls `first` on a thread of the JVM's.
  ///
  /// @throws IllegalStateException if this JVM lets nobody handle signals
  static InterruptSignal handle(Runnable first) {
    try {
      return new InterruptSignal(first);
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
  }

  /// Ctrl-C means what it meant before.
  @Override
  public void close() {
    if (isRestored.compareAndSet(false, true)) {
      try {
        install(previous);
      } catch (ReflectiveOperationException failure) {
        throw new IllegalStateException("the handler of Ctrl-C could not be put back", failure);
      }
    }
  }

  private void raiseAsBefore() throws ReflectiveOperationException {
    close();
    signalClass().getMethod("raise", signal.getClass()).invoke(null, signal);
  }

  private @Nullable Object install(@Nullable Object handler) throws ReflectiveOperationException {
    return signalClass()
        .getMethod("handle", signal.getClass(), Class.forName("sun.misc.SignalHandler"))
        .invoke(null, signal, handler);
  }

  private static Class<?> signalClass() throws ClassNotFoundException {
    return Class.forName("sun.misc.Signal");
  }
}
