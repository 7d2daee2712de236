package dev.meanwhile.async.test.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meanwhile.async.test.Exploration;
import dev.meanwhile.async.test.Simulation;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

final class GalleryTest {
  /// Each of these needs more than three turns out of order.
  private static final Set<Bug> DEEP = Set.of(
      CacheStampede.BUG,
      DiningPhilosophers.BUG,
      IterationAcrossWaits.BUG,
      LockOrder.BUG,
      RetryStorm.BUG,
      UnboundedQueue.BUG);

  private static final int RUNS_TO_FIND = 3_000;

  private static Stream<Exploration> policies() {
    return Stream.of(Exploration.random(1), Exploration.pct(1, 3), Exploration.pos(1));
  }

  private static Stream<Bug> shallow() {
    return Gallery.BUGS.stream().filter(bug -> !DEEP.contains(bug));
  }

  @Test
  void bugs_haveNamesOfTheirOwn() {
    assertThat(Gallery.BUGS).extracting(Bug::name).doesNotHaveDuplicates().hasSizeGreaterThan(17);
  }

  // Else exploring would be no help.
  @ParameterizedTest
  @FieldSource("dev.meanwhile.async.test.gallery.Gallery#BUGS")
  void broken_firstInFirstOut_looksRight(Bug bug) {
    Simulation.run(bug.broken());
  }

  @ParameterizedTest
  @FieldSource("dev.meanwhile.async.test.gallery.Gallery#BUGS")
  void broken_explored_isFoundByEachPolicy(Bug bug) {
    assertThat(policies().map(policy -> policy.runs(RUNS_TO_FIND)))
        .allSatisfy(
            policy -> assertThat(Search.firstFinding(policy, bug.broken())).isPresent());
  }

  @ParameterizedTest
  @MethodSource("shallow")
  void broken_exploredExhaustively_isFound(Bug bug) {
    assertThat(Search.firstFinding(Exploration.exhaustive(3), bug.broken())).isPresent();
  }

  @ParameterizedTest
  @FieldSource("dev.meanwhile.async.test.gallery.Gallery#BUGS")
  void fixed_explored_neverFails(Bug bug) {
    policies().forEach(policy -> Simulation.explore(policy.runs(200), bug.fixed()));
    Simulation.explore(Exploration.exhaustive(2), bug.fixed());
  }

  @Tag("slow")
  @ParameterizedTest
  @FieldSource("dev.meanwhile.async.test.gallery.Gallery#BUGS")
  void fixed_exploredForLong_neverFails(Bug bug) {
    policies().forEach(policy -> Simulation.explore(policy.runs(2_000), bug.fixed()));
    Simulation.explore(Exploration.exhaustive(3).runs(20_000), bug.fixed());
  }
}
