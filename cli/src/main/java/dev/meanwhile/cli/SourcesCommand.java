package dev.meanwhile.cli;

import dev.meanwhile.async.Runner;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.HostGovernor;
import dev.meanwhile.news.Opml;
import dev.meanwhile.news.Source;
import dev.meanwhile.news.SourceList;
import dev.meanwhile.news.store.NewsStore;
import dev.meanwhile.news.store.SourceSettings;
import dev.meanwhile.news.store.Sources.PastReading;
import dev.meanwhile.news.store.StoredSource;
import dev.meanwhile.scrape.FeedDiscovery;
import dev.meanwhile.scrape.FoundFeed;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `meanwhile sources`: what is kept to be read.
@Command(
    name = "sources",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {SourcesCommand.Change.class, SourceMoves.Move.class, SourceMoves.Back.class},
    description = "The sources that are kept: lists them, or does what a command says.")
final class SourcesCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Mixin
  private StoreOption store;

  @Option(names = "--json", description = "Print one JSON object per source on one line.")
  private boolean json;

  /// Without a command: the list.
  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Instant now = Wallclock.now();
    try (NewsStore open = store.open()) {
      List<StoredSource> sources = open.sources().all();
      if (json) {
        sources.forEach(source -> out.println(SourceText.json(source)));
      } else if (sources.isEmpty()) {
        out.println("No source is kept yet: meanwhile sources add ADDRESS, or import FILE.");
      } else {
        Terminal terminal = Terminal.fromProperties();
        sources.forEach(source -> out.println(SourceText.line(source, terminal, now)));
      }
    }
    return 0;
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = {
        "Keeps sources. Of a page that is no feed, the feed that it names is kept; addresses are read once for that,",
        "unless --as-is is given."
      })
  int add(
      @Mixin StoreOption store,
      @Parameters(paramLabel = "ADDRESS", arity = "1..*", description = "Of a feed or a page.")
          List<String> addresses,
      @Option(names = "--tag", paramLabel = "TAG", description = "File them under it.") @Nullable
          List<String> tags,
      @Option(names = "--as-is", description = "Keep the addresses without looking at them.")
          boolean isAsIs) {
    List<Source> given = addresses.stream()
        .flatMap(address -> GivenSources.argument(spec, address).sources().stream())
        .toList();
    PrintWriter out = spec.commandLine().getOut();
    try (NewsStore open = store.open();
        Runner runner = Runner.open()) {
      return runner.run(() -> {
        List<Source> found = isAsIs ? given : discovered(given);
        List<String> filed = tags == null ? List.of() : tags;
        int count = SourceKeeping.add(open, found, filed, Wallclock.now());
        found.forEach(source -> out.println("kept: " + Terminal.clean(source.name())
            + (source.name().equals(source.address()) ? "" : ", " + source.address())));
        if (count < found.size()) {
          out.println(found.size() - count + " of them were kept already");
        }
        return found.size() < given.size() ? 1 : 0;
      });
    }
  }

  /// The feed at each address, or the first that the page there names.
  private List<Source> discovered(List<Source> given) {
    PrintWriter err = spec.commandLine().getErr();
    List<Source> found = new ArrayList<>();
    try (ClientSession session =
        ClientSession.builder().governor(HostGovernor.polite()).open()) {
      FeedDiscovery discovery = FeedDiscovery.over(session);
      for (Source source : given) {
        if ("file".equals(source.uri().getScheme())) {
          found.add(source);
          continue;
        }
        try {
          List<FoundFeed> feeds = discovery.discover(source.uri());
          if (feeds.isEmpty()) {
            err.println("meanwhile: found no feed at " + source.address()
                + " (--as-is keeps it all the same)");
          } else {
            FoundFeed feed = feeds.getFirst();
            Source named =
                feed.title() == null ? Source.of(feed.uri()) : new Source(feed.title(), feed.uri());
            found.add(named);
          }
        } catch (RuntimeException e) {
          err.println("meanwhile: " + source.address() + " cannot be read: "
              + Terminal.clean(String.valueOf(e.getMessage()))
              + " (--as-is keeps it all the same)");
        }
      }
    }
    err.flush();
    return found;
  }

  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description =
          "Keeps the sources of an OPML file, whose folders become tags, or of a list of addresses.")
  int importFile(
      @Mixin StoreOption store,
      @Parameters(paramLabel = "FILE", arity = "1..*", description = "OPML, or an address a line.")
          List<String> files) {
    SourceList list = SourceList.concat(files.stream().map(GivenSources::file).toList());
    PrintWriter err = spec.commandLine().getErr();
    list.problems().forEach(problem -> err.println("meanwhile: " + Terminal.clean(problem)));
    err.flush();
    try (NewsStore open = store.open()) {
      int added = SourceKeeping.add(open, list.sources(), Wallclock.now());
      int known = list.sources().size() - added;
      spec.commandLine()
          .getOut()
          .println("kept " + added + " sources"
              + (known == 0 ? "" : ", " + known + " were kept already"));
    }
    return list.sources().isEmpty() ? 1 : 0;
  }

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = "Prints the sources as an OPML file for other readers, without passwords.")
  int export(@Mixin StoreOption store) {
    try (NewsStore open = store.open()) {
      List<Source> sources = open.sources().all().stream()
          .map(kept -> new Source(kept.name(), kept.address(), kept.isFound(), kept.tags()))
          .toList();
      spec.commandLine().getOut().print(Opml.write(sources, Wallclock.now()));
      spec.commandLine().getOut().flush();
    }
    return 0;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description =
          "Says all that is known of a source: when it is read next and why, and how it went.")
  int show(
      @Mixin StoreOption store,
      @Parameters(paramLabel = "SOURCE", description = "Number, address, or part of the name.")
          String called) {
    try (NewsStore open = store.open()) {
      StoredSource source = SourceNames.find(open, called);
      List<PastReading> readings = open.sources().readings(source.id(), 10);
      SourceText.whole(source, readings, Terminal.fromProperties(), Wallclock.now())
          .forEach(spec.commandLine().getOut()::println);
    }
    return 0;
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Forgets a source with all its articles.")
  int remove(
      @Mixin StoreOption store,
      @Parameters(paramLabel = "SOURCE", arity = "1..*") List<String> called) {
    return each(store, called, (open, source) -> {
      open.sources().remove(source.id());
      return "removed";
    });
  }

  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description = "Leaves a source alone until it is resumed.")
  int pause(
      @Mixin StoreOption store,
      @Parameters(paramLabel = "SOURCE", arity = "1..*") List<String> called) {
    return each(store, called, (open, source) -> {
      open.sources().pause(source.id(), true);
      return "paused";
    });
  }

  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description =
          "Reads a source again that was paused, or that retired because its site said it is gone.")
  int resume(
      @Mixin StoreOption store,
      @Parameters(paramLabel = "SOURCE", arity = "1..*") List<String> called) {
    return each(store, called, (open, source) -> {
      open.sources().pause(source.id(), false);
      return "resumed";
    });
  }

  @Command(
      name = "rename",
      mixinStandardHelpOptions = true,
      description = "Calls a source by another name.")
  int rename(
      @Mixin StoreOption store,
      @Parameters(paramLabel = "SOURCE", index = "0") String called,
      @Parameters(paramLabel = "NAME", index = "1") String name) {
    return each(store, List.of(called), (open, source) -> {
      open.sources().rename(source.id(), name);
      return "renamed to " + Terminal.clean(name);
    });
  }

  @Command(
      name = "tag",
      mixinStandardHelpOptions = true,
      description =
          "Files a source under the tags given; one with a minus sign before it is taken away.")
  int tag(
      @Mixin StoreOption store,
      @Parameters(paramLabel = "SOURCE", index = "0") String called,
      @Parameters(paramLabel = "TAG", index = "1..*", arity = "1..*") List<String> changes) {
    return each(store, List.of(called), (open, source) -> {
      Set<String> tags = new TreeSet<>(source.tags());
      for (String change : changes) {
        if (change.startsWith("-")) {
          tags.remove(change.substring(1));
        } else {
          tags.add(change);
        }
      }
      open.sources().tag(source.id(), tags);
      return tags.isEmpty() ? "no tags" : "tags: " + Terminal.clean(String.join(", ", tags));
    });
  }

  /// What is to be done with a source, in words when it is done.
  private interface Deed {
    String with(NewsStore store, StoredSource source);
  }

  private int each(StoreOption store, List<String> called, Deed deed) {
    PrintWriter out = spec.commandLine().getOut();
    try (NewsStore open = store.open()) {
      List<StoredSource> sources =
          called.stream().map(name -> SourceNames.find(open, name)).toList();
      for (StoredSource source : sources) {
        out.println(Terminal.clean(source.name()) + ": " + deed.with(open, source));
      }
    }
    return 0;
  }

  /// `meanwhile sources set`: apart because of its many options.
  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description =
          "Changes how a source is read. What is not named stays; an empty value takes back.")
  static final class Change implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private StoreOption store;

    @Parameters(paramLabel = "SOURCE", description = "Number, address, or part of the name.")
    private String called;

    @Option(names = "--interval", paramLabel = "DURATION", description = "How often it is read.")
    private @Nullable String interval;

    @Option(
        names = "--header",
        paramLabel = "NAME: VALUE",
        description = "Sent with each request; an empty value takes it back.")
    private List<String> headers = List.of();

    @Option(names = "--user-agent", paramLabel = "TEXT", description = "Sent instead of our own.")
    private @Nullable String userAgent;

    @Option(names = "--cookie", paramLabel = "TEXT", description = "Sent as the header Cookie.")
    private @Nullable String cookie;

    @Option(
        names = "--user",
        paramLabel = "NAME[:PASSWORD]",
        description = "For basic authentication.")
    private @Nullable String user;

    @Option(
        names = "--proxy",
        paramLabel = "ADDRESS",
        converter = ProxyOption.class,
        description = "Read it through http://[NAME:PASSWORD@]HOST:PORT, or socks5://HOST:PORT.")
    private @Nullable String proxy;

    @Option(
        names = "--insecure",
        negatable = true,
        description =
            "Take its host's certificates though they cannot be verified: whoever is in between can read and change everything. --no-insecure takes it back.")
    private @Nullable Boolean insecure;

    @Option(
        names = "--keep",
        paramLabel = "WORDS",
        description = "Take only articles with these words.")
    private @Nullable String keep;

    @Option(
        names = "--drop",
        paramLabel = "WORDS",
        description = "Leave articles with these words out.")
    private @Nullable String drop;

    @Override
    public Integer call() {
      try (NewsStore open = store.open()) {
        StoredSource source = SourceNames.find(open, called);
        open.sources().settings(source.id(), changed(source.settings()));
        spec.commandLine().getOut().println(Terminal.clean(source.name()) + ": changed");
        if (Boolean.TRUE.equals(insecure)) {
          Unverified.warn(spec.commandLine().getErr(), source);
        }
      }
      return 0;
    }

    private SourceSettings changed(SourceSettings old) {
      Map<String, String> all = new LinkedHashMap<>(old.headers());
      for (String header : headers) {
        int colon = header.indexOf(':');
        if (colon < 1) {
          throw new ParameterException(
              spec.commandLine(), "--header wants a name, a colon and a value");
        }
        String name = header.substring(0, colon).strip();
        String value = header.substring(colon + 1).strip();
        if (value.isEmpty()) {
          all.remove(name);
        } else {
          all.put(name, value);
        }
      }
      String login = user == null ? "" : user;
      int colon = login.indexOf(':');
      return new SourceSettings(
          interval == null ? old.interval() : interval(interval),
          all,
          or(userAgent, old.userAgent()),
          or(cookie, old.cookie()),
          user == null ? old.user() : orNull(colon < 0 ? login : login.substring(0, colon)),
          user == null ? old.password() : colon < 0 ? null : login.substring(colon + 1),
          or(proxy, old.proxy()),
          insecure == null ? old.insecure() : insecure,
          old.fullText(),
          or(keep, old.keep()),
          or(drop, old.drop()),
          old.select());
    }

    private static @Nullable String or(@Nullable String given, @Nullable String old) {
      return given == null ? old : orNull(given);
    }

    private static @Nullable String orNull(String text) {
      return text.isEmpty() ? null : text;
    }

    private static @Nullable Duration interval(String text) {
      return text.isEmpty() ? null : new DurationOption().convert(text);
    }
  }
}
