package dev.meanwhile.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What becomes of the lines that contenders print.
final class SideBySideTest {
  @Test
  void results_repeatsOfOneProcess_countTheWarmHalfOnly() {
    Results results = new Results();

    results.add(Contender.ASYNCIO, List.of("yield_ns=900", "yield_ns=300", "spawn_gather_ns=7"));

    assertThat(results.median(Contender.ASYNCIO, Figure.SWITCH)).hasValue(300);
    assertThat(results.median(Contender.ASYNCIO, Figure.SPAWN)).hasValue(7);
    assertThat(results.median(Contender.ASYNCIO, Figure.QUEUE)).isEmpty();
  }

  @Test
  void results_goOnOneAndTwoProcessors_areTwoContenders() {
    Results results = new Results();

    results.add(Contender.GO, List.of("procs=1 yield_ns=40.5", "procs=2 yield_ns=50.5"));

    assertThat(results.median(Contender.GO_ONE, Figure.SWITCH)).hasValue(40.5);
    assertThat(results.median(Contender.GO, Figure.SWITCH)).hasValue(50.5);
  }

  @Test
  void results_peakAsTheKernelSaysIt_isInMegabytes() {
    Results results = new Results();

    results.add(Contender.KOTLIN, List.of("million_sleeps seconds=11.5", "VmHWM:\t 1048576 kB"));

    assertThat(results.median(Contender.KOTLIN, Figure.MILLION_SECONDS)).hasValue(11.5);
    assertThat(results.median(Contender.KOTLIN, Figure.MILLION_MEMORY)).hasValue(1024);
  }

  @Test
  void bars_missedAndUnmeasured_areShownSo() {
    Results results = new Results();
    results.add(Contender.ASYNCIO, List.of("yield_ns=1400"));
    results.add(Contender.PINNED, List.of("yield_ns=280"));

    String table = Tables.bars(results, List.of(Figure.SWITCH));

    assertThat(table.lines())
        .contains("| Meanwhile, pinned: one switch | 7 times as fast as asyncio | "
            + "5.0 times as fast | **missed** |")
        .contains("| Meanwhile, shared: one switch | less than asyncio |  | not measured |");
  }

  @Test
  void simulation_keptAndMissed_areShownSo() {
    SimulationFigures figures = new SimulationFigures();
    figures.add(List.of("random=20", "one_sleep=1", "random=1600", "one_sleep=1300"));

    String table = Tables.simulation(Map.of(Contender.PINNED, figures));

    assertThat(table.lines())
        .contains("| random walk | at least 1,500 runs/s | **1,600 runs/s**, kept |")
        .contains("| 1,000 tasks sleep an hour | at most 1,000 ms | **1,300 ms**, **missed** |")
        .contains("| PCT of depth 3 | at least 1,500 runs/s | not measured |");
  }

  @ParameterizedTest
  @EnumSource
  void simulation_eachWork_endsWithAFigure(SimulationProgram.Work work) {
    assertThat(work.once()).isPositive();
  }

  @Test
  void document_partReplacedTwice_keepsWhatStandsAroundIt(@TempDir Path folder) throws IOException {
    Path page = folder.resolve("page.md");
    Files.writeString(page, "before\n<!-- generated: a -->\n<!-- end of a -->\nafter\n");
    Document document = new Document(page);

    document.replace("a", "one\n");
    document.replace("a", "two\n");

    assertThat(page).hasContent("before\n<!-- generated: a -->\ntwo\n<!-- end of a -->\nafter\n");
    assertThatThrownBy(() -> document.replace("b", "")).isInstanceOf(IOException.class);
  }
}
