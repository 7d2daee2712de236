package dev.meanwhile.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Everything at once for a long time, in real time: `mvn -pl async verify -Psoak`, for
/// `-Dmeanwhile.soak=PT10M` or as long as wanted. Nothing may pile up: neither memory nor
/// threads, and nothing may be reported but failures on purpose.
///
/// The one test that depends on the clock: how long it runs, and when it looks. What it asserts
/// does not.
@Tag("soak")
final class SoakTest {
  private static final int LOOPS = 3;
  private static final int SAMPLES = 12;

  /// What collections leave is never quite the same.
  private static final long HEAP_SLACK_BYTES = 16L * 1024 * 1024;

  private static final int THREAD_SLACK = 16;

  private record Sample(long heapBytes, int threads, long tasks) {
    static Sample take(SoakLoad load) {
      for (int i = 0; i < 3; i++) {
        System.gc();
      }
      return new Sample(
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
          ManagementFactory.getThreadMXBean().getThreadCount(),
          load.tasksEnded());
    }

    @Override
    public String toString() {
      return "%d KB, %d threads, %d tasks".formatted(heapBytes / 1024, threads, tasks);
    }
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.DAYS)
  void everything_forALongTime_leavesNothingBehind() throws Exception {
    Duration length = Duration.parse(System.getProperty("meanwhile.soak", "PT10M"));
    List<Sample> samples = new ArrayList<>();
    SoakLoad load = SoakLoad.start(LOOPS);

    try {
      CountDownLatch never = new CountDownLatch(1);
      for (int i = 0; i < SAMPLES; i++) {
        assertThat(never.await(length.toMillis() / SAMPLES, TimeUnit.MILLISECONDS))
            .isFalse();
        samples.add(Sample.take(load));
      }
    } finally {
      load.stop();
    }

    System.out.println("soak of " + length + ", " + load);
    samples.forEach(sample -> System.out.println("  " + sample));
    assertThat(load.surprises()).isEmpty();
    // The first sample is warm-up: classes, code, pools.
    List<Sample> early = samples.subList(1, SAMPLES / 3);
    List<Sample> late = samples.subList(SAMPLES - SAMPLES / 3, SAMPLES);
    long earlyHeap = early.stream().mapToLong(Sample::heapBytes).max().orElseThrow();
    long lateHeap = late.stream().mapToLong(Sample::heapBytes).min().orElseThrow();
    assertThat(lateHeap).as("heap").isLessThan(earlyHeap + earlyHeap / 2 + HEAP_SLACK_BYTES);
    int earlyThreads = early.stream().mapToInt(Sample::threads).max().orElseThrow();
    int lateThreads = late.stream().mapToInt(Sample::threads).min().orElseThrow();
    assertThat(lateThreads).as("threads").isLessThan(earlyThreads + THREAD_SLACK);
    assertThat(samples).extracting(Sample::tasks).isSorted().doesNotHaveDuplicates();
  }
}
