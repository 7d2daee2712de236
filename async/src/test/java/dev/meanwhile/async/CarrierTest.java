package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which threads carry a loop. All other tests run on both carriers.
final class CarrierTest {
  // Else the tests "on the pinned carrier" would silently run on the other one.
  @Test
  void pinned_inThisBuild_isAvailable() {
    assertThat(PinnedCarrier.isAvailable()).isTrue();
  }

  @Test
  void auto_followsTheSystemProperty() {
    String wanted = System.getProperty("meanwhile.carrier", "pinned");

    try (TestLoop loop = TestLoop.virtual()) {
      assertThat(loop.loop()).asString().contains(wanted);
    }
  }

  @Test
  void each_runsTasks() {
    for (Carrier carrier : Carrier.values()) {
      try (TestLoop loop = TestLoop.real(options -> options.carrier(carrier))) {
        assertThat(loop.run(() -> await(createTask(() -> {
              sleep(ms(1));
              return "value";
            }))))
            .isEqualTo("value");
      }
    }
  }

  // A task that parks outside the library holds the baton on both carriers.
  @Test
  void foreignPark_inATask_holdsTheBaton() {
    int[] counter = new int[1];

    TestLoop.onRealTime(() -> {
      createTask(() -> {
        counter[0]++;
      });
      Thread waker = Thread.currentThread();
      Thread other = new Thread(() -> java.util.concurrent.locks.LockSupport.unpark(waker));
      other.start();
      other.join();
      Thread.sleep(1);
      assertThat(counter[0]).isZero();
    });
  }

  // The trap of DESIGN.md: pollers that are started on a loop die with it.
  @Test
  void socket_usedFirstInATask_stillWorksAfterTheLoop() throws IOException {
    for (int i = 0; i < 2; i++) {
      try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        Async.run(() -> assertThat(echo(server)).isEqualTo('x'));
      }
    }
  }

  private static int echo(ServerSocket server) throws Exception {
    try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket accepted = server.accept()) {
      Task<?> answering = createTask(() -> blocking(() -> {
        OutputStream out = accepted.getOutputStream();
        out.write('x');
        out.flush();
      }));
      await(answering);
      return client.getInputStream().read();
    }
  }

  @Test
  void modulePath_withTheOpens_hasThePinnedCarrier(@TempDir Path directory) throws Exception {
    Path source = directory.resolve("src/probe/Probe.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, """
        package probe;

        import static dev.meanwhile.async.Async.*;

        import dev.meanwhile.async.EventLoop;

        public final class Probe {
          public static void main(String[] args) {
            System.out.print(run(() -> {
              createTask(() -> sleep(java.time.Duration.ofMillis(1))).await();
              return EventLoop.current().toString();
            }));
          }
        }
        """);
    Files.writeString(
        directory.resolve("src/module-info.java"),
        "module probe { requires dev.meanwhile.async; }");
    String modules = String.join(
        System.getProperty("path.separator"), pathOf(Async.class), pathOf(NullMarked.class));
    compile(directory, modules);

    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens",
            "java.base/java.lang=dev.meanwhile.async",
            "-p",
            modules + System.getProperty("path.separator") + directory.resolve("classes"),
            "-m",
            "probe/probe.Probe")
        .redirectErrorStream(true)
        .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("pinned");
  }

  private static void compile(Path directory, String modules) {
    ToolProvider compiler = ToolProvider.findFirst("javac").orElseThrow();
    int failed = compiler.run(
        System.out,
        System.err,
        "-p",
        modules,
        "-d",
        directory.resolve("classes").toString(),
        directory.resolve("src/module-info.java").toString(),
        directory.resolve("src/probe/Probe.java").toString());
    assertThat(failed).isZero();
  }

  private static String pathOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
        .toString();
  }

  @Test
  void unknownCarrier_inTheProperty_isRefusedByName() {
    String before = System.setProperty("meanwhile.carrier", "rocket");
    try {
      Throwable thrown = catchThrowable(Runner::open);

      assertThat(thrown)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("rocket");
    } finally {
      if (before == null) {
        System.clearProperty("meanwhile.carrier");
      } else {
        System.setProperty("meanwhile.carrier", before);
      }
    }
  }

  @Test
  void manyRuns_oneAfterTheOther_work() {
    int sum = 0;
    for (int i = 0; i < 500; i++) {
      int number = i;
      sum += Async.run(() -> await(createTask(() -> number)));
    }

    assertThat(sum).isEqualTo(499 * 250);
    assertThat(List.of(Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("meanwhile-carrier"))
            .count()))
        .allMatch(count -> count < 10);
  }
}
