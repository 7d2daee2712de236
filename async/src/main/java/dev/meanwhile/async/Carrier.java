package dev.meanwhile.async;

import java.util.Locale;

/// Which threads carry a loop's tasks. The behaviour is the same; the speed is not.
public enum Carrier {
  /// What the system property `meanwhile.carrier` names, else [#PINNED] where the JVM allows it,
  /// else [#SHARED].
  AUTO,

  /// The JDK's scheduler of virtual threads: always available.
  SHARED,

  /// One thread for all tasks of the loop: faster in handing over. Needs the JVM option
  /// `--add-opens java.base/java.lang=ALL-UNNAMED`, on the module path `=dev.meanwhile.async`.
  PINNED;

  LoopCarrier open() {
    return switch (this) {
      case AUTO -> chosen().open();
      case SHARED -> new SharedCarrier();
      case PINNED -> {
        if (!PinnedCarrier.isAvailable()) {
          throw new IllegalStateException("the pinned carrier needs the JVM option --add-opens "
              + "java.base/java.lang=ALL-UNNAMED (on the module path =dev.meanwhile.async)");
        }
        yield new PinnedCarrier();
      }
    };
  }

  private static Carrier chosen() {
    String wanted = System.getProperty("meanwhile.carrier", "auto");
    return switch (wanted.toUpperCase(Locale.ROOT)) {
      case "SHARED" -> SHARED;
      case "PINNED" -> PINNED;
      case "AUTO" -> PinnedCarrier.isAvailable() ? PINNED : SHARED;
      default ->
        throw new IllegalArgumentException("the system property meanwhile.carrier is \"" + wanted
            + "\": use auto, shared or pinned");
    };
  }
}
