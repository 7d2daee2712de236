package dev.meanwhile.http;

import static dev.meanwhile.async.Async.blocking;
import static dev.meanwhile.async.Async.createTask;
import static dev.meanwhile.async.Async.moveOnAfter;
import static dev.meanwhile.async.Async.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meanwhile.async.LoopClock;
import dev.meanwhile.async.Runner;
import dev.meanwhile.async.Task;
import dev.meanwhile.http.HttpException.Stage;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostResolverTest {
  private static final InetAddress ADDRESS = InetAddress.ofLiteral("192.0.2.7");

  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "8.8.8.8", "2130706433"})
  void resolve_literal_isNotLookedUp(String literal) {
    HostResolver resolver = answering(_ -> new InetAddress[] {ADDRESS});

    List<InetAddress> found = run(() -> resolver.resolve(literal));

    assertThat(found).containsExactly(InetAddress.ofLiteral(literal));
    assertThat(asked).isEmpty();
  }

  @Test
  void resolve_twice_asksOnce() {
    HostResolver resolver = answering(_ -> new InetAddress[] {ADDRESS});

    run(() -> {
      assertThat(resolver.resolve("a.example")).containsExactly(ADDRESS);
      assertThat(resolver.resolve("a.example")).containsExactly(ADDRESS);
    });

    assertThat(asked).containsExactly("a.example");
  }

  @Test
  void resolve_unknown_failsInStageDnsAndIsKept() {
    HostResolver resolver = answering(host -> {
      throw new UnknownHostException(host);
    });

    run(() -> {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> resolver.resolve("example.invalid"))
            .isInstanceOfSatisfying(
                HttpException.class, failure -> assertThat(failure.stage()).isEqualTo(Stage.DNS))
            .hasMessage("unknown host name example.invalid");
      }
    });

    assertThat(asked).hasSize(1);
  }

  @Test
  void resolve_answers_areForgottenInTime() {
    // Look-ups run inline here, so that no foreign thread is needed on virtual time.
    List<String> times = new ArrayList<>();
    HostResolver resolver = new HostResolver(
        host -> {
          times.add(host);
          if (host.startsWith("dead")) {
            throw new UnknownHostException(host);
          }
          return new InetAddress[] {ADDRESS};
        },
        Runnable::run);

    try (var runner = Runner.builder().clock(LoopClock.virtual()).open()) {
      runner.run(() -> {
        for (int second = 0; second <= 90; second += 10) {
          resolver.resolve("live.example");
          assertThatThrownBy(() -> resolver.resolve("dead.example"))
              .isInstanceOf(HttpException.class);
          dev.meanwhile.async.Async.sleep(Duration.ofSeconds(10));
        }
      });
    }

    assertThat(times.stream().filter("live.example"::equals)).hasSize(4);
    assertThat(times.stream().filter("dead.example"::equals)).hasSize(2);
  }

  @Test
  void resolve_sameNameAtOnce_sharesOneLookup() {
    CountDownLatch gate = new CountDownLatch(1);
    HostResolver resolver = answering(_ -> {
      await(gate);
      return new InetAddress[] {ADDRESS};
    });

    run(() -> {
      List<Task<List<InetAddress>>> tasks = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        tasks.add(createTask(() -> resolver.resolve("a.example")));
      }
      dev.meanwhile.async.Async.sleep(Duration.ZERO);
      gate.countDown();
      for (Task<List<InetAddress>> task : tasks) {
        assertThat(task.await()).containsExactly(ADDRESS);
      }
    });

    assertThat(asked).hasSize(1);
  }

  @Test
  void resolve_lookupThatHangs_isAbandonedAtTheDeadline() {
    CountDownLatch gate = new CountDownLatch(1);
    HostResolver resolver = answering(host -> {
      if (host.startsWith("stuck")) {
        await(gate);
      }
      return new InetAddress[] {ADDRESS};
    });

    run(() -> {
      boolean ended = moveOnAfter(Duration.ofMillis(20), () -> {
        resolver.resolve("stuck.example");
      });
      assertThat(ended).isFalse();
      assertThat(resolver.resolve("other.example")).containsExactly(ADDRESS);
    });
    gate.countDown();
  }

  @Test
  void resolve_queuedAndGivenUp_isNeverLookedUp() {
    ConcurrentLinkedQueue<Runnable> queued = new ConcurrentLinkedQueue<>();
    HostResolver resolver = resolver(_ -> new InetAddress[] {ADDRESS}, queued::add);

    run(() -> {
      assertThat(moveOnAfter(Duration.ofMillis(5), () -> {
            resolver.resolve("a.example");
          }))
          .isFalse();
    });
    queued.forEach(Runnable::run);

    assertThat(asked).isEmpty();
  }

  @Test
  void resolve_thousandDeadNames_allFail() {
    Semaphore running = new Semaphore(0);
    HostResolver resolver = answering(host -> {
      running.release();
      throw new UnknownHostException(host);
    });

    run(() -> {
      List<Task<List<InetAddress>>> tasks = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        String host = "dead" + i + ".example";
        tasks.add(createTask(() -> resolver.resolve(host)));
      }
      blocking(() -> running.acquire(1_000));
      for (Task<List<InetAddress>> task : tasks) {
        assertThatThrownBy(task::await).isInstanceOf(HttpException.class);
      }
    });
  }

  private HostResolver answering(HostResolver.Lookup lookup) {
    return resolver(lookup, body -> Thread.ofPlatform().daemon().start(body));
  }

  private HostResolver resolver(HostResolver.Lookup lookup, Executor executor) {
    return new HostResolver(
        host -> {
          asked.add(host);
          return lookup.addressesOf(host);
        },
        executor);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
