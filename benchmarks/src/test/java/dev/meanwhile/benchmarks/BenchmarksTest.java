package dev.meanwhile.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Every benchmark still runs, on both carriers; how fast is not looked at here.
final class BenchmarksTest {
  @Test
  void parts_runOnceEach_allEndWithAFigure() throws RunnerException {
    Options once = new OptionsBuilder()
        .include("dev\\.meanwhile\\.benchmarks\\.parts\\.")
        .param("tasks", "1000")
        .forks(0)
        .warmupIterations(0)
        .measurementIterations(1)
        .measurementTime(TimeValue.milliseconds(1))
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT)
        .build();

    Collection<RunResult> results = new Runner(once).run();

    assertThat(results)
        .extracting(result -> result.getPrimaryResult().getScore())
        .allMatch(score -> score > 0);
    assertThat(results.stream()
            .map(result -> result.getParams().getBenchmark())
            .collect(Collectors.toSet()))
        .hasSizeGreaterThan(15);
  }
}
