package dev.meanwhile.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

/// The text of articles against what stands in two collections, as mean F1 over words; the
/// table is in `docs/scrape.md`. Skipped, and said to be, where the collections are missing.
final class ArticleCorpusTest {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}\\p{M}]+");
  private static final URI SOMEWHERE = URI.create("http://localhost/a/b");

  /// A page and the text that should come out of it.
  private record Case(String name, Path page, String expected) {}

  /// What came out of a set of cases.
  private record Score(int cases, double f1, double precision, double recall) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d pages, F1 %.3f, precision %.3f, recall %.3f",
          cases,
          f1,
          precision,
          recall);
    }
  }

  @Test
  void newspaper_meanWordF1_isAtLeastNineTenths() {
    Path set = Corpus.folder().resolve("real/html/codelucas_newspaper");
    List<Case> all = new ArrayList<>();
    for (Path text : Corpus.files(set.resolve("text"))) {
      String name = text.getFileName().toString().replace(".txt", "");
      Path page = set.resolve("html").resolve(name + ".html");
      if (Files.exists(page)) {
        all.add(new Case(name, page, utf8(text)));
      }
    }
    List<Case> articles = all.stream().filter(it -> !isRemark(it.expected)).toList();

    Score everything = score(all);
    Score score = score(articles);

    System.out.println("newspaper: " + score + " (with remarks for texts: " + everything + ")");
    assertThat(score.f1).isGreaterThan(0.90);
  }

  @Test
  void readability_meanWordF1_isAtLeastNineTenths() {
    Path set = Corpus.folder().resolve("real/html/mozilla_readability");
    List<Case> all = new ArrayList<>();
    for (Path page : Corpus.files(set)) {
      if (page.endsWith("source.html")) {
        String expected = utf8(page.resolveSibling("expected.html"));
        String name = set.relativize(page).getName(0).toString();
        all.add(new Case(name, page, Jsoup.parse(expected).text()));
      }
    }

    Score score = score(all);

    System.out.println("readability: " + score);
    assertThat(score.f1).isGreaterThan(0.97);
  }

  /// Some texts are remarks about what an extractor missed, in capitals: MISSED LAST PARAGRAPH.
  private static boolean isRemark(String text) {
    return text.length() < 200
        && text.chars().filter(Character::isUpperCase).count() * 2 > text.length();
  }

  private static Score score(List<Case> cases) {
    double f1 = 0;
    double precision = 0;
    double recall = 0;
    for (Case it : cases) {
      Map<String, Integer> expected = words(it.expected);
      Map<String, Integer> found =
          words(ArticleText.of(HtmlReader.parse(Corpus.read(it.page), null, SOMEWHERE)));
      double common = 0;
      for (Map.Entry<String, Integer> word : found.entrySet()) {
        common += Math.min(word.getValue(), expected.getOrDefault(word.getKey(), 0));
      }
      double right = common / Math.max(1, count(found));
      double complete = common / Math.max(1, count(expected));
      precision += right;
      recall += complete;
      f1 += common == 0 ? 0 : 2 * right * complete / (right + complete);
    }
    int count = cases.size();
    return new Score(count, f1 / count, precision / count, recall / count);
  }

  private static int count(Map<String, Integer> words) {
    return words.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static Map<String, Integer> words(String text) {
    Map<String, Integer> words = new HashMap<>();
    Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (matcher.find()) {
      words.merge(matcher.group(), 1, Integer::sum);
    }
    return words;
  }

  private static String utf8(Path file) {
    return new String(Corpus.read(file), StandardCharsets.UTF_8);
  }
}
