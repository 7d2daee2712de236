package dev.meanwhile.feed.conformance;

import dev.meanwhile.feed.Corpus;
import dev.meanwhile.feed.FeedProblem;
import dev.meanwhile.feed.Feeds;
import dev.meanwhile.feed.NotAFeedException;
import dev.meanwhile.feed.ParsedFeed;
import dev.meanwhile.feed.conformance.PythonExpression.Scope;
import dev.meanwhile.feed.conformance.PythonExpression.Unknown;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The tests of Python's feedparser: documents that say in a Python expression what must be read
/// from them. [FeedparserView] says how our model looks like feedparser's result.
final class FeedparserSuite implements Suite {
  private static final String NO_EXPECTATION = "the file expects nothing, it is an example";

  @Override
  public String folder() {
    return "kurtmckee_feedparser";
  }

  @Override
  public SequencedMap<String, Verdict> run(Path folder) {
    SequencedMap<String, Verdict> verdicts = new LinkedHashMap<>();
    for (Path file : Corpus.files(folder)) {
      String name = folder.relativize(file).toString().replace('\\', '/');
      verdicts.put(name, verdict(FeedparserCase.of(name, Corpus.read(file))));
    }
    return verdicts;
  }

  static Verdict verdict(FeedparserCase asked) {
    if (asked.expectation().isEmpty()) {
      return new Verdict.NotApplicable(NO_EXPECTATION);
    }
    List<String> notes = new ArrayList<>();
    try {
      ParsedFeed parsed = Feeds.parse(asked.body(), asked.hints());
      String hostile = FeedparserView.firstForbidden(parsed.feed());
      if (hostile != null) {
        return new Verdict.Failed("in cleaned HTML: " + hostile);
      }
      return verdict(asked, FeedparserView.of(asked, parsed), parsed, notes);
    } catch (NotAFeedException e) {
      return verdict(asked, FeedparserView.ofNoFeed(), null, notes);
    }
  }

  private static Verdict verdict(
      FeedparserCase asked,
      Map<String, Object> names,
      @Nullable ParsedFeed parsed,
      List<String> notes) {
    Object value;
    try {
      value = PythonExpression.evaluate(asked.expectation(), new Scope(names, notes));
    } catch (PythonError e) {
      return new Verdict.Failed(asked.expectation() + ": " + e.getMessage() + problems(parsed));
    }
    if (value instanceof Unknown(var reason)) {
      return new Verdict.NotApplicable(reason);
    }
    return PythonValues.truth(value)
        ? new Verdict.Passed()
        : new Verdict.Failed(
            (notes.isEmpty() ? "not true: " + asked.expectation() : String.join("; ", notes))
                + problems(parsed));
  }

  private static String problems(@Nullable ParsedFeed parsed) {
    if (parsed == null) {
      return " (read as no feed)";
    }
    return parsed.problems().isEmpty()
        ? ""
        : " ("
            + parsed.problems().stream().map(FeedProblem::message).findFirst().orElseThrow() + ")";
  }
}
