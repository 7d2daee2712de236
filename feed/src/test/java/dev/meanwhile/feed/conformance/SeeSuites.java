package dev.meanwhile.feed.conformance;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// Temporary: prints what the suites say.
final class SeeSuites {
  public static void main(String[] args) throws Exception {
    for (int i = 0; i + 1 < args.length; i += 2) {
      Suite suite = (Suite) Class.forName("dev.meanwhile.feed.conformance." + args[i])
          .getDeclaredConstructor()
          .newInstance();
      Map<String, Verdict> verdicts = suite.run(Path.of(args[i + 1]));
      int passed = 0;
      int failed = 0;
      Map<String, Integer> not = new TreeMap<>();
      for (Map.Entry<String, Verdict> verdict : verdicts.entrySet()) {
        switch (verdict.getValue()) {
          case Verdict.Passed _ -> passed++;
          case Verdict.Failed(String why) -> {
            failed++;
            System.out.println("FAILED " + verdict.getKey() + ": " + why);
          }
          case Verdict.NotApplicable(String reason) -> not.merge(reason, 1, Integer::sum);
        }
      }
      System.out.println(
          "== " + args[i] + " passed " + passed + " failed " + failed + " n/a " + not);
    }
  }
}
