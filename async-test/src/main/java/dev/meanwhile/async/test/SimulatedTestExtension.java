package dev.meanwhile.async.test;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/// What runs a [SimulatedTest]. Named by that annotation; not to be used by itself.
final class SimulatedTestExtension implements InvocationInterceptor, ParameterResolver {
  private static final int DEFAULT_RUNS = 100;
  private static final Pattern SEED = Pattern.compile("-?\\d+L?");

  @Override
  public void interceptBeforeEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    proceedUnlessSimulated(invocation, context);
  }

  @Override
  public void interceptAfterEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    proceedUnlessSimulated(invocation, context);
  }

  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    SimulatedTest test = simulated(context).orElse(null);
    if (test == null) {
      invocation.proceed();
      return;
    }
    invocation.skip();
    run(
        test,
        new SimulatedRun(
            context.getRequiredTestClass(), method.getExecutable(), method.getArguments()));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return SimulatedRun.hasItsOwn(parameter.getParameter().getType())
        && simulated(context).isPresent();
  }

  /// Nothing yet: each run puts its own in this place.
  @Override
  public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return null;
  }

  private static void run(SimulatedTest test, Callable<@Nullable Void> body) {
    String replay = test.replay().strip();
    if (SEED.matcher(replay).matches()) {
      Simulation.replay(Long.parseLong(replay.replace("L", "")), body);
    } else if (!replay.isEmpty()) {
      Simulation.replay(replay, body);
    } else {
      explore(test, body);
    }
  }

  private static void explore(SimulatedTest test, Callable<@Nullable Void> body) {
    try {
      Simulation.explore(exploration(test), body);
    } catch (SimulationFailure failure) {
      if (failure.getCause() instanceof TestAbortedException aborted) {
        throw aborted;
      }
      throw failure.with("\n  in JUnit:  @SimulatedTest(replay = \"" + failure.shrunk() + "\")");
    }
  }

  private static Exploration exploration(SimulatedTest test) {
    Exploration exploration = switch (test.policy()) {
      case FIFO -> Exploration.exhaustive(0);
      case RANDOM -> Exploration.random(test.seed());
      case PCT -> Exploration.pct(test.seed(), test.depth());
      case POS -> Exploration.pos(test.seed());
      case EXHAUSTIVE -> Exploration.exhaustive(test.depth());
      case CANCEL_EVERYWHERE -> Exploration.cancelEverywhere();
    };
    if (test.runs() != 0) {
      exploration = exploration.runs(test.runs());
    } else if (!exploration.isCounted()) {
      exploration = exploration.runs(DEFAULT_RUNS);
    }
    return test.within().isEmpty()
        ? exploration
        : exploration.within(Duration.parse(test.within()));
  }

  private static void proceedUnlessSimulated(
      Invocation<@Nullable Void> invocation, ExtensionContext context) throws Throwable {
    if (simulated(context).isPresent()) {
      invocation.skip();
    } else {
      invocation.proceed();
    }
  }

  private static Optional<SimulatedTest> simulated(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getTestMethod(), SimulatedTest.class);
  }
}
