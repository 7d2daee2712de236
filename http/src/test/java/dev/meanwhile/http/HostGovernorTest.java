package dev.meanwhile.http;

import static dev.meanwhile.async.Async.createTask;
import static dev.meanwhile.async.Async.sleep;
import static dev.meanwhile.async.Async.taskGroup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Task;
import dev.meanwhile.async.test.Simulation;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostGovernorTest {
  private static final URI A = URI.create("https://a.example/");
  private static final URI B = URI.create("https://b.example/");

  private final List<String> log = new ArrayList<>();

  @Test
  void acquire_moreThanPerHost_waitFirstComeFirstServed() {
    HostGovernor governor =
        HostGovernor.builder().perHost(2).spacing(Duration.ZERO).build();

    Simulation.run(() -> {
      taskGroup(group -> {
        for (int i = 1; i <= 5; i++) {
          String name = "r" + i;
          group.start(() -> visit(governor, A, name, Duration.ofSeconds(1)));
        }
      });
    });

    assertThat(log).containsExactly("r1@0ms", "r2@0ms", "r3@1000ms", "r4@1000ms", "r5@2000ms");
  }

  @Test
  void acquire_otherHost_neverWaitsForThisOne() {
    HostGovernor governor =
        HostGovernor.builder().perHost(1).spacing(Duration.ZERO).build();

    Simulation.run(() -> {
      taskGroup(group -> {
        group.start(() -> visit(governor, A, "a1", Duration.ofHours(1)));
        group.start(() -> visit(governor, A, "a2", Duration.ofHours(1)));
        group.start(() -> visit(governor, B, "b1", Duration.ofSeconds(1)));
        group.start(
            () -> visit(governor, URI.create("https://a.example:8443/"), "port", Duration.ZERO));
        group.start(
            () -> visit(governor, URI.create("http://a.example/"), "scheme", Duration.ZERO));
      });
    });

    assertThat(log).containsExactly("a1@0ms", "b1@0ms", "port@0ms", "scheme@0ms", "a2@3600000ms");
  }

  @Test
  void acquire_publicHost_isSpacedWithJitter() {
    List<Long> starts = new ArrayList<>();
    HostGovernor governor =
        HostGovernor.builder().perHost(2).spacing(Duration.ofSeconds(1)).build();

    Simulation.run(() -> {
      taskGroup(group -> {
        for (int i = 0; i < 200; i++) {
          group.start(() -> {
            try (var permit = governor.acquire(A)) {
              starts.add(EventLoop.current().time().toMillis());
            }
          });
        }
      });
    });

    assertThat(starts).hasSize(200).isSorted();
    List<Long> gaps = new ArrayList<>();
    for (int i = 1; i < starts.size(); i++) {
      gaps.add(starts.get(i) - starts.get(i - 1));
    }
    assertThat(gaps).allSatisfy(gap -> assertThat(gap).isBetween(500L, 1500L));
    assertThat(starts.getLast()).isBetween(180_000L, 220_000L);
    assertThat(gaps.stream().distinct().count()).isGreaterThan(100);
  }

  @Test
  void acquire_ownNetwork_isNotSpaced() {
    HostGovernor governor = HostGovernor.polite();

    Simulation.run(() -> {
      for (int i = 1; i <= 3; i++) {
        visit(governor, URI.create("http://127.0.0.1:8080/"), "r" + i, Duration.ZERO);
      }
    });

    assertThat(log).containsExactly("r1@0ms", "r2@0ms", "r3@0ms");
  }

  @Test
  void acquire_cancelledWhileQueued_passesItsTurnOn() {
    HostGovernor governor =
        HostGovernor.builder().perHost(1).spacing(Duration.ZERO).build();

    Simulation.run(() -> {
      Task<?> first = createTask(() -> visit(governor, A, "first", Duration.ofSeconds(1)));
      Task<?> second = createTask(() -> visit(governor, A, "second", Duration.ofSeconds(1)));
      Task<?> third = createTask(() -> visit(governor, A, "third", Duration.ofSeconds(1)));
      sleep(Duration.ofMillis(500));
      second.cancel();
      first.await();
      third.await();
    });

    assertThat(log).containsExactly("first@0ms", "third@1000ms");
  }

  @Test
  void acquire_cancelledDuringThePause_leavesNoGap() {
    HostGovernor governor =
        HostGovernor.builder().perHost(1).spacing(Duration.ofSeconds(10)).build();

    Simulation.run(() -> {
      visit(governor, A, "first", Duration.ZERO);
      Task<?> second = createTask(() -> visit(governor, A, "second", Duration.ZERO));
      Task<?> third = createTask(() -> visit(governor, A, "third", Duration.ZERO));
      sleep(Duration.ofSeconds(4));
      second.cancel();
      third.await();
      assertThat(EventLoop.current().time())
          .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(15));
    });

    assertThat(log).hasSize(2);
  }

  @Test
  void close_twice_givesOneTurn() {
    HostGovernor governor =
        HostGovernor.builder().perHost(1).spacing(Duration.ZERO).build();

    Simulation.run(() -> {
      HostGovernor.Permit permit = governor.acquire(A);
      permit.close();
      permit.close();
      taskGroup(group -> {
        group.start(() -> visit(governor, A, "r1", Duration.ofSeconds(1)));
        group.start(() -> visit(governor, A, "r2", Duration.ofSeconds(1)));
      });
    });

    assertThat(log).containsExactly("r1@0ms", "r2@1000ms");
  }

  @Test
  void acquire_onTheNextLoop_startsAfresh() {
    HostGovernor governor =
        HostGovernor.builder().perHost(1).spacing(Duration.ofHours(1)).build();

    for (String name : List.of("first", "second")) {
      Simulation.run(() -> {
        visit(governor, A, name, Duration.ZERO);
      });
    }

    assertThat(log).containsExactly("first@0ms", "second@0ms");
  }

  @Test
  void acquire_manyHosts_areForgotten() {
    HostGovernor governor =
        HostGovernor.builder().spacing(Duration.ofSeconds(1)).build();

    Simulation.run(() -> {
      for (int i = 0; i < 20_000; i++) {
        governor.acquire(URI.create("https://h" + i + ".example/")).close();
        sleep(Duration.ofMillis(10));
      }
    });

    assertThat(governor.remembered()).isLessThan(3_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "x.localhost",
        "printer.local",
        "nas",
        "127.0.0.1",
        "10.1.2.3",
        "::1",
        "fd00::1"
      })
  void isOwnNetwork_ownName_yes(String host) {
    assertThat(HostGovernor.isOwnNetwork(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.org", "8.8.8.8", "2606:4700::1111", "localhost.example"})
  void isOwnNetwork_publicName_no(String host) {
    assertThat(HostGovernor.isOwnNetwork(host)).isFalse();
  }

  @Test
  void builder_nonsense_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> HostGovernor.builder().perHost(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostGovernor.builder().spacing(Duration.ofSeconds(-1)));
  }

  private void visit(HostGovernor governor, URI uri, String name, Duration duration) {
    try (var permit = governor.acquire(uri)) {
      log.add(name + "@" + EventLoop.current().time().toMillis() + "ms");
      if (duration.isPositive()) {
        sleep(duration);
      }
    }
  }
}
