package dev.meanwhile.async;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/// What the JVM says of its collector, for those who would blame a task for its pauses.
final class GarbageCollection {
  private GarbageCollection() {}

  /// How long the JVM's collectors have been at work; 0 where that is not known.
  static long millis() {
    try {
      return ManagementFactory.getGarbageCollectorMXBeans().stream()
          .mapToLong(GarbageCollectorMXBean::getCollectionTime)
          .filter(millis -> millis > 0)
          .sum();
    } catch (NoClassDefFoundError _) {
      return 0; // a run-time image without the module java.management
    }
  }
}
