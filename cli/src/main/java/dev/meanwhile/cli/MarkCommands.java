package dev.meanwhile.cli;

import dev.meanwhile.news.store.NewsStore;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The commands that mark articles.
final class MarkCommands {
  private MarkCommands() {}

  /// `meanwhile star`.
  @Command(
      name = "star",
      mixinStandardHelpOptions = true,
      description = "Stars articles: they are kept for ever.")
  static final class Star implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", arity = "1..*", description = "Numbers, as lists show them.")
    private List<Long> ids;

    @Option(names = "--off", description = "Take the star away.")
    private boolean isOff;

    @Mixin
    private StoreOption store;

    @Override
    public Integer call() {
      try (NewsStore open = store.open()) {
        int found = open.articles().star(ids, !isOff);
        spec.commandLine().getOut().println((isOff ? "unstarred: " : "starred: ") + found);
        return found == 0 ? 1 : 0;
      }
    }
  }

  /// `meanwhile mark-read`.
  @Command(
      name = "mark-read",
      mixinStandardHelpOptions = true,
      description =
          "Marks articles as read: those with the numbers given, or all that were published before a time.")
  static final class MarkRead implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "Numbers, as lists show them.")
    private List<Long> ids = List.of();

    @Option(
        names = "--before",
        paramLabel = "DURATION|DATE",
        converter = SinceOption.class,
        description = "All that were published before then: 0s for all, 2d, 2026-11-23.")
    private SinceOption.@Nullable Since before;

    @Option(names = "--off", description = "Mark those with the numbers as unread.")
    private boolean isOff;

    @Mixin
    private StoreOption store;

    @Override
    public Integer call() {
      if (ids.isEmpty() == (before == null) || (isOff && before != null)) {
        throw new ParameterException(spec.commandLine(), "give numbers of articles, or --before");
      }
      try (NewsStore open = store.open()) {
        int found = before == null
            ? open.articles().markRead(ids, !isOff)
            : open.articles().markReadBefore(before.from(Wallclock.now()));
        spec.commandLine().getOut().println((isOff ? "unread: " : "read: ") + found);
        return found == 0 ? 1 : 0;
      }
    }
  }
}
