package dev.meanwhile.benchmarks;

/// Who is measured, in the order of the tables.
enum Contender {
  PINNED("Meanwhile, pinned"),
  SHARED("Meanwhile, shared"),
  ASYNCIO("asyncio"),
  UVLOOP("uvloop"),
  GO("Go"),
  GO_ONE("Go, one processor"),
  KOTLIN("Kotlin coroutines"),
  BARE_OWN("bare virtual threads, one thread of their own"),
  BARE_JDK("bare virtual threads, the JDK's scheduler");

  final String label;

  Contender(String label) {
    this.label = label;
  }

  /// Whether it is a process of its own, rather than a part of what another one prints.
  boolean isStarted() {
    return this != GO_ONE;
  }

  boolean isOurs() {
    return this == PINNED || this == SHARED;
  }
}
