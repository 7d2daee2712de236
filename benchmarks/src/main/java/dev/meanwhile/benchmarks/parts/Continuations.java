package dev.meanwhile.benchmarks.parts;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// The JDK's internal continuations, which virtual threads are made of: the limit of any switch
/// on this JVM. Needs `--add-exports java.base/jdk.internal.vm=ALL-UNNAMED`.
///
/// Through method handles, because a build for a release cannot name them; constants, which the
/// compiler inlines.
final class Continuations {
  private static final MethodHandle NEW;
  private static final MethodHandle RUN;
  private static final MethodHandle YIELD;
  private static final Object SCOPE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      Class<?> scope = Class.forName("jdk.internal.vm.ContinuationScope");
      Class<?> continuation = Class.forName("jdk.internal.vm.Continuation");
      SCOPE = scope.getConstructor(String.class).newInstance("benchmark");
      NEW = lookup
          .findConstructor(continuation, MethodType.methodType(void.class, scope, Runnable.class))
          .bindTo(SCOPE)
          .asType(MethodType.methodType(Object.class, Runnable.class));
      RUN = lookup
          .findVirtual(continuation, "run", MethodType.methodType(void.class))
          .asType(MethodType.methodType(void.class, Object.class));
      YIELD = lookup
          .findStatic(continuation, "yield", MethodType.methodType(boolean.class, scope))
          .bindTo(SCOPE);
    } catch (ReflectiveOperationException missing) {
      throw new IllegalStateException(
          "needs --add-exports java.base/jdk.internal.vm=ALL-UNNAMED", missing);
    }
  }

  private Continuations() {}

  static Object of(Runnable body) {
    try {
      return NEW.invokeExact(body);
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Runs it until it yields or ends.
  static void run(Object continuation) {
    try {
      RUN.invokeExact(continuation);
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  /// Leaves the continuation that runs.
  static void leave() {
    try {
      boolean _ = (boolean) YIELD.invokeExact();
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }
}
