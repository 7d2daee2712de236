package dev.meanwhile.async.process;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.net.StreamLoop.onRealTime;
import static dev.meanwhile.async.net.StreamLoop.onVirtualTime;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.meanwhile.async.CancelledError;
import dev.meanwhile.async.Runner;
import dev.meanwhile.async.Task;
import dev.meanwhile.async.net.StreamException;
import dev.meanwhile.async.net.StreamReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// asyncio 1.6, with the programs that a Unix has.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs that it runs are those of Unix")
final class SubprocessTest {
  private static final byte[] NO_INPUT = {};

  private static Subprocess shell(String script) {
    return Subprocess.start("sh", "-c", script);
  }

  private static Subprocess shell(ProcessOptions options, String script) {
    return Subprocess.start(options, "sh", "-c", script);
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  // asyncio 1.6
  @Test
  void communicate_givesInputAndCollectsEverything() {
    onRealTime(() -> {
      try (Subprocess process = shell("cat; echo complaint >&2; exit 3")) {
        ProcessOutput output = process.communicate("some input".getBytes(UTF_8));

        assertThat(output.stdoutText()).isEqualTo("some input");
        assertThat(output.stderrText()).isEqualTo("complaint\n");
        assertThat(output.exitCode()).isEqualTo(3);
        assertThat(process.isAlive()).isFalse();
      }
    });
  }

  @Test
  void communicate_moreThanPipesHold_arrivesWhole() {
    byte[] large = new byte[3_000_000];
    large[2_999_999] = 1;
    onRealTime(() -> {
      try (Subprocess process = Subprocess.start("cat")) {
        assertThat(process.communicate(large).stdout()).isEqualTo(large);
      }
    });
  }

  // asyncio 1.6: ignores a broken pipe
  @Test
  void communicate_programThatDoesNotRead_isNoFailure() {
    onRealTime(() -> {
      try (Subprocess process = shell("exec <&-; exit 0")) {
        assertThat(process.communicate(new byte[1_000_000]).exitCode()).isZero();
      }
    });
  }

  // asyncio 1.6
  @Test
  void streams_canBeUsedLineByLine() {
    onRealTime(() -> {
      try (Subprocess process = shell("while read line; do echo \"got $line\"; done")) {
        process.stdin().write("one\n");
        assertThat(process.stdout().readLine()).isEqualTo("got one");
        process.stdin().write("two\n");
        assertThat(process.stdout().readLine()).isEqualTo("got two");
        process.stdin().close();

        assertThat(process.waitFor()).isZero();
        assertThat(process.stdout().readLine()).isNull();
      }
    });
  }

  @Test
  void stdin_ofAProgramThatHasEnded_throws() {
    onRealTime(() -> {
      try (Subprocess process = shell("exit 0")) {
        process.waitFor();
        Throwable thrown = catchThrowable(() -> {
          while (true) {
            process.stdin().write(new byte[100_000]);
            process.stdin().drain();
          }
        });

        assertThat(thrown).isInstanceOf(StreamException.class);
      }
    });
  }

  @Test
  void waitFor_severalTimes_givesTheSameCode() {
    onRealTime(() -> {
      try (Subprocess process = shell("exit 7")) {
        Task<Integer> other = createTask(process::waitFor);

        assertThat(process.waitFor()).isEqualTo(7);
        assertThat(process.waitFor()).isEqualTo(7);
        assertThat(other.await()).isEqualTo(7);
      }
    });
  }

  // asyncio 1.6: terminate, kill
  @Test
  void terminateAndKill_endItWithTheirSignal() {
    onRealTime(() -> {
      try (Subprocess process = Subprocess.start("sleep", "1000")) {
        assertThat(process.isAlive()).isTrue();
        process.terminate();
        assertThat(process.waitFor()).isEqualTo(128 + 15);
      }
      try (Subprocess process = Subprocess.start("sleep", "1000")) {
        process.kill();
        assertThat(process.waitFor()).isEqualTo(128 + 9);
      }
    });
  }

  @Test
  void terminate_lastWords_canBeRead() {
    onRealTime(() -> {
      try (Subprocess process =
          shell("trap 'echo bye; exit 5' TERM; echo ready; while true; do sleep 0.01; done")) {
        assertThat(process.stdout().readLine()).isEqualTo("ready");
        process.terminate();

        assertThat(process.stdout().readLine()).isEqualTo("bye");
        assertThat(process.waitFor()).isEqualTo(5);
      }
    });
  }

  // A write that is blocked must not keep the process from being ended.
  @Test
  void close_whileItsInputIsFull_endsIt() {
    ProcessOptions brief = ProcessOptions.defaults().withGrace(Duration.ofMillis(20));
    onRealTime(() -> {
      try (Subprocess process = shell(brief, "trap '' TERM; echo ready; sleep 1000; sleep 1000")) {
        assertThat(process.stdout().readLine()).isEqualTo("ready");
        process.stdin().write(new byte[1_000_000]);
        process.close();

        assertThat(process.isAlive()).isFalse();
      }
    });
  }

  @Test
  void waitFor_cancelled_endsTheProcessAndThenThrows() {
    onRealTime(() -> {
      try (Subprocess process = Subprocess.start("sleep", "1000")) {
        Task<Integer> waiting = createTask(process::waitFor);
        sleep(Duration.ZERO);
        waiting.cancel();

        assertThat(catchThrowable(waiting::await)).isInstanceOf(CancelledError.class);
        assertThat(process.isAlive()).isFalse();
        assertThat(process.waitFor()).isEqualTo(128 + 15);
      }
    });
  }

  @Test
  void waitFor_cancelledWhileItRefusesToEnd_killsItAfterTheGrace() {
    ProcessOptions brief = ProcessOptions.defaults().withGrace(Duration.ofMillis(20));
    onRealTime(() -> {
      try (Subprocess process =
          shell(brief, "trap '' TERM; echo ready; while true; do sleep 1000; done")) {
        assertThat(process.stdout().readLine()).isEqualTo("ready");

        assertThat(catchThrowable(() -> timeout(Duration.ofMillis(1), () -> {
              process.waitFor();
            })))
            .hasMessageContaining("waiting for the end of sh");
        assertThat(process.waitFor()).isEqualTo(128 + 9);
      }
    });
  }

  @Test
  void read_cancelled_leavesTheProcessAlone() {
    onRealTime(() -> {
      try (Subprocess process = shell("read line; echo \"got $line\"")) {
        Task<String> reading = createTask(() -> process.stdout().readLine());
        sleep(Duration.ZERO);
        reading.cancel();
        sleep(Duration.ZERO);
        process.stdin().write("it\n");

        assertThat(process.stdout().readLine()).isEqualTo("got it");
        assertThat(reading.isCancelled()).isTrue();
      }
    });
  }

  @Test
  void close_endsItAndItsDescendants() {
    ProcessOptions atOnce = ProcessOptions.defaults().withGrace(Duration.ZERO);
    AtomicLong child = new AtomicLong();
    onRealTime(() -> {
      Subprocess process = shell(atOnce, "sleep 1000 & echo $!; wait");
      child.set(Long.parseLong(String.valueOf(process.stdout().readLine())));
      process.close();
      process.close();

      assertThat(process.isAlive()).isFalse();
      assertThat(catchThrowable(() -> process.stdin().write("x")))
          .isInstanceOf(StreamException.class);
    });
    ProcessHandle.of(child.get()).ifPresent(handle -> handle.onExit().join());
    assertThat(isAlive(child.get())).isFalse();
  }

  @Test
  void processThatNobodyCloses_isKilledWithItsLoop() {
    AtomicLong pid = new AtomicLong();
    try (Runner runner = Runner.open()) {
      runner.run(() -> pid.set(Subprocess.start("sleep", "1000").pid()));
      assertThat(isAlive(pid.get())).isTrue();
    }

    ProcessHandle.of(pid.get()).ifPresent(handle -> handle.onExit().join());
    assertThat(isAlive(pid.get())).isFalse();
  }

  // --- options and misuse ---

  @Test
  void options_folderAndEnvironment_areThoseOfTheProgram(@TempDir Path folder) {
    ProcessOptions options =
        ProcessOptions.defaults().withFolder(folder).withEnvironment("GREETING", "hello");
    onRealTime(() -> {
      try (Subprocess process = shell(options, "pwd; echo $GREETING; echo ${PATH:+path}")) {
        String output = process.communicate(NO_INPUT).stdoutText();

        assertThat(output).isEqualTo(folder.toRealPath() + "\nhello\npath\n");
      }
    });
  }

  @Test
  void options_errorsToOutput_comeInTheirOrder() {
    ProcessOptions merged = ProcessOptions.defaults().withErrors(Stdio.OUTPUT);
    onRealTime(() -> {
      try (Subprocess process = shell(merged, "echo out; echo err >&2; echo out")) {
        assertThat(process.communicate(NO_INPUT).stdoutText()).isEqualTo("out\nerr\nout\n");
        assertThat(catchThrowable(process::stderr)).isInstanceOf(IllegalStateException.class);
      }
    });
  }

  @Test
  void options_nothing_isConnectedToNothing() {
    ProcessOptions nothing = ProcessOptions.defaults()
        .withInput(Stdio.NOTHING)
        .withOutput(Stdio.NOTHING)
        .withErrors(Stdio.NOTHING);
    onRealTime(() -> {
      try (Subprocess process = Subprocess.start(nothing, "cat")) {
        assertThat(process.communicate(NO_INPUT).exitCode()).isZero();
        assertThat(catchThrowable(process::stdin)).isInstanceOf(IllegalStateException.class);
        assertThat(catchThrowable(() -> process.communicate(new byte[1])))
            .isInstanceOf(IllegalStateException.class);
      }
    });
  }

  @Test
  void options_outOfRange_areRefused() {
    ProcessOptions options = ProcessOptions.defaults();

    assertThat(catchThrowable(() -> options.withOutput(Stdio.OUTPUT)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(catchThrowable(() -> options.withInput(Stdio.OUTPUT)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(catchThrowable(() -> options.withGrace(Duration.ofMillis(-1))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(catchThrowable(() -> options.withLimit(0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(options.withLimit(StreamReader.MAX_WHOLE).limit()).isEqualTo(64 * 1024 * 1024);
    assertThat(catchThrowable(() -> options.withLimit(StreamReader.MAX_WHOLE + 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void options_asText_nameVariablesAndHideTheirValues() {
    ProcessOptions options = ProcessOptions.defaults()
        .withEnvironment("TOKEN", "secret")
        .withEnvironment("PASSWORD", "secret");
    Launch launch = new Launch(List.of("/bin/tool", "--key=secret"), options);

    assertThat(options.toString())
        .contains("environment=[PASSWORD, TOKEN]", "grace=PT2S", "limit=65536")
        .doesNotContain("secret");
    assertThat(launch.toString()).contains("tool", "TOKEN").doesNotContain("secret");
  }

  @Test
  void start_thatFailsWhenTheProgramRuns_killsIt() throws IOException, InterruptedException {
    Process program = new ProcessBuilder("sleep", "1000").start();
    Launch launch = new Launch(List.of("sleep", "1000"), ProcessOptions.defaults());
    onRealTime(() -> assertThat(
            catchThrowable(() -> Subprocess.over(new WithoutPipes(program), launch)))
        .hasMessage("no pipes"));

    assertThat(program.waitFor()).isEqualTo(128 + 9);
  }

  @Test
  void start_programThatIsNotThere_namesItAndNotItsArguments() {
    onRealTime(() -> assertThat(
            catchThrowable(() -> Subprocess.start("no-such-program", "--password=secret")))
        .isInstanceOf(ProcessException.class)
        .hasMessageContaining("could not start no-such-program")
        .hasMessageNotContaining("secret"));
  }

  @Test
  void start_folderThatIsNotThere_saysSo(@TempDir Path folder) {
    ProcessOptions lost = ProcessOptions.defaults().withFolder(folder.resolve("lost"));
    onRealTime(() -> assertThat(catchThrowable(() -> Subprocess.start(lost, "cat")))
        .isInstanceOf(ProcessException.class)
        .hasMessageContaining("there is no such folder"));
  }

  @Test
  void start_withoutAProgram_isRefused() {
    onRealTime(() -> assertThat(catchThrowable(() -> Subprocess.start()))
        .isInstanceOf(IllegalArgumentException.class));
  }

  @Test
  void start_onVirtualTimeOrOutsideOfALoop_isRefused() {
    onVirtualTime(() -> assertThat(catchThrowable(() -> Subprocess.start("cat")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("starting cat was refused: on virtual time there are no processes"));
    assertThat(catchThrowable(() -> Subprocess.start("cat")))
        .isInstanceOf(IllegalStateException.class);
  }

  /// A process whose pipes cannot be had.
  private static final class WithoutPipes extends Process {
    private final Process process;

    WithoutPipes(Process process) {
      this.process = process;
    }

    @Override
    public OutputStream getOutputStream() {
      throw new IllegalStateException("no pipes");
    }

    @Override
    public InputStream getInputStream() {
      throw new IllegalStateException("no pipes");
    }

    @Override
    public InputStream getErrorStream() {
      throw new IllegalStateException("no pipes");
    }

    @Override
    public int waitFor() throws InterruptedException {
      return process.waitFor();
    }

    @Override
    public int exitValue() {
      return process.exitValue();
    }

    @Override
    public void destroy() {
      process.destroy();
    }

    @Override
    public long pid() {
      return process.pid();
    }

    @Override
    public ProcessHandle toHandle() {
      return process.toHandle();
    }
  }
}
