package dev.meanwhile.async;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// Makes a thread as good as new, so that the next task can begin on it: starting a virtual
/// thread costs several times what a short task does.
///
/// What a task leaves on its thread must not be seen by another: thread-locals, the context
/// class loader, the name, an interrupt. Thread-locals can only be taken off through
/// `--add-opens java.base/java.lang`, which the pinned carrier needs as well; without it every
/// task has a thread of its own.
final class ThreadReset {
  private static final @Nullable ThreadReset INSTANCE = find();

  private final VarHandle locals;
  private final VarHandle inheritableLocals;

  private ThreadReset(VarHandle locals, VarHandle inheritableLocals) {
    this.locals = locals;
    this.inheritableLocals = inheritableLocals;
  }

  /// Null where this JVM does not allow it.
  static @Nullable ThreadReset available() {
    return INSTANCE;
  }

  /// Takes off the calling thread what a task may have left on it.
  ///
  /// @param classLoader the context class loader that a new thread of the loop has
  void reset(Thread self, @Nullable ClassLoader classLoader) {
    if (locals.get(self) != null) {
      locals.set(self, null);
    }
    if (inheritableLocals.get(self) != null) {
      inheritableLocals.set(self, null);
    }
    if (self.getContextClassLoader() != classLoader) {
      self.setContextClassLoader(classLoader);
    }
    if (!self.getName().isEmpty()) {
      self.setName("");
    }
    if (self.isInterrupted()) {
      Thread.interrupted();
    }
  }

  private static @Nullable ThreadReset find() {
    try {
      MethodHandles.Lookup lookup =
          MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
      Class<?> map = Class.forName("java.lang.ThreadLocal$ThreadLocalMap");
      return new ThreadReset(
          lookup.findVarHandle(Thread.class, "threadLocals", map),
          lookup.findVarHandle(Thread.class, "inheritableThreadLocals", map));
    } catch (ReflectiveOperationException | RuntimeException _) {
      return null;
    }
  }
}
