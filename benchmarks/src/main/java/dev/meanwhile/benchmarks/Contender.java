package dev.meanwhile.benchmarks;

/// Who is measured, in the order of the tables.
enum Contender {
  PINNED("Meanwhile, pinned"),
  SHARED("Meanwhile, shared"),
  ASYNCIO("asyncio"),
  UVLOOP("uvloop"),
  GO("Go"),
  KOTLIN("Kotlin coroutines"),
  BARE_OWN("bare virtual threads, one thread of their own"),
  BARE_JDK("bare virtual threads, the JDK's scheduler");

  final String label;

  Contender(String label) {
    this.label = label;
  }

  boolean isOurs() {
    return this == PINNED || this == SHARED;
  }
}
