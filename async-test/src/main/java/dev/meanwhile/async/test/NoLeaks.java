package dev.meanwhile.async.test;

import dev.meanwhile.async.LoopReport;
import dev.meanwhile.async.Runner;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// A JUnit extension for tests in real time: gives each a [Runner] of its own, in debug mode, and
/// fails the test if that has something left at its end: tasks that still live, callbacks that
/// still wait for their time, failures that nobody looked at, and whatever else is reported but
/// stalls and idleness, which depend on the machine.
///
/// ```java
/// @ExtendWith(NoLeaks.class)
/// final class CacheTest {
///   @Test
///   void get_twice_loadsOnce(Runner runner) {
///     runner.run(() -> { ... });
///   }
/// }
/// ```
///
/// A runner that `@BeforeAll` asks for is looked at when the class is over, and no test's.
///
/// With options of your own: `@RegisterExtension NoLeaks noLeaks = NoLeaks.with(() ->
/// Runner.builder().clock(LoopClock.virtual()))`.
public final class NoLeaks implements ParameterResolver, AfterEachCallback, AfterAllCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(NoLeaks.class);

  private static final Set<LoopReport.Kind> OF_THE_MACHINE =
      EnumSet.of(LoopReport.Kind.STALL, LoopReport.Kind.IDLE);

  private final Supplier<Runner.Builder> options;

  /// With the default options.
  public NoLeaks() {
    this(Runner::builder);
  }

  private NoLeaks(Supplier<Runner.Builder> options) {
    this.options = options;
  }

  /// With these options; where reports go, and debug mode, are this extension's.
  public static NoLeaks with(Supplier<Runner.Builder> options) {
    return new NoLeaks(options);
  }

  /// The runner of one test, and what it has reported.
  private record Watched(Runner runner, List<LoopReport> reports) {
    static Watched open(Runner.Builder options) {
      List<LoopReport> reports = new CopyOnWriteArrayList<>();
      return new Watched(options.debug(true).reports(reports::add).open(), reports);
    }

    /// Closes the runner. Gives what was left, in words.
    List<String> close() {
      List<String> left = new ArrayList<>();
      runner.leftTasks().forEach(task -> left.add(task + " was not awaited"));
      int timers = runner.leftTimers();
      if (timers > 0) {
        left.add("callbacks that still waited for their time: " + timers);
      }
      runner.close();
      for (LoopReport report : reports) {
        if (!OF_THE_MACHINE.contains(report.kind())) {
          left.add(report.message());
        }
      }
      return left;
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Runner.class;
  }

  @Override
  public Runner resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .computeIfAbsent(context.getUniqueId(), _ -> Watched.open(options.get()), Watched.class)
        .runner();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    close(context, "the test");
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close(context, "the class, before its tests or after them,");
  }

  private static void close(ExtensionContext context, String who) {
    Watched watched = context.getStore(NAMESPACE).remove(context.getUniqueId(), Watched.class);
    List<String> left = watched == null ? List.of() : watched.close();
    if (!left.isEmpty()) {
      throw new AssertionError(who + " left something behind:\n  " + String.join("\n  ", left));
    }
  }
}
