package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.untilCancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/// Who holds the loop is reported: promise 3. Takes real time by nature: what stalls waits for
/// its own report.
final class StallTest {
  private final CountDownLatch reported = new CountDownLatch(1);
  private final List<LoopReport> stalls = new CopyOnWriteArrayList<>();

  private Runner runner() {
    return Runner.builder()
        .stallThreshold(ms(20))
        .reports(report -> {
          stalls.add(report);
          reported.countDown();
        })
        .open();
  }

  private void holdTheLoop() {
    try {
      reported.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertReportedOnce(String who) {
    assertThat(stalls).singleElement().satisfies(report -> {
      assertThat(report.kind()).isEqualTo(LoopReport.Kind.STALL);
      assertThat(report.message()).contains(who).contains("blocking(...)");
      assertThat(report.error())
          .isNotNull()
          .satisfies(error -> assertThat(error.getStackTrace())
              .anyMatch(frame -> frame.getMethodName().equals("holdTheLoop")));
    });
  }

  @Test
  void stall_ofATask_isReportedOnceWithItsNameAndStack() {
    try (Runner runner = runner()) {
      runner.run(() -> await(createTask(async("hog", () -> holdTheLoop()))));
    }

    assertReportedOnce("task hog");
  }

  @Test
  void stall_ofACallbackAfterIdling_isReportedToo() {
    try (Runner runner = runner()) {
      runner.run(() -> {
        EventLoop.current().callLater(ms(1), this::holdTheLoop);
        sleep(ms(5));
      });
    }

    assertReportedOnce("a callback");
  }

  @Test
  void stall_ofAnIdleLoop_isNone() {
    try (Runner runner = runner()) {
      runner.run(() -> sleep(ms(100)));
    }

    assertThat(stalls).isEmpty();
  }

  // SEMANTICS 25: whoever keeps a lock of Java's while waiting lets others run that want it, and
  // they hold the loop for good. A monitor nobody could free here; a lock can be given up.
  @Test
  void stall_ofATaskThatWantsALockKeptDuringAWait_showsWhereItWantsIt() {
    ReentrantLock lock = new ReentrantLock();
    AtomicReference<Thread> stalled = new AtomicReference<>();
    Thread freeing = new Thread(() -> {
      holdTheLoop();
      stalled.get().interrupt();
    });
    freeing.start();

    Throwable thrown;
    try (Runner runner = runner()) {
      thrown = catchThrowable(() -> runner.run(() -> {
        createTask(() -> waitWithALock(lock));
        sleep(Duration.ZERO);
        stalled.set(Thread.currentThread());
        lock.lockInterruptibly();
      }));
    }

    assertThat(thrown).hasCauseInstanceOf(InterruptedException.class);
    assertThat(stalls).singleElement().satisfies(report -> {
      assertThat(report.message()).contains("task main");
      assertThat(report.error())
          .isNotNull()
          .satisfies(error -> assertThat(error.getStackTrace())
              .anyMatch(frame -> frame.getMethodName().equals("lockInterruptibly")));
    });
  }

  private static void waitWithALock(ReentrantLock lock) {
    lock.lock();
    try {
      untilCancelled();
    } finally {
      lock.unlock();
    }
  }
}
