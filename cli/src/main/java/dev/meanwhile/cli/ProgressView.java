package dev.meanwhile.cli;

import static dev.meanwhile.async.Async.createTask;
import static dev.meanwhile.async.Async.sleep;

import dev.meanwhile.async.CancelledError;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Task;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// Live progress in a terminal: one line for each thing that is being read, and a bar.
final class ProgressView {
  private static final Duration FRAME = Duration.ofMillis(100);
  private static final String SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
  private static final int MAX_LINES = 12;

  /// The bar, how many more there are, and the line of the cursor: what scrolls off the top
  /// cannot be erased.
  private static final int OTHER_LINES = 3;

  private final PrintWriter out;
  private final int columns;
  private final int maxLines;
  private final String things;
  private final List<Running> running = new ArrayList<>();
  private final Duration start = EventLoop.current().time();
  private int total;
  private int ended;
  private int failed;
  private int frame;
  private int drawnLines;

  /// What is being read.
  ///
  /// @param key what it is told by
  private record Running(Object key, String name, Duration since) {}

  /// @param things what they are called, in the plural
  ProgressView(PrintWriter out, Terminal terminal, String things) {
    this.out = out;
    this.columns = terminal.columns();
    this.maxLines = Math.min(MAX_LINES, terminal.rows() - OTHER_LINES);
    this.things = things;
  }

  /// So many more are to be read.
  void planned(int more) {
    total += more;
  }

  void started(Object key, String name) {
    running.add(new Running(key, name, EventLoop.current().time()));
  }

  void finished(Object key, boolean isFailure) {
    for (Iterator<Running> reads = running.iterator(); reads.hasNext(); ) {
      if (reads.next().key().equals(key)) {
        reads.remove();
        break;
      }
    }
    ended++;
    if (isFailure) {
      failed++;
    }
  }

  /// Lets something be printed where the picture is, which comes again below it.
  void aside(Runnable print) {
    erase();
    out.flush();
    print.run();
  }

  /// Draws while `work` goes on, in a task of its own.
  <T> T during(Supplier<T> work) {
    Task<?> animation = createTask(this::animate);
    try {
      return work.get();
    } finally {
      animation.cancel();
      try {
        animation.await();
      } catch (CancelledError _) {
        // That is what was asked for.
      }
    }
  }

  /// Draws until it is cancelled: the body of a task.
  private void animate() {
    try {
      while (true) {
        draw();
        sleep(FRAME);
      }
    } finally {
      erase();
      out.flush();
    }
  }

  private void draw() {
    StringBuilder picture = new StringBuilder();
    List<String> lines = lines();
    for (String line : lines) {
      picture.append(line).append("\033[K\n");
    }
    erase();
    out.print(picture);
    out.flush();
    drawnLines = lines.size();
    frame++;
  }

  private void erase() {
    if (drawnLines > 0) {
      out.print("\033[" + drawnLines + "A\r\033[J");
      drawnLines = 0;
    }
  }

  private List<String> lines() {
    Duration now = EventLoop.current().time();
    List<String> lines = new ArrayList<>();
    int spin = SPINNER.codePointAt(frame % SPINNER.length());
    for (Running read : running) {
      if (lines.size() == maxLines) {
        lines.add("  … and " + (running.size() - maxLines) + " more");
        break;
      }
      lines.add(Character.toString(spin) + " " + Terminal.pad(read.name(), columns - 12)
          + seconds(now.minus(read.since())));
    }
    // A line that wrapped would be two, and one of them never erased.
    lines.add(Terminal.fit(bar(now.minus(start)), columns - 1));
    return lines;
  }

  private String bar(Duration elapsed) {
    String text = " " + ended + "/" + total + " " + things
        + (failed == 0 ? "" : ", " + failed + " failed") + "," + seconds(elapsed);
    int width = Math.clamp(columns - Terminal.width(text) - 3L, 10, 60);
    int full = total == 0 ? width : (int) ((long) width * ended / total);
    return "[" + "█".repeat(full) + "░".repeat(width - full) + "]" + text;
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%7.1f s", duration.toMillis() / 1e3);
  }
}
