package dev.meanwhile.cli;

import dev.meanwhile.news.store.NewsStore;
import dev.meanwhile.news.store.Retention;
import dev.meanwhile.news.store.StoreException;
import dev.meanwhile.news.store.StoreSummary;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `meanwhile store`: the store as a whole.
@Command(
    name = "store",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "What there is in the store, what is dropped of it when, and copies of it.")
final class StoreCommand implements Runnable {
  private static final String USUAL_AGE = "90d";

  @Spec
  private CommandSpec spec;

  /// Without a command: what there is.
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "info",
      mixinStandardHelpOptions = true,
      description = "Says where the store is, how large, and how much is in it.")
  int info(
      @Mixin StoreOption store,
      @Option(names = "--json", description = "Print one JSON object.") boolean isJson) {
    PrintWriter out = spec.commandLine().getOut();
    return with(store, open -> {
      StoreSummary summary = open.summary();
      out.println(isJson ? json(open, summary) : text(open, summary));
      return 0;
    });
  }

  private static String place(NewsStore open) {
    return open.toString().replaceFirst("^the store (in|at) ", "");
  }

  private static String json(NewsStore open, StoreSummary summary) {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("store", place(open));
    json.put("bytes", summary.bytes());
    json.put("sources", summary.sources());
    json.put("articles", summary.articles());
    json.put("unread", summary.unread());
    json.put("starred", summary.starred());
    json.put("dropped", summary.dropped());
    json.put("readings", summary.readings());
    open.retention().ifPresent(retention -> {
      json.put("retention_seconds", retention.age().toSeconds());
      json.put("retention_keep", retention.keep());
    });
    return Terminal.escaped(json.toString());
  }

  private static String text(NewsStore open, StoreSummary summary) {
    String kept = open.retention()
        .map(retention -> "older than " + AgeOption.words(retention.age())
            + " are dropped once a day, but for starred ones and the newest "
            + retention.keep() + " of each source")
        .orElse("are kept for ever");
    return String.join(
        "\n",
        "Store     " + Terminal.clean(place(open)),
        "Size      " + size(summary.bytes()),
        "Sources   " + summary.sources(),
        "Articles  " + summary.articles() + ", " + summary.unread() + " unread, "
            + summary.starred() + " starred"
            + (summary.dropped() == 0
                ? ""
                : "; of " + summary.dropped() + " more the texts were dropped"),
        "Texts     " + kept,
        "Readings  " + summary.readings() + ", of the last 90 days");
  }

  private static String size(long bytes) {
    return bytes < 1024 * 1024
        ? bytes / 1024 + " KiB"
        : String.format(Locale.ROOT, "%.1f MiB", bytes / 1024.0 / 1024);
  }

  @Command(
      name = "clean",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Drops the texts of old articles, read or not, but for starred ones, and forgets readings of more than 90 days ago.",
        "The articles do not come back as new ones. What becomes free in a file is used again; the file stays as large."
      })
  int clean(
      @Mixin StoreOption store,
      @Option(
              names = "--older",
              paramLabel = "AGE",
              converter = AgeOption.class,
              description = "How old they must be (default " + USUAL_AGE + ").")
          @Nullable
          Duration older,
      @Option(
              names = "--keep",
              paramLabel = "N",
              defaultValue = "200",
              description = "How many of each source stay, the newest (default ${DEFAULT-VALUE}).")
          int keep,
      @Option(
              names = "--auto",
              paramLabel = "AGE|off",
              description = "From now on runs do this by themselves, once a day; or not any more.")
          @Nullable
          String auto) {
    if (keep < 0) {
      throw new ParameterException(spec.commandLine(), "--keep must not be less than 0");
    }
    if (auto != null && older != null) {
      throw new ParameterException(spec.commandLine(), "choose one of --older and --auto");
    }
    PrintWriter out = spec.commandLine().getOut();
    boolean isEnd = "off".equals(auto);
    Duration age = auto != null && !isEnd
        ? automatic(auto)
        : older == null ? new AgeOption().convert(USUAL_AGE) : older;
    return with(store, open -> {
      if (isEnd) {
        open.retainAll();
        out.println("from now on texts are kept for ever");
        return 0;
      }
      if (auto != null) {
        open.retain(new Retention(age, keep));
        out.println(
            "from now on texts older than " + AgeOption.words(age) + " are dropped once a day");
      }
      Instant now = Wallclock.now();
      int dropped = open.articles().expire(now.minus(age), keep);
      open.forgetReadings(now);
      out.println("dropped the texts of " + dropped + (dropped == 1 ? " article" : " articles"));
      return 0;
    });
  }

  private Duration automatic(String auto) {
    try {
      return new AgeOption().convert(auto);
    } catch (RuntimeException e) {
      throw new ParameterException(spec.commandLine(), "--auto: " + e.getMessage() + ", or off");
    }
  }

  @Command(
      name = "backup",
      mixinStandardHelpOptions = true,
      description = "Writes a copy of the store, as it is now, while others go on using it.")
  int backup(
      @Mixin StoreOption store,
      @Parameters(paramLabel = "FILE", description = "That does not exist.") Path target) {
    PrintWriter out = spec.commandLine().getOut();
    return with(store, open -> {
      open.backup(target);
      out.println("copied " + open + " to " + Terminal.clean(target.toString()));
      return 0;
    });
  }

  @Command(
      name = "restore",
      mixinStandardHelpOptions = true,
      description = "Puts a backup in the store's place, when it is intact.")
  int restore(
      @Mixin StoreOption store,
      @Parameters(paramLabel = "FILE", description = "That store backup has written.") Path backup,
      @Option(
              names = "--force",
              description = "Also when there is a store, which is kept beside it.")
          boolean isForced) {
    PrintWriter out = spec.commandLine().getOut();
    Path file = store.file("is filled with its own program, pg_restore");
    if (!isForced && store.isThere()) {
      throw new CommandFailure("there is a store in " + Terminal.clean(file.toString())
          + " already: --force replaces it, and keeps it beside");
    }
    try {
      Optional<Path> old = Optional.empty();
      if (isForced) {
        old = NewsStore.replace(backup, file);
      } else {
        NewsStore.restore(backup, file);
      }
      out.println("restored " + Terminal.clean(file.toString()));
      old.ifPresent(
          path -> out.println("the store before is in " + Terminal.clean(path.toString())));
      return 0;
    } catch (StoreException e) {
      throw new CommandFailure(Terminal.clean(String.valueOf(e.getMessage())));
    }
  }

  private static int with(StoreOption store, Function<NewsStore, Integer> deed) {
    if (!store.isThere()) {
      throw new CommandFailure("there is no store yet in " + store.file("is no file")
          + ": meanwhile sources add ADDRESS");
    }
    try (NewsStore open = store.open()) {
      return deed.apply(open);
    } catch (StoreException e) {
      throw new CommandFailure(Terminal.clean(String.valueOf(e.getMessage())));
    }
  }
}
