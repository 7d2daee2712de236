package dev.meanwhile.http;

import static dev.meanwhile.async.Async.createTask;
import static dev.meanwhile.async.Async.moveOnAfter;
import static dev.meanwhile.async.Async.sleep;
import static dev.meanwhile.async.Async.taskGroup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Task;
import dev.meanwhile.async.test.Exploration;
import dev.meanwhile.async.test.Simulation;
import dev.meanwhile.http.HttpException.Stage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// What a governor learns from answers and failures, on virtual time.
final class HostGovernorLearningTest {
  private static final URI A = URI.create("https://a.example/");
  private static final Headers NONE = Headers.empty();

  private final List<String> log = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {429, 503, 403})
  void answered_refusedWithRetryAfter_nobodyAsksBeforeThat(int status) {
    HostGovernor governor = unspaced();

    Simulation.run(() -> {
      answer(governor, A, status, NONE.with("Retry-After", "60"));
      ask(governor, A);
      assertThat(EventLoop.current().time())
          .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(66));
    });
  }

  @Test
  void answered_forbidden_isNoRefusal() {
    HostGovernor governor = unspaced();

    Simulation.run(() -> {
      answer(governor, A, 403, NONE);
      ask(governor, A);
      assertThat(EventLoop.current().time()).isZero();
    });
  }

  @Test
  void answered_retryAfterOfAYear_isAnHour() {
    HostGovernor governor = unspaced();

    Simulation.run(() -> {
      answer(governor, A, 503, NONE.with("Retry-After", "31536000"));
      ask(governor, A);
      assertThat(EventLoop.current().time()).isBetween(Duration.ofHours(1), Duration.ofMinutes(66));
    });
  }

  @Test
  void answered_refusedAgainAndAgain_pausesGrowToALimit() {
    HostGovernor governor = unspaced();
    List<Long> pauses = new ArrayList<>();

    Simulation.run(() -> {
      for (int i = 0; i < 14; i++) {
        long before = EventLoop.current().time().toSeconds();
        answer(governor, A, 429, NONE);
        pauses.add(EventLoop.current().time().toSeconds() - before);
      }
    });

    assertThat(pauses.get(1)).isBetween(1L, 3L);
    assertThat(pauses.get(4)).isBetween(8L, 24L);
    assertThat(pauses.getLast()).isBetween(150L, 450L);
  }

  @Test
  void answered_refused_requestsMoveApartAndComeTogetherAgain() {
    HostGovernor governor = unspaced();

    Simulation.run(() -> {
      for (int i = 0; i < 5; i++) {
        answer(governor, A, 429, NONE.with("Retry-After", "1"));
      }
      assertThat(governor.learned().getFirst().spacing()).isEqualTo(Duration.ofSeconds(16));
      Duration start = EventLoop.current().time();
      answer(governor, A, 200, NONE);
      answer(governor, A, 200, NONE);
      assertThat(EventLoop.current().time().minus(start)).isGreaterThan(Duration.ofSeconds(8));
      for (int i = 0; i < 60; i++) {
        answer(governor, A, 200, NONE);
      }
      start = EventLoop.current().time();
      answer(governor, A, 200, NONE);
      answer(governor, A, 200, NONE);
      assertThat(EventLoop.current().time()).isEqualTo(start);
      assertThat(governor.learned()).isEmpty();
    });
  }

  @Test
  void answered_refusedTogether_countsOnce() {
    HostGovernor governor = unspaced();

    Simulation.run(() -> {
      HostGovernor.Permit one = governor.acquire(A);
      HostGovernor.Permit two = governor.acquire(A);
      sleep(Duration.ofSeconds(1));
      one.answered(429, NONE);
      two.answered(429, NONE);
      one.close();
      two.close();
      assertThat(governor.learned().getFirst().refusals()).isOne();
    });
  }

  @Test
  void answered_quotaUsedUp_waitsForItsReset() {
    HostGovernor governor = unspaced();

    Simulation.run(() -> {
      answer(governor, A, 200, quota(2, 30));
      ask(governor, A);
      ask(governor, A);
      assertThat(EventLoop.current().time()).isZero();
      ask(governor, A);
      assertThat(EventLoop.current().time()).isEqualTo(Duration.ofSeconds(30));
    });
  }

  @Test
  void answered_quotaLargerThanThought_whoWaitsGoesOn() {
    HostGovernor governor = unspaced();

    Simulation.run(() -> {
      HostGovernor.Permit one = governor.acquire(A);
      HostGovernor.Permit two = governor.acquire(A);
      one.answered(200, quota(1, 3600));
      one.close();
      Task<?> third = createTask(() -> ask(governor, A));
      sleep(Duration.ofSeconds(1));
      two.answered(200, quota(1, 3600));
      two.close();
      third.await();
      assertThat(EventLoop.current().time()).isEqualTo(Duration.ofSeconds(1));
    });
  }

  @Test
  void acquire_pauseLongerThanPatience_failsAtOnce() {
    HostGovernor governor = HostGovernor.builder()
        .spacing(Duration.ZERO)
        .patience(Duration.ofSeconds(30))
        .build();

    Simulation.run(() -> {
      answer(governor, A, 429, NONE.with("Retry-After", "600"));
      assertThatThrownBy(() -> governor.acquire(A))
          .isInstanceOfSatisfying(
              HttpException.class, failure -> assertThat(failure.stage()).isEqualTo(Stage.POLICY))
          .hasMessageContaining("https://a.example asked for a pause");
      assertThat(EventLoop.current().time()).isZero();
    });
  }

  // --- outages ---

  @ParameterizedTest
  @CsvSource({"DNS", "CONNECT"})
  void failed_hostCannotBeReached_waitingRequestsFailWithWhatWasSeen(Stage stage) {
    HostGovernor governor = HostGovernor.builder().perHost(1).build();

    Simulation.run(() -> {
      HostGovernor.Permit first = governor.acquire(A);
      List<Task<?>> others = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        others.add(createTask(() -> ask(governor, A)));
      }
      sleep(Duration.ofSeconds(5));
      first.failed(HttpException.of(stage, "no way to a.example"));
      first.close();
      for (Task<?> other : others) {
        assertThatThrownBy(other::await)
            .isInstanceOfSatisfying(
                HttpException.class, failure -> assertThat(failure.stage()).isEqualTo(stage))
            .hasMessageMatching("no way to a.example \\(\\d s ago; to be tried again in \\d s\\)");
      }
      assertThat(EventLoop.current().time()).isEqualTo(Duration.ofSeconds(5));
    });
  }

  @Test
  void failed_otherHost_isNotConcerned() {
    HostGovernor governor = unspaced();

    Simulation.run(() -> {
      fail(governor, A, Stage.CONNECT);
      ask(governor, URI.create("https://b.example/"));
      ask(governor, URI.create("https://a.example:8443/"));
    });
  }

  @Test
  void acquire_afterAnOutage_oneGoesAheadAndTheOthersFollow() {
    HostGovernor governor =
        HostGovernor.builder().perHost(10).spacing(Duration.ZERO).build();

    Simulation.run(() -> {
      fail(governor, A, Stage.CONNECT);
      sleep(Duration.ofSeconds(2));
      taskGroup(group -> {
        for (int i = 1; i <= 4; i++) {
          String name = "r" + i;
          group.start(() -> {
            try (HostGovernor.Permit permit = governor.acquire(A)) {
              log.add(name + "@" + EventLoop.current().time().toMillis() + "ms");
              sleep(Duration.ofSeconds(3));
              permit.answered(200, NONE);
            }
          });
        }
      });
    });

    assertThat(log).containsExactly("r1@2000ms", "r2@5000ms", "r3@5000ms", "r4@5000ms");
  }

  @Test
  void acquire_theOneThatGoesAheadIsCancelled_anotherGoes() {
    HostGovernor governor = unspaced();

    Simulation.run(() -> {
      fail(governor, A, Stage.CONNECT);
      sleep(Duration.ofSeconds(2));
      Task<?> first = createTask(() -> {
        try (var _ = governor.acquire(A)) {
          sleep(Duration.ofHours(1));
        }
      });
      Task<?> second = createTask(() -> answer(governor, A, 200, NONE));
      sleep(Duration.ofSeconds(1));
      first.cancel();
      second.await();
      assertThat(EventLoop.current().time()).isEqualTo(Duration.ofSeconds(3));
    });
  }

  /// The first permit is told nothing before the second is there.
  @Test
  void acquire_twoPermitsBeforeAnAnswer_theSecondComesInTheEnd() {
    HostGovernor governor = unspaced();

    Simulation.run(() -> {
      fail(governor, A, Stage.CONNECT);
      sleep(Duration.ofSeconds(2));
      try (var first = governor.acquire(A);
          var second = governor.acquire(A)) {
        assertThat(EventLoop.current().time()).isEqualTo(Duration.ofSeconds(62));
        first.close();
        var third = createTask(() -> ask(governor, A));
        sleep(Duration.ofSeconds(1));
        assertThat(third.isDone()).isFalse();
        second.answered(200, NONE);
        third.await();
        assertThat(EventLoop.current().time()).isEqualTo(Duration.ofSeconds(63));
      }
    });
  }

  @Test
  void failed_hostCannotBeReached_whoWaitsToStartFailsAtOnceToo() {
    HostGovernor governor =
        HostGovernor.builder().perHost(4).spacing(Duration.ofMinutes(1)).build();

    Simulation.run(() -> {
      HostGovernor.Permit first = governor.acquire(A);
      List<Task<?>> others = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        others.add(createTask(() -> ask(governor, A)));
      }
      sleep(Duration.ofSeconds(5));
      first.failed(HttpException.of(Stage.CONNECT, "no way to a.example"));
      for (Task<?> other : others) {
        assertThatThrownBy(other::await).isInstanceOf(HttpException.class);
      }
      assertThat(EventLoop.current().time()).isEqualTo(Duration.ofSeconds(5));
    });
  }

  @Test
  void failed_againAndAgain_isAskedMoreAndMoreSeldom() {
    HostGovernor governor = unspaced();

    Simulation.run(() -> {
      int asked = 0;
      for (int second = 0; second < 3600; second++) {
        try {
          fail(governor, A, Stage.CONNECT);
          asked++;
        } catch (HttpException _) {
          // Not asked.
        }
        sleep(Duration.ofSeconds(1));
      }
      assertThat(asked).isBetween(15, 30);
    });
  }

  @Test
  void timedOut_thirdTimeInARow_isAnOutage() {
    HostGovernor governor = unspaced();

    Simulation.run(() -> {
      for (int i = 0; i < 2; i++) {
        timeOut(governor, A);
      }
      answer(governor, A, 200, NONE);
      for (int i = 0; i < 3; i++) {
        timeOut(governor, A);
      }
      assertThatThrownBy(() -> governor.acquire(A))
          .isInstanceOf(HttpException.class)
          .hasMessageStartingWith("no answer from a.example in time (");
    });
  }

  @Test
  void send_hostIsDown_isAskedOnceNotOncePerAddress() {
    AtomicInteger asked = new AtomicInteger();
    Transport transport = InMemoryTransport.of(request -> {
      asked.incrementAndGet();
      sleep(Duration.ofSeconds(10));
      throw HttpException.of(Stage.CONNECT, "no connection to dead.example in time");
    });

    Simulation.run(() -> {
      try (ClientSession session = ClientSession.builder()
          .transport(transport)
          .governor(HostGovernor.polite())
          .open()) {
        List<Task<Response>> tasks = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
          URI uri = URI.create("https://dead.example/" + i);
          tasks.add(createTask(() -> session.get(uri)));
        }
        for (Task<Response> task : tasks) {
          assertThatThrownBy(task::await)
              .isInstanceOfSatisfying(
                  HttpException.class,
                  failure -> assertThat(failure.stage()).isEqualTo(Stage.CONNECT));
        }
        assertThat(EventLoop.current().time()).isLessThan(Duration.ofSeconds(13));
      }
    });

    assertThat(asked).hasValueLessThanOrEqualTo(2);
  }

  @Test
  void send_silentHost_isGivenUpAfterThree() {
    AtomicInteger asked = new AtomicInteger();
    Transport transport = InMemoryTransport.of(request -> {
      asked.incrementAndGet();
      sleep(Duration.ofDays(1));
      return Reply.of(200);
    });

    Simulation.run(() -> {
      try (ClientSession session = ClientSession.builder()
          .transport(transport)
          .timeout(Duration.ofSeconds(5))
          .governor(unspaced())
          .open()) {
        List<Task<Response>> tasks = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
          tasks.add(createTask(() -> session.get("https://silent.example/")));
        }
        for (Task<Response> task : tasks) {
          assertThatThrownBy(task::await).isInstanceOf(RuntimeException.class);
        }
        assertThat(EventLoop.current().time()).isLessThanOrEqualTo(Duration.ofSeconds(10));
      }
    });

    assertThat(asked).hasValueLessThanOrEqualTo(4);
  }

  // --- scope ---

  @ParameterizedTest
  @CsvSource({
    "ORIGIN, https://a.example/, https://a.example/x, true",
    "ORIGIN, https://a.example/, http://a.example/, false",
    "HOST, https://a.example/, http://a.example:8080/, true",
    "HOST, https://a.example/, https://b.example/, false",
    "DOMAIN, https://one.tumblr.com/, https://two.tumblr.com/, true",
    "DOMAIN, https://a.example.co.uk/, http://b.example.co.uk/, true",
    "DOMAIN, https://a.co.uk/, https://b.co.uk/, false",
    "DOMAIN, https://one.github.io/, https://two.github.io/, false",
    "DOMAIN, http://127.0.0.1:8080/, http://127.0.0.1:8081/, false",
    "DOMAIN, http://nas.local/, http://other.local/, false",
    "DOMAIN, http://8.8.8.8/, https://8.8.8.8/, true",
    "HOST, http://10.0.0.1:1/, http://10.0.0.1:2/, false",
  })
  void scope_twoAddresses_shareAPauseOrNot(
      HostGovernor.Scope scope, URI one, URI other, boolean isShared) {
    HostGovernor governor =
        HostGovernor.builder().spacing(Duration.ZERO).scope(scope).build();

    Simulation.run(() -> {
      answer(governor, one, 429, NONE.with("Retry-After", "100"));
      boolean isAskedAtOnce = moveOnAfter(Duration.ofSeconds(50), () -> ask(governor, other));
      assertThat(isAskedAtOnce).isNotEqualTo(isShared);
    });
  }

  @Test
  void scope_domain_anOutageIsOfOneOrigin() {
    HostGovernor governor = HostGovernor.builder()
        .spacing(Duration.ZERO)
        .scope(HostGovernor.Scope.DOMAIN)
        .build();

    Simulation.run(() -> {
      fail(governor, URI.create("https://old.example.org/"), Stage.DNS);
      ask(governor, URI.create("https://www.example.org/"));
      assertThatThrownBy(() -> ask(governor, URI.create("https://old.example.org/")))
          .isInstanceOf(HttpException.class);
    });
  }

  @Test
  void scope_domainOfALiteralAddress_isTheAddress() {
    HostGovernor governor = HostGovernor.builder()
        .scope(HostGovernor.Scope.DOMAIN)
        .spacing(Duration.ZERO)
        .build();

    Simulation.run(() -> {
      answer(governor, URI.create("http://8.8.8.8/"), 429, NONE);
      answer(governor, URI.create("http://[2606:4700::1111]/"), 429, NONE);
      assertThat(governor.learned())
          .extracting(HostManners::scope)
          .containsExactlyInAnyOrder("8.8.8.8", "2606:4700::1111");
    });
  }

  /// As when a server answers for whatever name stands before its domain.
  @Test
  void scope_manyNamesOfABusyDomain_areForgotten() {
    HostGovernor governor = HostGovernor.builder()
        .scope(HostGovernor.Scope.DOMAIN)
        .spacing(Duration.ZERO)
        .build();

    Simulation.run(() -> {
      try (var _ = governor.acquire(URI.create("https://trap.example/"))) {
        for (int i = 0; i < 20_000; i++) {
          ask(governor, URI.create("https://h" + i + ".trap.example/"));
        }
      }
    });

    assertThat(governor.remembered()).isLessThan(3_000);
  }

  // --- kept between runs ---

  @Test
  void restore_anotherLoop_keepsPauseAndSpacing() {
    HostGovernor first = unspaced();
    List<HostManners> learned = Simulation.run(() -> {
      answer(first, A, 429, NONE.with("Retry-After", "600"));
      sleep(Duration.ofSeconds(100));
      return first.learned();
    });
    JsonMapper json = JsonMapper.builder().build();
    List<HostManners> kept =
        Arrays.asList(json.readValue(json.writeValueAsString(learned), HostManners[].class));
    HostGovernor second =
        HostGovernor.builder().spacing(Duration.ZERO).restore(kept).build();

    Instant paused = learned.getFirst().pausedUntil();
    assertThat(kept).isEqualTo(learned);
    Simulation.run(() -> {
      Duration left = Duration.between(EventLoop.current().clock().instant(), paused);
      ask(second, A);
      assertThat(EventLoop.current().time().toMillis()).isCloseTo(left.toMillis(), within(1L));
      assertThat(second.learned().getFirst().spacing()).isEqualTo(Duration.ofSeconds(1));
    });
  }

  @Test
  void learned_nextLoopOfTheSameGovernor_isKept() {
    HostGovernor governor = unspaced();
    Simulation.run(() -> {
      answer(governor, A, 503, NONE.with("Retry-After", "60"));
    });

    Simulation.run(() -> {
      ask(governor, A);
      assertThat(EventLoop.current().time()).isGreaterThanOrEqualTo(Duration.ofSeconds(60));
    });
  }

  @Test
  void restore_aClockThatWasWrong_pausesForAnHourAtMost() {
    HostManners wrong = new HostManners(
        "https://a.example",
        Duration.ofDays(9),
        Instant.parse("2999-01-01T00:00:00Z"),
        70,
        Instant.parse("2998-01-01T00:00:00Z"));
    HostGovernor governor = HostGovernor.builder().restore(List.of(wrong)).build();

    Simulation.run(() -> {
      boolean isAsked = moveOnAfter(Duration.ofMinutes(61), () -> ask(governor, A));
      assertThat(isAsked).isTrue();
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1000000000-01-01T00:00:00Z", "+1000000000-12-31T23:59:59.999999999Z"})
  void restore_damagedState_isUsable(String time) {
    Instant at = Instant.parse(time);
    HostManners damaged = new HostManners(
        "https://a.example", Duration.ofSeconds(Long.MAX_VALUE), at, Integer.MAX_VALUE, at);
    HostGovernor governor = HostGovernor.builder().restore(List.of(damaged)).build();

    Simulation.run(() -> {
      for (int i = 0; i < 80; i++) {
        answer(governor, A, 503, NONE);
      }
      assertThat(governor.learned()).hasSize(1);
    });
  }

  @Test
  void restore_olderThanAWeek_isLeftOutForGood() {
    Instant now = Simulation.run(() -> EventLoop.current().clock().instant());
    HostManners old = new HostManners(
        "https://old.example", Duration.ofSeconds(1), now, 1, now.minus(Duration.ofDays(8)));
    HostManners young = new HostManners(
        "https://young.example", Duration.ofSeconds(1), now, 1, now.minus(Duration.ofDays(6)));
    HostGovernor governor = HostGovernor.builder().restore(List.of(old, young)).build();

    Simulation.run(() -> {
      ask(governor, A);
      assertThat(governor.learned()).containsExactly(young);
    });
  }

  @Test
  void timedOut_manyHostsOnce_areForgotten() {
    HostGovernor governor = unspaced();

    Simulation.run(() -> {
      for (int i = 0; i < 20_000; i++) {
        timeOut(governor, URI.create("https://h" + i + ".example/"));
        sleep(Duration.ofMillis(500));
      }
    });

    assertThat(governor.remembered()).isLessThan(3_000);
  }

  // --- fairness ---

  /// Whatever one host does, the requests to the others start and end at the same moments.
  @Test
  void acquire_oneSlowHost_holdsUpNoOther() {
    List<List<String>> outcomes = new ArrayList<>();

    Simulation.explore(Exploration.random(20261123).runs(200), () -> {
      HostGovernor governor = HostGovernor.builder().spacing(Duration.ZERO).build();
      List<String> good = new ArrayList<>();
      taskGroup(group -> {
        for (int i = 0; i < 50; i++) {
          group.start(() -> {
            try (HostGovernor.Permit permit = governor.acquire(A)) {
              sleep(Duration.ofHours(1));
              permit.answered(503, NONE.with("Retry-After", "3000"));
            }
          });
        }
        for (int host = 0; host < 10; host++) {
          URI uri = URI.create("https://good" + host + ".example/");
          for (int i = 0; i < 4; i++) {
            group.start(() -> {
              try (HostGovernor.Permit permit = governor.acquire(uri)) {
                good.add(uri.getHost() + "@" + EventLoop.current().time().toMillis());
                sleep(Duration.ofSeconds(1));
                permit.answered(200, NONE);
              }
            });
          }
        }
      });
      outcomes.add(good.stream().sorted().toList());
      return null;
    });

    List<String> expected = new ArrayList<>();
    for (int host = 0; host < 10; host++) {
      for (int at : new int[] {0, 0, 1000, 1000}) {
        expected.add("good" + host + ".example@" + at);
      }
    }
    expected.sort(null);
    assertThat(outcomes).isNotEmpty().allSatisfy(each -> assertThat(each).isEqualTo(expected));
  }

  private static HostGovernor unspaced() {
    return HostGovernor.builder().spacing(Duration.ZERO).build();
  }

  private static Headers quota(int left, int seconds) {
    return NONE.with("RateLimit", "\"default\";r=" + left + ";t=" + seconds);
  }

  private static void ask(HostGovernor governor, URI uri) {
    governor.acquire(uri).close();
  }

  private static void answer(HostGovernor governor, URI uri, int status, Headers headers) {
    try (HostGovernor.Permit permit = governor.acquire(uri)) {
      permit.answered(status, headers);
    }
  }

  private static void fail(HostGovernor governor, URI uri, Stage stage) {
    try (HostGovernor.Permit permit = governor.acquire(uri)) {
      permit.failed(HttpException.of(stage, "no way"));
    }
  }

  private static void timeOut(HostGovernor governor, URI uri) {
    try (HostGovernor.Permit permit = governor.acquire(uri)) {
      permit.timedOut();
    }
  }
}
