package dev.meanwhile.async.net;

import static dev.meanwhile.async.Async.createTask;
import static dev.meanwhile.async.Async.moveOnAfter;
import static dev.meanwhile.async.Async.run;
import static dev.meanwhile.async.Async.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meanwhile.async.LoopClock;
import dev.meanwhile.async.Runner;
import dev.meanwhile.async.Task;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NameLookupTest {
  private static final InetAddress ADDRESS = InetAddress.ofLiteral("192.0.2.7");

  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "8.8.8.8", "2130706433"})
  void addresses_literal_isNotLookedUp(String literal) {
    NameLookup names = answering(_ -> new InetAddress[] {ADDRESS});

    List<InetAddress> found = run(() -> names.addresses(literal));

    assertThat(found).containsExactly(InetAddress.ofLiteral(literal));
    assertThat(asked).isEmpty();
  }

  @Test
  void addresses_twice_asksOnce() {
    NameLookup names = answering(_ -> new InetAddress[] {ADDRESS});

    run(() -> {
      assertThat(names.addresses("a.example")).containsExactly(ADDRESS);
      assertThat(names.addresses("a.example")).containsExactly(ADDRESS);
    });

    assertThat(asked).containsExactly("a.example");
  }

  @Test
  void addresses_unknown_failsInStageDnsAndIsKept() {
    NameLookup names = answering(host -> {
      throw new UnknownHostException(host);
    });

    run(() -> {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> names.addresses("example.invalid"))
            .isInstanceOfSatisfying(
                StreamException.class,
                failure -> assertThat(failure.kind()).isEqualTo(StreamException.Kind.DNS))
            .hasMessage("unknown host name example.invalid");
      }
    });

    assertThat(asked).hasSize(1);
  }

  @Test
  void addresses_answers_areForgottenInTime() {
    // Look-ups run inline here, so that no foreign thread is needed on virtual time.
    List<String> times = new ArrayList<>();
    NameLookup names = new NameLookup(
        host -> {
          times.add(host);
          if (host.startsWith("dead")) {
            throw new UnknownHostException(host);
          }
          return new InetAddress[] {ADDRESS};
        },
        Runnable::run,
        4);

    try (var runner = Runner.builder().clock(LoopClock.virtual()).open()) {
      runner.run(() -> {
        for (int second = 0; second <= 90; second += 10) {
          names.addresses("live.example");
          assertThatThrownBy(() -> names.addresses("dead.example"))
              .isInstanceOf(StreamException.class);
          sleep(Duration.ofSeconds(10));
        }
      });
    }

    assertThat(times.stream().filter("live.example"::equals)).hasSize(4);
    assertThat(times.stream().filter("dead.example"::equals)).hasSize(2);
  }

  @Test
  void addresses_sameNameAtOnce_sharesOneLookup() {
    CountDownLatch gate = new CountDownLatch(1);
    NameLookup names = answering(_ -> {
      await(gate);
      return new InetAddress[] {ADDRESS};
    });

    run(() -> {
      List<Task<List<InetAddress>>> tasks = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        tasks.add(createTask(() -> names.addresses("a.example")));
      }
      sleep(Duration.ZERO);
      gate.countDown();
      for (Task<List<InetAddress>> task : tasks) {
        assertThat(task.await()).containsExactly(ADDRESS);
      }
    });

    assertThat(asked).hasSize(1);
  }

  @Test
  void addresses_lookupThatHangs_isAbandonedAtTheDeadline() {
    CountDownLatch gate = new CountDownLatch(1);
    NameLookup names = answering(host -> {
      if (host.startsWith("stuck")) {
        await(gate);
      }
      return new InetAddress[] {ADDRESS};
    });

    run(() -> {
      boolean ended = moveOnAfter(Duration.ofMillis(20), () -> {
        names.addresses("stuck.example");
      });
      assertThat(ended).isFalse();
      assertThat(names.addresses("other.example")).containsExactly(ADDRESS);
    });
    gate.countDown();
  }

  @Test
  void addresses_queuedAndGivenUp_isNeverLookedUp() {
    Queue<Runnable> begun = new ArrayDeque<>();
    NameLookup names = names(_ -> new InetAddress[] {ADDRESS}, begun::add);

    try (var runner = Runner.builder().clock(LoopClock.virtual()).open()) {
      runner.run(() -> {
        List<Task<List<InetAddress>>> busy = askForDead(names);
        assertThat(moveOnAfter(Duration.ofSeconds(5), () -> {
              names.addresses("a.example");
            }))
            .isFalse();
        begun.forEach(Runnable::run);
        for (Task<List<InetAddress>> each : busy) {
          each.await();
        }
      });
    }

    assertThat(asked).hasSize(4).doesNotContain("a.example");
  }

  /// aio-libs/aiohttp#835: a bad host name that stalls the pool.
  @Test
  void addresses_thousandNamesThatHang_holdUpNobody() {
    CountDownLatch gate = new CountDownLatch(1);
    NameLookup names = NameLookup.of(host -> {
      if (host.startsWith("dead")) {
        await(gate);
        throw new UnknownHostException(host);
      }
      return new InetAddress[] {ADDRESS};
    });

    run(() -> {
      List<Task<List<InetAddress>>> dead = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        String host = "dead" + i + ".example";
        dead.add(createTask(() -> names.addresses(host)));
      }
      sleep(Duration.ZERO);
      assertThat(names.addresses("good.example")).containsExactly(ADDRESS);
      assertThat(dead).noneMatch(Task::isDone);
      gate.countDown();
      for (Task<List<InetAddress>> task : dead) {
        assertThatThrownBy(task::await).isInstanceOf(StreamException.class);
      }
    });
  }

  @Test
  void addresses_namesThatHungBefore_getHalfOfTheThreadsAtMost() {
    // Look-ups "hang" until they are run here, by hand.
    Queue<Runnable> begun = new ArrayDeque<>();
    NameLookup names = names(
        host -> {
          if (host.startsWith("dead")) {
            throw new UnknownHostException(host);
          }
          return new InetAddress[] {ADDRESS};
        },
        begun::add);

    try (var runner = Runner.builder().clock(LoopClock.virtual()).open()) {
      runner.run(() -> {
        List<Task<List<InetAddress>>> first = askForDead(names);
        assertThat(begun).hasSize(4);
        first.forEach(Task::cancel);
        sleep(Duration.ofSeconds(1));
        begun.forEach(Runnable::run);
        begun.clear();
        sleep(Duration.ofSeconds(61)); // so that their failures are forgotten

        List<Task<List<InetAddress>>> second = askForDead(names);
        assertThat(begun).hasSize(2);
        Task<List<InetAddress>> good = createTask(() -> names.addresses("good.example"));
        sleep(Duration.ZERO);
        assertThat(begun).hasSize(3);
        List.copyOf(begun).get(2).run();
        assertThat(good.await()).containsExactly(ADDRESS);
        second.forEach(Task::cancel);
      });
    }
  }

  private static List<Task<List<InetAddress>>> askForDead(NameLookup names) {
    List<Task<List<InetAddress>>> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String host = "dead" + i + ".example";
      tasks.add(createTask(() -> names.addresses(host)));
    }
    sleep(Duration.ZERO);
    return tasks;
  }

  private NameLookup answering(NameLookup.Lookup lookup) {
    return names(lookup, body -> Thread.ofPlatform().daemon().start(body));
  }

  private NameLookup names(NameLookup.Lookup lookup, Executor executor) {
    return new NameLookup(
        host -> {
          asked.add(host);
          return lookup.addressesOf(host);
        },
        executor,
        4);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
