package dev.meanwhile.http;

import dev.meanwhile.http.HttpException.Stage;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// What a session counts. For any thread.
final class Counters {
  final LongAdder requests = new LongAdder();
  final LongAdder redirects = new LongAdder();
  final LongAdder retries = new LongAdder();
  final LongAdder timeouts = new LongAdder();
  final LongAdder encodedBytes = new LongAdder();
  final LongAdder decodedBytes = new LongAdder();
  final LongAdder opened = new LongAdder();
  final LongAdder reused = new LongAdder();
  private final Map<Stage, LongAdder> failures = new EnumMap<>(Stage.class);

  Counters() {
    for (Stage stage : Stage.values()) {
      failures.put(stage, new LongAdder());
    }
  }

  /// A request, or the reading of its answer, has failed for good.
  void fail(Stage stage) {
    LongAdder counted = failures.get(stage);
    if (counted != null) {
      counted.increment();
    }
  }

  SessionStatistics snapshot() {
    Map<Stage, Long> failed = new EnumMap<>(Stage.class);
    failures.forEach((stage, count) -> failed.put(stage, count.sum()));
    return new SessionStatistics(
        requests.sum(),
        redirects.sum(),
        retries.sum(),
        timeouts.sum(),
        failed,
        encodedBytes.sum(),
        decodedBytes.sum(),
        opened.sum(),
        reused.sum());
  }
}
