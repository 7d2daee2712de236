package dev.meanwhile.feed.conformance;

import static java.util.Objects.requireNonNull;

import dev.meanwhile.feed.conformance.PythonTokens.Kind;
import dev.meanwhile.feed.conformance.PythonTokens.Token;
import dev.meanwhile.feed.conformance.PythonValues.None;
import dev.meanwhile.feed.conformance.PythonValues.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// As much of Python's expressions as tests of feeds are written in.
///
/// Its logic has a third value: a term that meets a [NoCounterpart] is unknown. An expression
/// is unknown if its known terms do not decide it.
final class PythonExpression {
  /// The third value.
  record Unknown(String reason) {}

  /// What an expression is evaluated with.
  ///
  /// @param names what its names mean
  /// @param notes where comparisons that turn out false say what they found
  record Scope(Map<String, Object> names, List<String> notes) {}

  private interface Term {
    Object value(Scope scope);
  }

  /// An operation on two values.
  private interface Comparison {
    boolean holds(Object left, Object right);
  }

  private static final Map<String, Comparison> COMPARISONS = Map.of(
      "==", PythonValues::equal,
      "!=", (left, right) -> !PythonValues.equal(left, right),
      "<", (left, right) -> PythonValues.compare(left, right) < 0,
      ">", (left, right) -> PythonValues.compare(left, right) > 0,
      "<=", (left, right) -> PythonValues.compare(left, right) <= 0,
      ">=", (left, right) -> PythonValues.compare(left, right) >= 0,
      "in", (left, right) -> PythonValues.contains(right, left),
      "not in", (left, right) -> !PythonValues.contains(right, left),
      "is", PythonValues::identical,
      "is not", (left, right) -> !PythonValues.identical(left, right));

  private static final Set<String> KEYWORDS = Set.of(
      "and", "or", "not", "in", "is", "if", "else", "for", "lambda", "await", "yield", "from");

  private static final int MOST_SHOWN = 120;

  private final String text;
  private final List<Token> tokens;
  private int at;

  private PythonExpression(String text) {
    this.text = text;
    this.tokens = PythonTokens.of(text);
  }

  /// The value of an expression, which may be [Unknown].
  ///
  /// @throws PythonError if it cannot be read, or Python would raise an error
  static Object evaluate(String text, Scope scope) {
    PythonExpression parser = new PythonExpression(text);
    Term term = parser.disjunction();
    if (parser.token().kind() != Kind.END) {
      throw parser.unexpected();
    }
    return known(term, scope);
  }

  private static Object known(Term term, Scope scope) {
    try {
      return term.value(scope);
    } catch (NoCounterpart e) {
      return new Unknown(e.reason());
    }
  }

  // --- logic

  private Term disjunction() {
    List<Term> terms = new ArrayList<>(List.of(conjunction()));
    while (take("or")) {
      terms.add(conjunction());
    }
    return terms.size() == 1 ? terms.getFirst() : scope -> firstDeciding(terms, true, scope);
  }

  private Term conjunction() {
    List<Term> terms = new ArrayList<>(List.of(negation()));
    while (take("and")) {
      terms.add(negation());
    }
    return terms.size() == 1 ? terms.getFirst() : scope -> firstDeciding(terms, false, scope);
  }

  private static Object firstDeciding(List<Term> terms, boolean deciding, Scope scope) {
    Object unknown = null;
    Object last = None.NONE;
    for (Term term : terms) {
      last = known(term, scope);
      if (last instanceof Unknown) {
        unknown = unknown == null ? last : unknown;
      } else if (PythonValues.truth(last) == deciding) {
        return last;
      }
    }
    return unknown == null ? last : unknown;
  }

  private Term negation() {
    int from = token().from();
    if (!take("not")) {
      return comparison();
    }
    Term negated = negation();
    String source = text.substring(from, tokens.get(at - 1).to());
    return scope -> {
      Object value = known(negated, scope);
      if (value instanceof Unknown) {
        return value;
      }
      if (PythonValues.truth(value)) {
        scope.notes().add(source + ": found " + shown(value));
      }
      return !PythonValues.truth(value);
    };
  }

  // --- comparisons

  /// One comparison of a chain.
  private record Link(String operator, Term right, String source) {}

  private Term comparison() {
    int from = token().from();
    Term left = sum();
    List<Link> chain = new ArrayList<>();
    for (String operator = operator(); !operator.isEmpty(); operator = operator()) {
      Term right = sum();
      chain.add(
          new Link(operator, right, text.substring(from, tokens.get(at - 1).to())));
    }
    return chain.isEmpty() ? left : scope -> compare(left, chain, scope);
  }

  private static boolean compare(Term first, List<Link> chain, Scope scope) {
    Object left = first.value(scope);
    for (Link link : chain) {
      Object right = link.right().value(scope);
      if (!requireNonNull(COMPARISONS.get(link.operator())).holds(left, right)) {
        scope.notes().add(link.source() + ": found " + shown(left));
        return false;
      }
      left = right;
    }
    return true;
  }

  private String operator() {
    if (take("not")) {
      expect("in");
      return "not in";
    }
    if (take("is")) {
      return take("not") ? "is not" : "is";
    }
    String operator = token().text();
    if (token().kind() == Kind.STRING || !COMPARISONS.containsKey(operator)) {
      return "";
    }
    at++;
    return operator;
  }

  private static String shown(Object value) {
    String text = value instanceof String ? "'" + value + "'" : value.toString();
    return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
  }

  // --- values

  private Term sum() {
    Term sum = unary();
    while (true) {
      Term left = sum;
      if (take("+")) {
        Term right = unary();
        sum = scope -> PythonValues.plus(left.value(scope), right.value(scope));
      } else if (take("-")) {
        Term right = unary();
        sum = scope ->
            PythonValues.plus(left.value(scope), PythonValues.negative(right.value(scope)));
      } else {
        return sum;
      }
    }
  }

  private Term unary() {
    if (take("-")) {
      Term negated = unary();
      return scope -> PythonValues.negative(negated.value(scope));
    }
    return postfix();
  }

  private Term postfix() {
    Term value = atom();
    while (true) {
      Term owner = value;
      if (take("[")) {
        value = subscript(owner);
      } else if (take(".")) {
        String name = next(Kind.NAME).text();
        value = scope -> PythonValues.attribute(owner.value(scope), name);
      } else if (take("(")) {
        List<Term> arguments = items(")");
        value = scope -> PythonValues.call(owner.value(scope), values(arguments, scope));
      } else {
        return value;
      }
    }
  }

  private Term subscript(Term owner) {
    Term none = _ -> None.NONE;
    Term from = token().is(":") ? none : disjunction();
    if (take("]")) {
      return scope -> PythonValues.item(owner.value(scope), from.value(scope));
    }
    expect(":");
    Term to = token().is("]") ? none : disjunction();
    expect("]");
    return scope -> PythonValues.slice(owner.value(scope), from.value(scope), to.value(scope));
  }

  private Term atom() {
    if (take("(")) {
      return parenthesised();
    }
    if (take("[")) {
      List<Term> items = items("]");
      return scope -> values(items, scope);
    }
    if (take("{")) {
      return dictionary();
    }
    return switch (token().kind()) {
      case NUMBER -> {
        Object number = next(Kind.NUMBER).value();
        yield _ -> number;
      }
      case STRING -> {
        String literal = strings();
        yield _ -> literal;
      }
      case NAME -> name();
      case OPERATOR, END -> throw unexpected();
    };
  }

  private Term parenthesised() {
    if (take(")")) {
      return _ -> new Tuple(List.of());
    }
    Term first = disjunction();
    if (take(")")) {
      return first;
    }
    expect(",");
    List<Term> rest = items(")");
    rest.addFirst(first);
    return scope -> new Tuple(values(rest, scope));
  }

  private Term dictionary() {
    Map<Term, Term> pairs = new LinkedHashMap<>();
    while (!take("}")) {
      Term key = disjunction();
      expect(":");
      pairs.put(key, disjunction());
      if (!token().is("}")) {
        expect(",");
      }
    }
    return scope -> {
      Map<Object, Object> values = new LinkedHashMap<>();
      pairs.forEach((key, value) -> values.put(key.value(scope), value.value(scope)));
      return values;
    };
  }

  private List<Term> items(String end) {
    List<Term> items = new ArrayList<>();
    while (!take(end)) {
      items.add(disjunction());
      if (!token().is(end)) {
        expect(",");
      }
    }
    return items;
  }

  private static List<Object> values(List<Term> terms, Scope scope) {
    List<Object> values = new ArrayList<>();
    for (Term term : terms) {
      values.add(term.value(scope));
    }
    return values;
  }

  private String strings() {
    StringBuilder joined = new StringBuilder();
    while (token().kind() == Kind.STRING) {
      joined.append(next(Kind.STRING).value());
    }
    return joined.toString();
  }

  private Term name() {
    if (KEYWORDS.contains(token().text())) {
      throw unexpected();
    }
    String name = next(Kind.NAME).text();
    return switch (name) {
      case "None" -> _ -> None.NONE;
      case "True" -> _ -> true;
      case "False" -> _ -> false;
      default ->
        scope -> {
          Object value = scope.names().get(name);
          if (value == null) {
            throw new PythonError("NameError: " + name);
          }
          if (value instanceof Unknown(var reason)) {
            throw new NoCounterpart(reason);
          }
          return value;
        };
    };
  }

  // --- tokens

  private Token token() {
    return tokens.get(at);
  }

  private Token next(Kind kind) {
    if (token().kind() != kind) {
      throw unexpected();
    }
    return tokens.get(at++);
  }

  private boolean take(String expected) {
    boolean found = token().is(expected);
    at += found ? 1 : 0;
    return found;
  }

  private void expect(String expected) {
    if (!take(expected)) {
      throw unexpected();
    }
  }

  private PythonError unexpected() {
    return new PythonError(
        "SyntaxError at " + token().from() + ": " + text.substring(token().from()));
  }
}
