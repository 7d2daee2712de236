package dev.meanwhile.cli;

import dev.meanwhile.news.PlainText;
import dev.meanwhile.news.store.Article;
import dev.meanwhile.news.store.NewsStore;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `meanwhile read`: an article.
@Command(
    name = "read",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Prints an article, and marks it as read.")
final class ReadCommand implements Callable<Integer> {
  private static final int MAX_COLUMNS = 90;

  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "ID", arity = "1..*", description = "Its number, as lists show it.")
  private List<Long> ids;

  @Mixin
  private StoreOption store;

  @Option(names = "--json", description = "Print one JSON object per article on one line.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (NewsStore open = store.open()) {
      for (Long id : ids) {
        Article article = open.articles()
            .byId(id)
            .orElseThrow(() -> new CommandFailure("there is no article " + id));
        if (json) {
          out.println(Terminal.escaped(ArticleJson.whole(article).toString()));
        } else {
          lines(article).forEach(out::println);
        }
        out.flush();
        open.articles().markRead(List.of(id), true);
      }
    }
    return 0;
  }

  private static List<String> lines(Article article) {
    Terminal terminal = Terminal.fromProperties();
    int columns = Math.min(terminal.columns(), MAX_COLUMNS);
    List<String> lines = new ArrayList<>();
    String title = article.text().title();
    for (String line : Paragraphs.wrapped(title == null ? "(without a title)" : title, columns)) {
      lines.add(terminal.bold(line));
    }
    String author = article.text().author();
    lines.add(terminal.dim(Terminal.clean(article.sourceName()
        + (author == null ? "" : " · " + author) + " · " + article.date()
        + " (" + Ages.of(article.date(), Wallclock.now()) + ")")));
    String link = article.text().link();
    if (link != null) {
      lines.add(terminal.linked(Terminal.clean(link), link));
    }
    PlainText text = PlainText.of(article.text().safeBody());
    for (String paragraph : text.paragraphs()) {
      lines.add("");
      lines.addAll(Paragraphs.wrapped(paragraph, columns));
    }
    if (!text.links().isEmpty()) {
      lines.add("");
    }
    for (int i = 0; i < text.links().size(); i++) {
      String address = text.links().get(i);
      lines.add(
          terminal.dim("[" + (i + 1) + "] ") + terminal.linked(Terminal.clean(address), address));
    }
    String files = article.text().files();
    if (files != null) {
      lines.add("");
      files
          .lines()
          .forEach(file -> lines.add("file: " + terminal.linked(Terminal.clean(file), file)));
    }
    lines.add("");
    return lines;
  }
}
