package dev.meanwhile.examples;

import dev.meanwhile.async.ContextVar;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Consumer;

/// Where the listings print: standard output, or what the tour set for the task that runs them.
final class Screen {
  private static final ContextVar<PrintStream> OUT = ContextVar.of(System.out);

  private Screen() {}

  /// Prints a line.
  static void println(Object line) {
    OUT.get().println(line);
  }

  /// Prints to where the calling task does, from any thread.
  static Consumer<Object> printer() {
    return OUT.get()::println;
  }

  /// Prints an empty line.
  static void println() {
    OUT.get().println();
  }

  /// Fills in a template, numbers with a point in every country.
  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of its own
  static String format(String template, Object... values) {
    return String.format(Locale.ROOT, template, values);
  }

  /// Has the calling task, and those that it starts, print to `out`.
  static void redirect(PrintStream out) {
    OUT.set(out);
  }
}
