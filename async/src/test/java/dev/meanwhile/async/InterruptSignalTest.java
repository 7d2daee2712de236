package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.untilCancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
    Process program = new ProcessBuilder(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Stubborn.class.getName()))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
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
}
