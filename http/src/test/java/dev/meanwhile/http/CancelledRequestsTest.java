package dev.meanwhile.http;

import static dev.meanwhile.async.Async.blocking;
import static dev.meanwhile.async.Async.createTask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meanwhile.async.Carrier;
import dev.meanwhile.async.Runner;
import dev.meanwhile.async.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Ten thousand requests over sockets, cancelled at whatever they are at.
final class CancelledRequestsTest {
  private static final int ROUNDS = 50;
  private static final int AT_ONCE = 100;
  private static final int QUEUED = 100;
  private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

  @Tag("slow")
  @ParameterizedTest
  @EnumSource(names = {"SHARED", "PINNED"})
  void cancel_tenThousandRequests_leakNoSlotConnectionOrThread(Carrier carrier) throws IOException {
    Semaphore asked = new Semaphore(0);
    AtomicInteger open = new AtomicInteger();
    Semaphore ended = new Semaphore(0);
    try (var server = LoopbackServer.start(connection -> {
          open.incrementAndGet();
          try {
            while (connection.awaitRequest()) {
              if (connection.path().equals("/ok")) {
                connection.send(HELLO);
                continue;
              }
              if (connection.path().equals("/body")) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
              }
              asked.release();
              connection.awaitEnd();
              return;
            }
          } finally {
            open.decrementAndGet();
            ended.release();
          }
        });
        var session = ClientSession.builder()
            .maxConnectionsPerHost(AT_ONCE)
            .maxConnections(AT_ONCE)
            .open();
        var runner = Runner.builder().carrier(carrier).open()) {
      int threadsBefore = Thread.activeCount();
      runner.run(() -> {
        for (int round = 0; round < ROUNDS; round++) {
          List<Task<Response>> requests = new ArrayList<>();
          for (int i = 0; i < AT_ONCE + QUEUED; i++) {
            String path = i % 2 == 0 ? "/head" : "/body";
            requests.add(createTask(() -> session.get(server.uri(path))));
          }
          blocking(() -> asked.acquire(AT_ONCE));
          // Last first: the queue must not fill the slots that come free.
          requests.reversed().forEach(Task::cancel);
          blocking(() -> ended.acquire(AT_ONCE));
        }
        assertThat(open.get()).as("connections left").isZero();

        List<Task<String>> after = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
          after.add(createTask(() -> session.get(server.uri("/ok")).text()));
        }
        for (Task<String> each : after) {
          assertThat(each.await()).isEqualTo("hello");
        }
      });
      assertThat(session.statistics().requests()).isEqualTo(ROUNDS * (AT_ONCE + QUEUED) + AT_ONCE);
      assertThat(Thread.activeCount()).as("threads").isLessThan(threadsBefore + 10);
    }
  }
}
