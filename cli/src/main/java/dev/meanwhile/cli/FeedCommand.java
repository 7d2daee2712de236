package dev.meanwhile.cli;

import static dev.meanwhile.async.Async.async;
import static dev.meanwhile.async.Async.await;
import static dev.meanwhile.async.Async.blocking;
import static dev.meanwhile.async.Async.gather;
import static dev.meanwhile.async.Async.offload;
import static dev.meanwhile.async.Async.run;

import dev.meanwhile.async.TimedOutException;
import dev.meanwhile.feed.FeedHints;
import dev.meanwhile.feed.Feeds;
import dev.meanwhile.feed.NotAFeedException;
import dev.meanwhile.feed.ParsedFeed;
import dev.meanwhile.http.AddressGuard;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.HostGovernor;
import dev.meanwhile.http.HttpException;
import dev.meanwhile.http.Request;
import dev.meanwhile.http.Response;
import dev.meanwhile.news.SourceList;
import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `meanwhile feed`: what feeds contain, and what is wrong with them.
@Command(
    name = "feed",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Shows what feeds contain: format, title, entries, and what was wrong with them.")
final class FeedCommand implements Callable<Integer> {
  private static final int MAX_FILE_BYTES = 50 * 1024 * 1024;

  @Spec
  private CommandSpec spec;

  @Parameters(
      paramLabel = "SOURCE",
      arity = "1..*",
      description = "A file, or an address (https:// may be left out).")
  private List<String> sources = List.of();

  @Option(names = "--json", description = "Print one object per feed, each on one line.")
  private boolean json;

  /// What became of one source: a feed, or why there is none.
  sealed interface Reading {
    record Read(String source, ParsedFeed parsed) implements Reading {}

    record Unread(String source, String error) implements Reading {}
  }

  @Override
  public Integer call() {
    List<Reading> readings = run(this::readAll);
    PrintWriter out = spec.commandLine().getOut();
    Terminal terminal = Terminal.fromProperties();
    for (Reading reading : readings) {
      if (json) {
        out.println(FeedJson.write(reading));
      } else {
        FeedText.lines(reading, terminal).forEach(out::println);
      }
    }
    if (out.checkError()) {
      throw new CommandFailure("standard output could not be written");
    }
    return readings.stream().allMatch(Reading.Unread.class::isInstance) ? 1 : 0;
  }

  private List<Reading> readAll() {
    try (ClientSession session =
        ClientSession.builder().governor(HostGovernor.builder().build()).open()) {
      return await(gather(
          sources.stream().map(source -> async(() -> read(session, source))).toList()));
    }
  }

  /// What goes wrong with one source is said of that one, and costs no other.
  private static Reading read(ClientSession session, String source) {
    boolean isFile = BoundedFiles.isFile(source);
    String shown = isFile ? source : SourceList.displayAddress(source);
    try {
      ParsedFeed parsed = isFile
          ? parse(blocking(() -> BoundedFiles.read(source, MAX_FILE_BYTES)), FeedHints.none())
          : fetch(session, source);
      return new Reading.Read(shown, parsed);
    } catch (NotAFeedException
        | HttpException
        | TimedOutException
        | CommandFailure
        | IllegalArgumentException e) {
      return new Reading.Unread(shown, String.valueOf(e.getMessage()));
    } catch (RuntimeException | StackOverflowError e) {
      return new Reading.Unread(shown, "an error of Meanwhile itself: " + e);
    }
  }

  private static ParsedFeed fetch(ClientSession session, String source) {
    URI uri = SourceList.parseAddress(source).uri();
    try (Response response = session.send(Request.get(uri).guard(AddressGuard.typed(uri)))) {
      if (response.status() >= 400) {
        throw new CommandFailure("HTTP " + response.status());
      }
      FeedHints hints = FeedHints.none().withBase(response.uri());
      String type = response.headers().first("Content-Type").orElse(null);
      return parse(response.bytes(), type == null ? hints : hints.withContentType(type));
    }
  }

  private static ParsedFeed parse(byte[] body, FeedHints hints) {
    return offload(() -> Feeds.parse(body, hints));
  }
}
