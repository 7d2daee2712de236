package dev.meanwhile.benchmarks;

import dev.meanwhile.news.store.Article;
import dev.meanwhile.news.store.ArticleQuery;
import dev.meanwhile.news.store.NewsStore;
import dev.meanwhile.news.store.SearchWords;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/// Searches a store for words that stand in its titles, one, two or three at a time, twenty
/// results each: `SearchProgram STORE SEARCHES`. The words of a search need not stand in one
/// article; from a common one to one that stands there once, all are asked for.
public final class SearchProgram {
  private static final int LIMIT = 20;
  private static final int TITLES = 20_000;
  private static final long SEED = 20_261_124;

  private SearchProgram() {}

  /// Runs the searches; the first tenth warms up.
  public static void main(String[] arguments) {
    int count = Integer.parseInt(arguments[1]);
    try (NewsStore store = NewsStore.open(arguments[0])) {
      Output.print("search_articles", (double) store.articles().count());
      List<String> words = words(store);
      Random random = new Random(SEED);
      List<Double> millis = new ArrayList<>();
      int found = 0;
      for (int i = -count / 10; i < count; i++) {
        StringBuilder typed = new StringBuilder();
        for (int word = 0; word <= Math.floorMod(i, 3); word++) {
          typed.append(words.get(random.nextInt(words.size()))).append(' ');
        }
        SearchWords asked = Objects.requireNonNull(SearchWords.parse(typed.toString()));
        long start = System.nanoTime();
        List<Article> articles = store.articles().search(asked, LIMIT, Long.MAX_VALUE);
        if (i >= 0) {
          millis.add((System.nanoTime() - start) / 1e6);
          found += articles.size();
        }
      }
      Collections.sort(millis);
      Output.print("search_p50_ms", millis.get(count / 2));
      Output.print("search_p95_ms", millis.get(count * 95 / 100));
      Output.print("search_max_ms", millis.getLast());
      Output.print("search_found", (double) found / count);
    }
    Output.printPeak();
  }

  /// Words of the newest titles, as often as they stand there.
  private static List<String> words(NewsStore store) {
    List<String> words = new ArrayList<>();
    for (Article article : store.articles().list(ArticleQuery.newest(TITLES))) {
      String title = Objects.requireNonNullElse(article.text().title(), "");
      for (String word : title.split("[^\\p{L}\\p{N}]+", -1)) {
        if (word.length() > 2) {
          words.add(word);
        }
      }
    }
    return words;
  }
}
