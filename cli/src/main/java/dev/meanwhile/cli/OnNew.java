package dev.meanwhile.cli;

import static dev.meanwhile.async.Async.moveOnAfter;
import static dev.meanwhile.async.Async.offload;
import static dev.meanwhile.async.Async.taskGroup;
import static dev.meanwhile.async.Async.timeout;

import dev.meanwhile.async.Action;
import dev.meanwhile.async.Task;
import dev.meanwhile.async.TimedOutException;
import dev.meanwhile.async.net.StreamException;
import dev.meanwhile.async.net.StreamReader;
import dev.meanwhile.async.net.StreamWriter;
import dev.meanwhile.async.process.ProcessException;
import dev.meanwhile.async.process.ProcessOptions;
import dev.meanwhile.async.process.Stdio;
import dev.meanwhile.async.process.Subprocess;
import dev.meanwhile.news.store.Article;
import dev.meanwhile.news.store.NewsStore;
import dev.meanwhile.news.store.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// `--on-new`: a command of the user's own that is told of new articles.
///
/// They come on its standard input and nowhere else: what stands in a feed is never a part of a
/// command line or an environment, where a shell might do what it says.
final class OnNew {
  /// How many articles are held with their HTML at a time.
  private static final int PAGE = 50;

  /// How long output is waited for when the command has ended: what it left running in the
  /// background may hold its end open for ever.
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private static final int PIECE = 8 * 1024;
  private static final int LONGEST_LINE = 64 * 1024;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--on-new",
      paramLabel = "CMD",
      description =
          "When new articles were kept, run this command with them on its standard input, a JSON object a line; for 30 s at most.")
  private @Nullable String command;

  @Option(
      names = "--on-new-limit",
      hidden = true,
      defaultValue = "30s",
      converter = DurationOption.class)
  private Duration limit;

  /// @throws ParameterException if there is such a command, which is for sources that are kept
  void refuseWithoutStore() {
    if (command != null) {
      throw new ParameterException(
          spec.commandLine(),
          "--on-new is for sources that are kept: there is none, or add --save");
    }
  }

  /// Runs the command if there is one and something has arrived, and waits for its end. What
  /// goes wrong is said on standard error.
  void tell(NewsStore store, Arrivals arrivals) {
    if (command == null) {
      return;
    }
    String program = command;
    try {
      List<Article> articles = arrivals.articles(store);
      if (articles.isEmpty()) {
        return;
      }
      int exitCode = timeout(limit, () -> run(program, store, articles));
      if (exitCode != 0) {
        complain("ended with exit code " + exitCode);
      }
    } catch (TimedOutException _) {
      complain("was ended: it took longer than " + NewsText.seconds(limit));
    } catch (ProcessException | StreamException | StoreException e) {
      complain("failed: " + Terminal.clean(String.valueOf(e.getMessage())));
    }
  }

  private void complain(String what) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("meanwhile: the command of --on-new " + what);
    err.flush();
  }

  private int run(String program, NewsStore store, List<Article> articles) {
    ProcessOptions options = ProcessOptions.defaults().withErrors(Stdio.OUTPUT);
    try (Subprocess process = Subprocess.start(options, shell(program))) {
      return taskGroup(group -> {
        Task<?> output = group.start(() -> print(process.stdout()));
        group.start(() -> feed(process.stdin(), store, articles));
        int exitCode = process.waitFor();
        Action rest = output::await;
        moveOnAfter(LAST_WORDS, rest);
        group.stop();
        return exitCode;
      });
    }
  }

  private static String[] shell(String program) {
    boolean isWindows =
        System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    return isWindows ? new String[] {"cmd.exe", "/c", program} : new String[] {"sh", "-c", program};
  }

  private static void feed(StreamWriter input, NewsStore store, List<Article> articles) {
    try {
      for (int i = 0; i < articles.size(); i += PAGE) {
        List<Article> page = articles.subList(i, Math.min(i + PAGE, articles.size()));
        List<Article> whole = store.articles().withHtml(page);
        for (String line : offload(() -> whole.stream().map(OnNew::line).toList())) {
          input.write(line);
          input.drain();
        }
      }
      input.writeEnd();
    } catch (StreamException _) {
      // It does not want to read all of it, or has ended.
    }
  }

  private static String line(Article article) {
    return Terminal.escaped(ArticleJson.whole(article).toString()) + "\n";
  }

  /// Shows what the command prints, as lines that steer no terminal: feeds may speak through it.
  private void print(StreamReader output) {
    PrintWriter err = spec.commandLine().getErr();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (byte[] piece = output.read(PIECE); piece.length > 0; piece = output.read(PIECE)) {
      for (byte each : piece) {
        if (each == '\n' || line.size() == LONGEST_LINE) {
          err.println(Terminal.clean(line.toString(StandardCharsets.UTF_8)));
          line.reset();
        }
        if (each != '\n') {
          line.write(each);
        }
      }
      err.flush();
    }
    if (line.size() > 0) {
      err.println(Terminal.clean(line.toString(StandardCharsets.UTF_8)));
      err.flush();
    }
  }
}
