package dev.meanwhile.feed.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meanwhile.feed.Corpus;
import dev.meanwhile.feed.conformance.ConformanceDocument.Counts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The test cases of other parsers; `docs/feeds.md` says how they come out.
final class ConformanceTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "feeds.md");
  private static final int LEAST_SHARE = 95;

  private static final SequencedMap<String, SequencedMap<String, Verdict>> FOLDERS =
      new LinkedHashMap<>();

  @BeforeAll
  static void runAll() {
    Path conformance = Corpus.folder().resolve("conformance");
    for (Suite suite : Suites.ALL) {
      FOLDERS.put(suite.folder(), suite.run(conformance.resolve(suite.folder())));
    }
  }

  @Test
  void folders_ofOtherParsers_passNineteenOfTwentyApplicableCases() {
    FOLDERS.forEach((folder, verdicts) -> {
      assertThat(verdicts).as(folder).isNotEmpty();
      assertThat(Counts.of(verdicts).share())
          .as("share of passed cases of %s", folder)
          .isGreaterThanOrEqualTo(LEAST_SHARE);
    });
  }

  @Test
  void document_runAgain_saysTheSame() throws IOException {
    String found = ConformanceDocument.of(FOLDERS);

    if (Boolean.getBoolean("feeds.write")) {
      Files.writeString(DOCUMENT, found);
    }
    assertThat(DOCUMENT).hasContent(found);
  }
}
