package dev.meanwhile.cli;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.scrape.Page;
import dev.meanwhile.scrape.ScrapeListener;
import dev.meanwhile.scrape.Scraped;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Prints results as they come, shows progress on standard error, and keeps count.
final class ScrapeOutput implements ScrapeListener {
  private final ScrapeFormat format;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Terminal terminal;
  private final EventLoop loop;
  private final Duration start;
  private final @Nullable ProgressView picture;
  private int planned;
  private int successful;
  private int failed;
  private int failedAtOnce;
  private int failedAgain;
  private boolean isRepetition;

  ScrapeOutput(
      ScrapeFormat format, PrintWriter out, PrintWriter err, Terminal terminal, EventLoop loop) {
    this.format = format;
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    this.loop = loop;
    this.start = loop.time();
    this.picture = terminal.isErrorTerminal() ? new ProgressView(err, terminal, "pages") : null;
    format.head().forEach(out::println);
  }

  int successful() {
    return successful;
  }

  int failed() {
    return failed;
  }

  /// Does `work`, with a picture of the progress where there is a terminal.
  void during(Runnable work) {
    if (picture == null) {
      work.run();
    } else {
      var _ = picture.during(() -> {
        work.run();
        return true;
      });
    }
  }

  @Override
  public void planned(int more) {
    if (!isRepetition) {
      planned += more;
    }
    if (picture != null) {
      picture.planned(more);
    }
  }

  @Override
  public void started(URI url) {
    if (picture != null) {
      picture.started(url, url.toString());
    }
  }

  @Override
  public void finished(Scraped result) {
    boolean isSuccess = result instanceof Page page && page.isSuccess();
    if (picture != null) {
      picture.finished(result.url(), !isSuccess);
    }
    if (isRepetition) {
      failedAgain += isSuccess ? 0 : 1;
      return;
    }
    if (isSuccess) {
      successful++;
    } else {
      failed++;
      failedAtOnce++;
    }
    if (picture == null) {
      print(result);
    } else {
      picture.aside(() -> print(result));
    }
  }

  private void print(Scraped result) {
    format.lines(result).forEach(out::println);
    if (out.checkError()) {
      throw new CommandFailure("standard output could not be written");
    }
  }

  /// From now on pages come that are read twice, to be timed.
  void firstRound() {
    failedAtOnce = 0;
  }

  /// From now on the same pages come again, to be timed: they are not printed.
  void nextRound() {
    isRepetition = true;
    if (picture == null) {
      err.println("And now one by one ...");
      err.flush();
    }
  }

  /// Prints how the two ways compare: beside results that are for programs on standard error.
  void compared(Duration together, Duration apart) {
    PrintWriter to = format.isForPeople() ? out : err;
    Runnable print = () -> {
      to.println(terminal.bold("Comparison"));
      to.println("  Concurrent: " + seconds(together) + " seconds");
      to.println("  Sequential: " + seconds(apart) + " seconds");
      if (failedAgain != failedAtOnce) {
        // A page that fails takes another time than one that is read.
        to.println("  Not the same work: " + failedAtOnce + " failed at once, " + failedAgain
            + " one by one");
      }
      to.println("  Speedup: "
          + String.format(
              Locale.ROOT, "%.2f", (double) apart.toNanos() / Math.max(1, together.toNanos()))
          + "x faster");
      to.println();
      to.flush();
    };
    if (picture == null) {
      print.run();
    } else {
      picture.aside(print);
    }
  }

  /// The last lines.
  void end() {
    if (format.isForPeople()) {
      int all = successful + failed;
      out.println(all + (all == 1 ? " page: " : " pages: ") + terminal.green(successful + " ok")
          + ", " + (failed == 0 ? "none failed" : terminal.red(failed + " failed"))
          + (planned > all ? ", " + terminal.yellow(planned - all + " cut off") : "") + ", in "
          + seconds(loop.time().minus(start)) + " s");
    }
    if (out.checkError()) {
      throw new CommandFailure("standard output could not be written");
    }
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2f", duration.toNanos() / 1e9);
  }
}
