package dev.meanwhile.cli;

import static dev.meanwhile.async.Async.sleep;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.news.RunListener;
import dev.meanwhile.news.Source;
import dev.meanwhile.news.SourceReport;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Live progress in a terminal: one line for each source that is being read, and a bar.
final class ProgressView implements RunListener {
  private static final Duration FRAME = Duration.ofMillis(100);
  private static final String SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
  private static final int MAX_LINES = 12;

  /// The bar, how many more there are, and the line of the cursor: what scrolls off the top
  /// cannot be erased.
  private static final int OTHER_LINES = 3;

  private final PrintWriter out;
  private final int columns;
  private final int maxLines;
  private final int total;
  private final Map<Source, Duration> running = new LinkedHashMap<>();
  private final Duration start = EventLoop.current().time();
  private int ended;
  private int failed;
  private int frame;
  private int drawnLines;

  ProgressView(PrintWriter out, Terminal terminal, int total) {
    this.out = out;
    this.columns = terminal.columns();
    this.maxLines = Math.min(MAX_LINES, terminal.rows() - OTHER_LINES);
    this.total = total;
  }

  @Override
  public void started(Source source) {
    running.put(source, EventLoop.current().time());
  }

  @Override
  public void finished(SourceReport report) {
    running.remove(report.source());
    ended++;
    if (!report.outcome().isSuccess()) {
      failed++;
    }
  }

  /// Draws until it is cancelled: the body of a task.
  void animate() {
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
    for (Map.Entry<Source, Duration> read : running.entrySet()) {
      if (lines.size() == maxLines) {
        lines.add("  … and " + (running.size() - maxLines) + " more");
        break;
      }
      lines.add(Character.toString(spin) + " " + Terminal.pad(read.getKey().name(), columns - 12)
          + seconds(now.minus(read.getValue())));
    }
    // A line that wrapped would be two, and one of them never erased.
    lines.add(Terminal.fit(bar(now.minus(start)), columns - 1));
    return lines;
  }

  private String bar(Duration elapsed) {
    String text = " " + ended + "/" + total + " sources"
        + (failed == 0 ? "" : ", " + failed + " failed") + "," + seconds(elapsed);
    int width = Math.clamp(columns - Terminal.width(text) - 3L, 10, 60);
    int full = total == 0 ? width : (int) ((long) width * ended / total);
    return "[" + "█".repeat(full) + "░".repeat(width - full) + "]" + text;
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%7.1f s", duration.toMillis() / 1e3);
  }
}
