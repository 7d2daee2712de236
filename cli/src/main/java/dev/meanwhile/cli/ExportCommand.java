package dev.meanwhile.cli;

import dev.meanwhile.news.AtomExport;
import dev.meanwhile.news.HtmlExport;
import dev.meanwhile.news.store.Article;
import dev.meanwhile.news.store.ArticleQuery;
import dev.meanwhile.news.store.NewsStore;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `meanwhile export`: articles for other programs.
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Prints the newest articles for other programs: one JSON object a line, an Atom feed, or a page of HTML that needs",
      "nothing else. HTML is cleaned. For the sources: meanwhile sources export."
    })
final class ExportCommand implements Callable<Integer> {
  /// What is written.
  enum Format {
    JSON,
    ATOM,
    HTML
  }

  @Spec
  private CommandSpec spec;

  @Mixin
  private StoreOption store;

  @Option(
      names = "--format",
      defaultValue = "json",
      paramLabel = "json|atom|html",
      description = "What is written (default ${DEFAULT-VALUE}).")
  private Format format;

  @Option(names = "--tag", paramLabel = "TAG", description = "Only sources filed under it.")
  private @Nullable String tag;

  @Option(names = "--starred", description = "Only articles with a star.")
  private boolean isStarred;

  @Option(
      names = "--since",
      paramLabel = "DURATION|DATE",
      converter = SinceOption.class,
      description = "Only what was published since then.")
  private SinceOption.@Nullable Since since;

  @Option(
      names = "--limit",
      defaultValue = "100",
      paramLabel = "N",
      description = "How many at most (default ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Instant now = Wallclock.now();
    try (NewsStore open = store.open()) {
      ArticleQuery query = ArticleQuery.newest(Math.max(limit, 0))
          .tagged(tag)
          .publishedSince(since == null ? null : since.from(now));
      List<Article> articles =
          open.articles().withHtml(open.articles().list(isStarred ? query.starred() : query));
      switch (format) {
        case JSON ->
          articles.forEach(
              article -> out.println(Terminal.escaped(ArticleJson.whole(article).toString())));
        case ATOM -> out.print(AtomExport.write(articles, now));
        case HTML -> out.print(HtmlExport.write(articles, now));
      }
      if (out.checkError()) {
        throw new CommandFailure("standard output could not be written");
      }
    }
    return 0;
  }
}
