package dev.meanwhile.cli;

import dev.meanwhile.async.Runner;
import dev.meanwhile.news.Indexer;
import dev.meanwhile.news.store.Article;
import dev.meanwhile.news.store.NewsStore;
import dev.meanwhile.news.store.SearchWords;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `meanwhile search`: articles with the words.
@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Finds articles that have all the words, the latest first; case and accents do not count.",
      "\"words in this order\" in quotes, begin* with a star, what must not occur after a minus sign (put -- before)."
    })
final class SearchCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "WORDS", arity = "1..*", description = "What to look for.")
  private List<String> words;

  @Mixin
  private StoreOption store;

  @Option(
      names = "--limit",
      defaultValue = "20",
      paramLabel = "N",
      description = "How many are shown at most (default ${DEFAULT-VALUE}).")
  private int limit;

  @Option(names = "--json", description = "Print one JSON object per article on one line.")
  private boolean json;

  @Override
  public Integer call() {
    SearchWords wanted = SearchWords.parse(String.join(" ", words));
    if (wanted == null) {
      throw new ParameterException(spec.commandLine(), "there is no word to look for");
    }
    if (limit < 1 || limit > 10_000) {
      throw new ParameterException(spec.commandLine(), "--limit must be from 1 to 10000");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (NewsStore open = store.open();
        Runner runner = Runner.open()) {
      List<Article> found = runner.run(() -> {
        new Indexer(open).catchUp(_ -> {});
        return open.articles().search(wanted, limit, Long.MAX_VALUE);
      });
      if (json) {
        found.forEach(
            article -> out.println(Terminal.escaped(ArticleJson.head(article).toString())));
      } else {
        new ArticleList(Terminal.fromProperties(), Wallclock.now())
            .lines("Found", found)
            .forEach(out::println);
      }
      return found.isEmpty() ? 1 : 0;
    }
  }
}
