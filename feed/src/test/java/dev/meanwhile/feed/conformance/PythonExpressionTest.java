package dev.meanwhile.feed.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meanwhile.feed.conformance.PythonExpression.Scope;
import dev.meanwhile.feed.conformance.PythonExpression.Unknown;
import dev.meanwhile.feed.conformance.PythonValues.Function;
import dev.meanwhile.feed.conformance.PythonValues.None;
import dev.meanwhile.feed.conformance.PythonValues.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PythonExpressionTest {
  private final List<String> notes = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "not bozo",
        "not bozo and feed['title'] == 'Example'",
        "feed.title == \"Example\"",
        "feed['title'] == 'Exa' 'mple'",
        "feed['title'] == 'Exa' + 'mple'",
        "entries[0]['n'] == entries[1]['n'] == 1",
        "entries[-1].n == 1 and entries[0:1] == entries[:1]",
        "entries[0] == {'n': 1}",
        "not entries[0] == {'n': 1, 'm': 2}",
        "bozo or (feed['title'] == 'x') or True",
        "len(entries) == 2 and len(entries) > 1 and 3 >= len(entries) != 7",
        "'n' in entries[0] and not 'm' in entries[0] and 'm' not in entries[0]",
        "entries[0].has_key('n') and not entries[0].has_key('m')",
        "1 in (1, 2) and 3 not in [1, 2]",
        "None is None and bozo is False and 1 is not None",
        "True == 1 and 0 == False and 1 == 1.0",
        "(1, 2) == (1, 2) and not (1, 2) == [1, 2] and (1,) == (1,)",
        "-1.5 < 1 - 2 <= -1",
        "'ab'[0] == 'a' and 'abc'[1:] == 'bc' and 'abc'[-2:-1] == 'b'",
        "not '' and not [] and not () and not {} and not None and not 0",
      })
  void evaluate_trueExpression_isTrue(String expression) {
    assertThat(PythonValues.truth(evaluate(expression))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bozo",
        "not bozo and feed['title'] == 'Other'",
        "feed['title'] == 'example'",
        "entries[0]['n'] == entries[1]['n'] == 2",
        "entries == []",
        "'z' in feed['title']",
        "bozo is True",
        "1 is True",
        "bozo and unheard_of",
      })
  void evaluate_falseExpression_isFalse(String expression) {
    assertThat(PythonValues.truth(evaluate(expression))).isFalse();
  }

  @Test
  void evaluate_stringLiterals_haveTheirEscapes() {
    assertThat(evaluate("'\\xe4\\u2014\\U0001F600\\n\\t\\'\\101\\q'"))
        .isEqualTo("\u00e4\u2014\ud83d\ude00\n\t'A\\q");
    assertThat(evaluate("u'\\u00e4'")).isEqualTo("\u00e4");
    assertThat(evaluate("r'\\n' \"\"\"it's\"\"\"")).isEqualTo("\\nit's");
  }

  @Test
  void evaluate_literals_haveTheirValues() {
    assertThat(evaluate("None")).isEqualTo(None.NONE);
    assertThat(evaluate("(2004, 1.5, 'a')")).isEqualTo(Tuple.of(2004L, 1.5, "a"));
    assertThat(evaluate("[()]")).isEqualTo(List.of(Tuple.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1 +",
        "feed[",
        "'open",
        "a b",
        "lambda: 1",
        "x if y else z",
        "1 ? 2",
        "feed['nothing']",
        "entries[7]",
        "unheard_of",
        "feed()",
        "1 < 'a'",
        "entries[0]['m'] == 1",
        "'\\u12'"
      })
  void evaluate_whatPythonOrThisEvaluatorRejects_throws(String expression) {
    assertThatThrownBy(() -> evaluate(expression)).isInstanceOf(PythonError.class);
  }

  @Test
  void evaluate_termWithoutCounterpart_isUnknownUnlessTheOthersDecide() {
    assertThat(evaluate("feed['cloud'] == 1")).isEqualTo(new Unknown("no clouds"));
    assertThat(evaluate("not bozo and feed['cloud'] == 1")).isEqualTo(new Unknown("no clouds"));
    assertThat(evaluate("not feed['cloud']")).isEqualTo(new Unknown("no clouds"));
    assertThat(evaluate("feed['cloud'] and bozo")).isEqualTo(false);
    assertThat(evaluate("feed['cloud'] or 1")).isEqualTo(1L);
  }

  @Test
  void evaluate_falseComparison_notesWhatWasFound() {
    evaluate("not bozo and feed['title'] == 'Other'");

    assertThat(notes).containsExactly("feed['title'] == 'Other': found 'Example'");
  }

  private Object evaluate(String expression) {
    Dict entry = new Dict().put(1L, "n").put(null, "m");
    Dict feed = new Dict().put("Example", "title").without("no clouds", "cloud");
    Function length = arguments -> PythonValues.length(arguments.getFirst());
    Map<String, Object> names =
        Map.of("bozo", false, "feed", feed, "entries", List.of(entry, entry), "len", length);
    return PythonExpression.evaluate(expression, new Scope(names, notes));
  }
}
