package dev.meanwhile.async.test;

import dev.meanwhile.async.EventLoop;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/// One run of a [SimulatedTest]: a new instance of its class and of those around it, the methods
/// before and after, and the test between them.
final class SimulatedRun implements Callable<@Nullable Void> {
  private final Class<?> type;
  private final Method test;
  private final List<?> resolved;

  /// @param resolved what JUnit has resolved for the test's parameters; null for those that each
  ///     run has its own for
  SimulatedRun(Class<?> type, Method test, List<?> resolved) {
    this.type = type;
    this.test = test;
    this.resolved = resolved;
  }

  static boolean hasItsOwn(Class<?> parameter) {
    return parameter == EventLoop.class || parameter == RandomGenerator.class;
  }

  @Override
  public @Nullable Void call() throws Exception {
    List<Object> instances = new ArrayList<>();
    Object instance = create(type, instances);
    Throwable failure = null;
    try {
      for (Object around : instances) {
        for (Method before : methods(around, BeforeEach.class, HierarchyTraversalMode.TOP_DOWN)) {
          invoke(before, around, List.of());
        }
      }
      invoke(test, instance, resolved);
    } catch (Throwable thrown) {
      failure = thrown;
    }
    Collections.reverse(instances);
    for (Object around : instances) {
      for (Method after : methods(around, AfterEach.class, HierarchyTraversalMode.BOTTOM_UP)) {
        failure = cleanUp(after, around, failure);
      }
    }
    return switch (failure) {
      case null -> null;
      case Exception exception -> throw exception;
      case Error error -> throw error;
      default -> throw new AssertionError(failure);
    };
  }

  /// Makes an instance, and one of the class around it first where there must be one; adds them
  /// to `instances`, the outermost first.
  private static Object create(Class<?> type, List<Object> instances) {
    boolean isInner = type.isMemberClass() && !Modifier.isStatic(type.getModifiers());
    Object instance = isInner
        ? ReflectionSupport.newInstance(type, create(type.getEnclosingClass(), instances))
        : ReflectionSupport.newInstance(type);
    instances.add(instance);
    return instance;
  }

  private static List<Method> methods(
      Object instance, Class<? extends Annotation> annotation, HierarchyTraversalMode order) {
    return AnnotationSupport.findAnnotatedMethods(instance.getClass(), annotation, order);
  }

  private static @Nullable Throwable cleanUp(
      Method after, Object instance, @Nullable Throwable failure) {
    try {
      invoke(after, instance, List.of());
      return failure;
    } catch (Throwable thrown) {
      if (failure == null) {
        return thrown;
      }
      failure.addSuppressed(thrown);
      return failure;
    }
  }

  private static void invoke(Method method, Object instance, List<?> resolved) {
    Parameter[] parameters = method.getParameters();
    @Nullable Object[] arguments = new @Nullable Object[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      arguments[i] = argument(parameters[i], i < resolved.size() ? resolved.get(i) : null);
    }
    ReflectionSupport.invokeMethod(method, instance, arguments);
  }

  private static Object argument(Parameter parameter, @Nullable Object resolved) {
    Class<?> type = parameter.getType();
    if (type == EventLoop.class) {
      return EventLoop.current();
    }
    if (type == RandomGenerator.class) {
      return EventLoop.current().random();
    }
    if (resolved == null) {
      throw new ParameterResolutionException("in a simulated test the methods before and after it"
          + " can have an EventLoop and a RandomGenerator as parameters, not " + parameter);
    }
    return resolved;
  }
}
