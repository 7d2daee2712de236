package dev.meanwhile.async.test.runtime;

import dev.meanwhile.async.test.Exploration;
import dev.meanwhile.async.test.Simulation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The runtime under its own exploration: whatever the order, and whoever is cancelled, its parts
/// keep what they promise.
final class RuntimeTest {
  private static Stream<Scenario> scenarios() {
    return Stream.of(
            SynchronizerScenarios.ALL,
            QueueScenarios.ALL,
            CombinatorScenarios.ALL,
            ScopeScenarios.ALL)
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void scenario_inAnyOrder_keepsItsPromises(Scenario scenario) {
    explore(scenario, 150);
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void scenario_cancelledAtEachWait_keepsItsPromises(Scenario scenario) {
    CancelAtEachWait.check(scenario, 3);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("scenarios")
  void scenario_inVeryManyOrders_keepsItsPromises(Scenario scenario) {
    explore(scenario, 5_000);
    CancelAtEachWait.check(scenario, 200);
  }

  private static void explore(Scenario scenario, int runs) {
    Stream.of(
            Exploration.random(1),
            Exploration.pct(1, 3),
            Exploration.pos(1),
            Exploration.exhaustive(2))
        .forEach(exploration ->
            Simulation.explore(exploration.runs(runs), () -> scenario.program().play(new Stage())));
  }
}
