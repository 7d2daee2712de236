package dev.meanwhile.async.test.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meanwhile.async.test.Launched;
import dev.meanwhile.async.test.SimulationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Holds `docs/testing.md` true: its code is compiled and run here.
final class GuideTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "testing.md");
  private static final Path SOURCES =
      Path.of("src", "test", "java", "dev", "meanwhile", "async", "test", "guide");
  private static final Pattern CODE =
      Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL | Pattern.MULTILINE);

  /// Without the white space, which the document sets in its own way.
  private static String bare(String code) {
    return code.replaceAll("\\s+", "");
  }

  private static String sources() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.sorted().toList()) {
        all.append(Files.readString(file));
      }
    }
    return bare(all.toString());
  }

  @Test
  void document_allItsCode_isCompiledHere() throws IOException {
    List<String> blocks = new ArrayList<>(CODE.matcher(Files.readString(DOCUMENT))
        .results()
        .map((MatchResult block) -> block.group(1))
        .toList());

    assertThat(blocks).hasSizeGreaterThan(5);
    String sources = sources();
    assertThat(blocks).allSatisfy(block -> assertThat(sources).contains(bare(block)));
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Guide.OnVirtualTime.class,
        Guide.Mended.class,
        Guide.Cancelled.class,
        Guide.Deadlock.class,
        Guide.Faulty.class,
        Guide.Deterministic.class,
        Guide.InRealTime.class
      })
  void tests_thatShouldPass_pass(Class<?> type) {
    Launched launched = Launched.of(type);

    assertThat(launched.count()).isPositive();
    assertThat(launched.failures()).isEmpty();
  }

  @Test
  void test_ofTheBug_findsItAndShowsTheScheduleInTheDocument() throws IOException {
    Throwable failure =
        Launched.of(Guide.Explored.class).failure("price_changedWhileItIsAskedFor_isTheNewOne");

    assertThat(failure)
        .isInstanceOf(SimulationFailure.class)
        .hasMessageContaining("expected: <101>");
    SimulationFailure found = (SimulationFailure) failure;
    assertThat(Files.readString(DOCUMENT))
        .contains("@SimulatedTest(replay = \"" + (found == null ? "" : found.shrunk()) + "\")");
  }
}
