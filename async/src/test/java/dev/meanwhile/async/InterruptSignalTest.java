package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ignoreFailure;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.untilCancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Ctrl-C in a Runner that was told to handle it: SEMANTICS 5, asyncio 2.8.4.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be sent SIGINT there")
final class InterruptSignalTest {
  private static void pressCtrlC() throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Object interrupt = signal.getConstructor(String.class).newInstance("INT");
    signal.getMethod("raise", signal).invoke(null, interrupt);
  }

  private static TestLoop loop() {
    return TestLoop.real(options -> options.handleInterrupts(true));
  }

  // asyncio 2.8.4
  @Test
  void first_whileMainWaits_cancelsItAndRunThrows() {
    try (TestLoop loop = loop()) {
      Throwable thrown = catchThrowable(() -> loop.run(() -> {
        pressCtrlC();
        untilCancelled();
      }));

      assertThat(thrown).isInstanceOf(CancelledError.class).hasMessage("interrupted by Ctrl-C");
    }
  }

  // asyncio 2.8.4
  @Test
  void first_caughtByMain_leavesItsValue() {
    try (TestLoop loop = loop()) {
      String value = loop.run(() -> {
        pressCtrlC();
        try {
          untilCancelled();
          return "not reached";
        } catch (CancelledError _) {
          return "tidied up";
        }
      });

      assertThat(value).isEqualTo("tidied up");
    }
  }

  @Test
  void runner_usedAgainAfterwards_handlesTheNext() {
    try (TestLoop loop = loop()) {
      for (int i = 0; i < 2; i++) {
        assertThat(catchThrowable(() -> loop.run(() -> {
              pressCtrlC();
              untilCancelled();
            })))
            .isInstanceOf(CancelledError.class);
      }
    }
  }

  /// A program of its own: the second Ctrl-C ends it, whatever its main task does.
  @Test
  @Tag("slow")
  void second_endsTheProgram() throws IOException, InterruptedException {
    Process program = start(Stubborn.class);
    try (BufferedReader lines = program.inputReader()) {
      assertThat(lines.readLine()).isEqualTo("running");
      interrupt(program);
      assertThat(lines.readLine()).isEqualTo("swallowed it");
      interrupt(program);

      assertThat(program.waitFor()).isEqualTo(130);
    } finally {
      program.destroyForcibly();
    }
  }

  /// A program of its own, whose runs overlap without one being within the other: each Ctrl-C is
  /// for the one that began last of those that had none; when both have ended, it ends the
  /// program.
  @Test
  @Tag("slow")
  void overlappingRuns_eachGetOne_andLeaveNothingBehind() throws IOException, InterruptedException {
    Process program = start(Overlapping.class);
    try (BufferedReader lines = program.inputReader()) {
      assertThat(lines.readLine()).isEqualTo("both are running");
      interrupt(program);
      assertThat(lines.readLine()).isEqualTo("the second was cancelled");
      interrupt(program);
      assertThat(lines.readLine()).isEqualTo("the first was cancelled, and has ended");
      assertThat(lines.readLine()).isEqualTo("both have ended");
      interrupt(program);

      assertThat(program.waitFor()).isEqualTo(130);
    } finally {
      program.destroyForcibly();
    }
  }

  /// A program of its own: the run that began first ends first, and the other one still handles.
  @Test
  @Tag("slow")
  void overlappingRuns_whenTheFirstHasEnded_theSecondStillHandles()
      throws IOException, InterruptedException {
    Process program = start(FirstEndsFirst.class);
    try (BufferedReader lines = program.inputReader()) {
      assertThat(lines.readLine()).isEqualTo("the first has ended");
      interrupt(program);
      assertThat(lines.readLine()).isEqualTo("the second was cancelled");
      interrupt(program);

      assertThat(program.waitFor()).isEqualTo(130);
    } finally {
      program.destroyForcibly();
    }
  }

  private static Process start(Class<?> program) throws IOException {
    return new ProcessBuilder(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            program.getName()))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void interrupt(Process program) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(program.pid())).start().waitFor();
  }

  /// A main task that does not let itself be cancelled.
  static final class Stubborn {
    private Stubborn() {}

    public static void main(String[] args) {
      try (Runner runner = Runner.builder().handleInterrupts(true).open()) {
        runner.run(() -> {
          System.out.println("running");
          try {
            untilCancelled();
          } catch (CancelledError _) {
            System.out.println("swallowed it");
          }
          shielded(() -> sleep(ms(600_000)));
        });
      }
    }
  }

  /// Two runs at a time, of which the one that began first ends first.
  static final class Overlapping {
    private Overlapping() {}

    public static void main(String[] args) throws InterruptedException {
      CountDownLatch firstBegan = new CountDownLatch(1);
      CountDownLatch firstEnded = new CountDownLatch(1);
      Thread first = Thread.ofPlatform().start(() -> {
        runUntilCancelled(firstBegan::countDown);
        System.out.println("the first was cancelled, and has ended");
        firstEnded.countDown();
      });
      firstBegan.await();
      try (Runner runner = Runner.builder().handleInterrupts(true).open()) {
        runner.run(() -> {
          System.out.println("both are running");
          ignoreFailure(TestLoop::untilCancelled);
          System.out.println("the second was cancelled");
          shielded(() -> blocking(() -> firstEnded.await()));
        });
      }
      first.join();
      System.out.println("both have ended");
      new CountDownLatch(1).await();
    }

    static void runUntilCancelled(Runnable whenRunning) {
      try (Runner runner = Runner.builder().handleInterrupts(true).open()) {
        ignoreFailure(() -> runner.run(() -> {
          whenRunning.run();
          untilCancelled();
        }));
      }
    }
  }

  /// As [Overlapping], but nobody needs a Ctrl-C for the first to end.
  static final class FirstEndsFirst {
    private FirstEndsFirst() {}

    public static void main(String[] args) throws InterruptedException {
      CountDownLatch firstBegan = new CountDownLatch(1);
      CountDownLatch secondBegan = new CountDownLatch(1);
      Thread first = Thread.ofPlatform().start(() -> {
        try (Runner runner = Runner.builder().handleInterrupts(true).open()) {
          runner.run(() -> {
            firstBegan.countDown();
            blocking(() -> secondBegan.await());
          });
        }
      });
      firstBegan.await();
      Overlapping.runUntilCancelled(() -> {
        secondBegan.countDown();
        ignoreFailure(() -> blocking(() -> first.join()));
        System.out.println("the first has ended");
      });
      System.out.println("the second was cancelled");
      new CountDownLatch(1).await();
    }
  }
}
