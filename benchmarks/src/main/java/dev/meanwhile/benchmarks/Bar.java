package dev.meanwhile.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// What a figure of ours has to keep to, in the same run on the same machine.
///
/// @param subject one of ours
/// @param figure what is measured
/// @param factor the most it may be, as a multiple of the reference's
/// @param reference with whom it is compared
record Bar(Contender subject, Figure figure, double factor, Contender reference) {
  /// The project's bars for the runtime.
  static final List<Bar> ALL = List.of(
      new Bar(Contender.PINNED, Figure.SWITCH, 1.0 / 7, Contender.ASYNCIO),
      new Bar(Contender.PINNED, Figure.SWITCH, 1.0 / 4, Contender.UVLOOP),
      new Bar(Contender.SHARED, Figure.SWITCH, 1, Contender.ASYNCIO),
      new Bar(Contender.PINNED, Figure.SPAWN, 1.0 / 8, Contender.ASYNCIO),
      new Bar(Contender.SHARED, Figure.SPAWN, 1.0 / 8, Contender.ASYNCIO),
      new Bar(Contender.PINNED, Figure.SPAWN, 1.5, Contender.BARE_JDK),
      new Bar(Contender.SHARED, Figure.SPAWN, 1.5, Contender.BARE_JDK),
      new Bar(Contender.PINNED, Figure.QUEUE, 1.0 / 10, Contender.ASYNCIO),
      new Bar(Contender.PINNED, Figure.QUEUE, 1.5, Contender.GO),
      new Bar(Contender.PINNED, Figure.QUEUE, 1.5, Contender.GO_ONE),
      new Bar(Contender.SHARED, Figure.QUEUE, 1, Contender.ASYNCIO),
      new Bar(Contender.PINNED, Figure.MILLION_MEMORY, 0.65, Contender.ASYNCIO),
      new Bar(Contender.SHARED, Figure.MILLION_MEMORY, 1, Contender.ASYNCIO),
      new Bar(Contender.SHARED, Figure.MILLION_SECONDS, 1, Contender.ASYNCIO));

  /// How long a million sleeps of ten seconds may take on the pinned carrier.
  static final double MILLION_SECONDS_LIMIT = 13;

  /// What is asked for, in words.
  String asked() {
    if (factor == 1) {
      return "less than " + reference.label;
    }
    return factor < 1 && figure != Figure.MILLION_MEMORY
        ? String.format(Locale.ROOT, "%.0f times as fast as %s", 1 / factor, reference.label)
        : String.format(Locale.ROOT, "at most %.2f times %s", factor, reference.label);
  }

  /// The measured ratio, in the same terms; empty where one of the two was not measured.
  OptionalDouble ratio(Results results) {
    OptionalDouble ours = results.median(subject, figure);
    OptionalDouble theirs = results.median(reference, figure);
    return ours.isEmpty() || theirs.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(ours.getAsDouble() / theirs.getAsDouble());
  }

  String shown(double ratio) {
    return factor < 1 && figure != Figure.MILLION_MEMORY
        ? String.format(Locale.ROOT, "%.1f times as fast", 1 / ratio)
        : String.format(Locale.ROOT, "%.2f times", ratio);
  }

  boolean isKept(double ratio) {
    return factor == 1 ? ratio < 1 : ratio <= factor;
  }
}
