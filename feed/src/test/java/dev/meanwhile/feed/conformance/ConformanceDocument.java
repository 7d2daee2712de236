package dev.meanwhile.feed.conformance;

import dev.meanwhile.feed.conformance.Verdict.Failed;
import dev.meanwhile.feed.conformance.Verdict.NotApplicable;
import dev.meanwhile.feed.conformance.Verdict.Passed;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/// The page about the tests of other parsers, as a run gives it.
final class ConformanceDocument {
  private static final int LONGEST_REASON = 200;

  private ConformanceDocument() {}

  /// How many cases of a folder came to what.
  ///
  /// @param cases all of them
  record Counts(int cases, int passed, int failed) {
    static Counts of(Map<String, Verdict> verdicts) {
      int passed =
          (int) verdicts.values().stream().filter(Passed.class::isInstance).count();
      int failed =
          (int) verdicts.values().stream().filter(Failed.class::isInstance).count();
      return new Counts(verdicts.size(), passed, failed);
    }

    int notApplicable() {
      return cases - passed - failed;
    }

    /// Passed cases of 100 applicable ones.
    double share() {
      return passed + failed == 0 ? 0 : 100.0 * passed / (passed + failed);
    }
  }

  static String of(SequencedMap<String, SequencedMap<String, Verdict>> folders) {
    StringBuilder page = new StringBuilder(HEAD);
    folders.forEach((folder, verdicts) -> appendRow(folder, Counts.of(verdicts), page));
    folders.forEach((folder, verdicts) -> appendDetails(folder, verdicts, page));
    return page.toString();
  }

  private static void appendRow(String folder, Counts counts, StringBuilder page) {
    page.append(String.format(
        Locale.ROOT,
        "| %s | %d | %d | %d | %d | %.1f %% |%n",
        folder,
        counts.cases(),
        counts.passed(),
        counts.failed(),
        counts.notApplicable(),
        counts.share()));
  }

  private static void appendDetails(
      String folder, SequencedMap<String, Verdict> verdicts, StringBuilder page) {
    page.append("\n## ").append(folder).append('\n');
    Map<String, Integer> reasons = new TreeMap<>();
    verdicts.values().forEach(verdict -> {
      if (verdict instanceof NotApplicable(var reason)) {
        reasons.merge(reason, 1, Integer::sum);
      }
    });
    if (!reasons.isEmpty()) {
      page.append("\nNot applicable:\n\n");
      reasons.entrySet().stream()
          .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
          .forEach(entry -> page.append("- ")
              .append(entry.getValue())
              .append(": ")
              .append(escaped(entry.getKey()))
              .append('\n'));
    }
    if (Counts.of(verdicts).failed() > 0) {
      page.append("\nFailed:\n\n");
      verdicts.forEach((name, verdict) -> {
        if (verdict instanceof Failed(var why)) {
          page.append("- `").append(name).append("`: ").append(escaped(why)).append('\n');
        }
      });
    }
  }

  /// Markup and line breaks of a case must not become those of the page.
  private static String escaped(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    String brief = line.length() > LONGEST_REASON
        ? line.substring(0, line.offsetByCodePoints(0, line.codePointCount(0, LONGEST_REASON)))
            + "…"
        : line;
    StringBuilder out = new StringBuilder();
    brief.codePoints().forEach(c -> {
      if ("\\`*_{}[]<>|".indexOf(c) >= 0) {
        out.append('\\');
      }
      if (Character.isISOControl(c)) {
        out.append(String.format(Locale.ROOT, "U+%04X", c));
      } else {
        out.appendCodePoint(c);
      }
    });
    return out.toString();
  }

  private static final String HEAD = """
      # Feeds: the tests of other parsers

      `Feeds` runs the test cases of other feed parsers, one folder of the captured feeds each. A case **passes** if our model says
      what that parser's test expects; it is **not applicable** if it asks for something that the model on purpose has no
      place for, with the reason below; everything else **failed** and is listed by name.

      Written by `mvn -pl feed test -Dtest=ConformanceTest -Dfeeds.write=true`; without the last option the same test compares, and
      demands that 95 of 100 applicable cases pass in every folder.

      | folder | cases | passed | failed | not applicable | share of the applicable |
      | --- | ---: | ---: | ---: | ---: | ---: |
      """;
}
