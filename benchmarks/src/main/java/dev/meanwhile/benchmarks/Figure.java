package dev.meanwhile.benchmarks;

import java.util.List;
import java.util.Locale;

/// What is measured of each contender, and under which names the programs print it. Less is
/// better in all of them.
enum Figure {
  SWITCH("one switch", "ns", "yield_ns"),
  SPAWN("spawn + join", "ns", "spawn_gather_ns", "spawn_join_ns", "launch_join_ns"),
  QUEUE("queue round trip", "ns", "queue_round_trip_ns", "channel_round_trip_ns"),
  MILLION_SECONDS("a million sleeps of 10 s: wall", "s", "seconds"),
  MILLION_MEMORY("a million sleeps of 10 s: peak memory", "MB", "peak_mb");

  final String label;
  final String unit;

  @SuppressWarnings("ImmutableEnumChecker") // List.of gives an immutable one
  private final List<String> names;

  Figure(String label, String unit, String... names) {
    this.label = label;
    this.unit = unit;
    this.names = List.of(names);
  }

  boolean isPrintedAs(String name) {
    return names.contains(name);
  }

  String show(double value) {
    String number = String.format(Locale.ROOT, this == MILLION_SECONDS ? "%,.1f" : "%,.0f", value);
    return number + " " + unit;
  }
}
