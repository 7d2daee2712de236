package dev.meanwhile.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds `docs/asyncio.md` true: what it says of tests is looked up in their sources.
final class AsyncioDocumentTest {
  private static final Pattern TEST_NAME = Pattern.compile("`(\\w+Test\\.\\w+)`");
  private static final Pattern LINE = Pattern.compile("- \\*\\*(2[.\\d]+)\\*\\* .*");
  private static final Pattern MARK = Pattern.compile("\\s*// asyncio (2[\\d.]+(?:, 2[\\d.]+)*).*");
  private static final Pattern METHOD = Pattern.compile("  (?:static )?void (\\w+)\\(.*");

  /// How many lines each section of the list of behaviours has.
  private static final Map<String, Integer> SECTIONS = sections();

  private final List<String> document = lines(Path.of("..", "docs", "asyncio.md"));
  private final Map<String, Set<String>> marksOfTests = marksOfTests();

  private static Map<String, Integer> sections() {
    Map<String, Integer> sections = new LinkedHashMap<>();
    sections.put("2.2", 30);
    sections.put("2.3", 19);
    sections.put("2.4", 9);
    sections.put("2.5", 7);
    sections.put("2.6", 5);
    sections.put("2.7", 5);
    sections.put("2.8", 4);
    sections.put("2.9", 8);
    sections.put("2.10", 5);
    return sections;
  }

  private static List<String> behaviours() {
    Stream<String> numbered = SECTIONS.entrySet().stream()
        .flatMap(section -> IntStream.rangeClosed(1, section.getValue())
            .mapToObj(line -> section.getKey() + "." + line));
    return Stream.concat(numbered, Stream.of("2.11")).toList();
  }

  @Test
  void document_testsThatItNames_exist() {
    Set<String> named = document.stream()
        .flatMap(line -> TEST_NAME.matcher(line).results())
        .map(result -> result.group(1))
        .collect(Collectors.toCollection(TreeSet::new));

    assertThat(named).hasSizeGreaterThan(150);
    assertThat(marksOfTests.keySet()).containsAll(named);
  }

  @Test
  void document_secondPart_hasEveryBehaviourInOrderWithATestOrAReason() {
    Map<String, List<String>> entries = entries();

    assertThat(entries.keySet()).containsExactlyElementsOf(behaviours());
    assertThat(entries)
        .allSatisfy((behaviour, text) -> assertThat(String.join(" ", text))
            .as(behaviour)
            .containsPattern(TEST_NAME.pattern() + "|No test: "));
  }

  @Test
  void document_testsOfABehaviour_carryItsNumber() {
    List<String> unmarked = new ArrayList<>();

    entries()
        .forEach((behaviour, text) -> TEST_NAME
            .matcher(String.join(" ", text))
            .results()
            .map(result -> result.group(1))
            .filter(test -> !marksOfTests.getOrDefault(test, Set.of()).contains(behaviour))
            .forEach(test -> unmarked.add(behaviour + " " + test)));

    assertThat(unmarked).isEmpty();
  }

  @Test
  void tests_numbersThatTheyCarry_areThoseOfTheList() {
    Set<String> carried = marksOfTests.values().stream()
        .flatMap(Set::stream)
        .collect(Collectors.toCollection(TreeSet::new));

    assertThat(behaviours()).containsAll(carried);
  }

  @Test
  void document_linesAreShortEnoughToRead() {
    List<String> tooLong = document.stream().filter(line -> line.length() > 120).toList();

    assertThat(tooLong).isEmpty();
  }

  /// The second part: for each behaviour the lines that speak of it.
  private Map<String, List<String>> entries() {
    Map<String, List<String>> entries = new LinkedHashMap<>();
    List<String> current = new ArrayList<>();
    for (String line : document) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        current = new ArrayList<>();
        entries.put(matcher.group(1), current);
      }
      current.add(line);
    }
    return entries;
  }

  /// All tests of this module, as `Class.method`, each with the behaviours it says it holds.
  private static Map<String, Set<String>> marksOfTests() {
    try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
      return files
          .filter(file -> file.toString().endsWith("Test.java"))
          .flatMap(file -> marksOf(file).entrySet().stream())
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, _) -> a));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Map<String, Set<String>> marksOf(Path file) {
    String type = file.getFileName().toString().replace(".java", "");
    Map<String, Set<String>> marks = new LinkedHashMap<>();
    Set<String> pending = new LinkedHashSet<>();
    for (String line : lines(file)) {
      Matcher mark = MARK.matcher(line);
      Matcher method = METHOD.matcher(line);
      if (mark.matches()) {
        pending.addAll(List.of(mark.group(1).split(", ")));
      } else if (method.matches()) {
        marks.put(type + "." + method.group(1), Set.copyOf(pending));
        pending.clear();
      }
    }
    return marks;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
