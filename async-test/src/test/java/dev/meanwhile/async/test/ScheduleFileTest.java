package dev.meanwhile.async.test;

import static dev.meanwhile.async.Async.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.meanwhile.async.Action;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.FaultPoint;
import dev.meanwhile.async.Task;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScheduleFileTest {
  private static final Action NOTHING = () -> {};

  @TempDir
  Path directory;

  private Path saved(Exploration exploration, Action body) {
    Path file = directory.resolve("race.schedule");
    SimulationFailure failure =
        catchThrowableOfType(SimulationFailure.class, () -> Simulation.explore(exploration, body));
    failure.saveTo(file);
    return file;
  }

  private static void pause() {
    sleep(Duration.ZERO);
  }

  /// The second task must come in between the first one's reading and writing.
  private static Action race(Action before, Action inBetween) {
    return () -> {
      before.run();
      int[] balance = {100};
      Task<?> first = createTask(() -> {
        int read = balance[0];
        pause();
        balance[0] = read - 10;
      });
      Task<?> second = createTask(() -> {
        pause();
        pause();
        inBetween.run();
        balance[0] = balance[0] - 10;
      });
      await(gather(first, second));
      if (balance[0] != 80) {
        throw new AssertionError("balance " + balance[0]);
      }
    };
  }

  @Test
  void replay_sameProgram_failsAgain() {
    for (Exploration exploration :
        List.of(Exploration.random(7), Exploration.pct(7, 3), Exploration.exhaustive(3))) {
      Path file = saved(exploration, race(NOTHING, NOTHING));

      assertThat(file).content().contains("turn\tmain/task");
      assertThat(catchThrowable(() -> Simulation.replay(file, race(NOTHING, NOTHING))))
          .hasMessage("balance 90");
    }
  }

  @Test
  void replay_withWaitsAndTasksElsewhere_failsAgain() {
    Path file = saved(Exploration.random(7), race(NOTHING, NOTHING));
    Action waits = () -> {
      pause();
      sleep(Duration.ofSeconds(1));
    };
    Action others =
        () -> await(gather(async("other", () -> pause()), async("another", () -> pause())));

    assertThat(catchThrowable(() -> Simulation.replay(file, race(others, NOTHING))))
        .hasMessage("balance 90");
    assertThat(catchThrowable(() -> Simulation.replay(
            file,
            race(
                () -> {
                  var bystander = createTask(async("bystander", waits));
                  bystander.await();
                },
                NOTHING))))
        .hasMessage("balance 90");
  }

  @Test
  void replay_thatNoLongerFits_saysWhichLineAndWhy() {
    Path file = saved(Exploration.exhaustive(3), race(NOTHING, NOTHING));

    assertThat(catchThrowable(() -> Simulation.replay(file, ScheduleFileTest::pause)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no longer fits: \"turn ")
        .hasMessageContaining("there was no main/task");
    assertThat(catchThrowable(() ->
            Simulation.replay(file, race(NOTHING, () -> sleep(Duration.ofSeconds(1))))))
        .satisfiesAnyOf(
            thrown -> assertThat(thrown).isNull(),
            thrown -> assertThat(thrown).hasMessageContaining("no longer fits"));
  }

  @Test
  void replay_faultsAndPreemption_comeAgainElsewhereInTheRun() {
    Faults broken = Faults.at("store.write").failing(() -> new IllegalStateException("disk full"));
    Exploration exploration = Exploration.random(3).faults(broken).preemption();
    Path file = saved(exploration, store(NOTHING));

    assertThat(file).content().contains("fault\tmain/").contains("lost\tmain/");
    assertThat(catchThrowable(() -> Simulation.replay(file, exploration, store(NOTHING))))
        .hasMessage("lost");
    assertThat(catchThrowable(() -> Simulation.replay(
            file,
            exploration,
            store(() -> await(async("other", () -> {
              FaultPoint.at("store.write");
              pause();
            }))))))
        .hasMessage("lost");
    assertThat(catchThrowable(() -> Simulation.replay(file, exploration, NOTHING)))
        .hasMessageContaining("\"fault 1 at visit ")
        .hasMessageContaining("lost to turn");
  }

  /// Fails when one write fails, and the other task comes in at the mark.
  private static Action store(Action before) {
    return () -> {
      before.run();
      boolean[] state = new boolean[2];
      await(gather(
          async(() -> {
            try {
              FaultPoint.at("store.write");
            } catch (IllegalStateException _) {
              state[0] = true;
              FaultPoint.at("mark");
              state[0] = false;
            }
          }),
          async(() -> {
            state[1] = state[0];
          })));
      if (state[1]) {
        throw new AssertionError("lost");
      }
    };
  }

  @Test
  void replay_cancel_comesAtTheSameWaitOfTheSameTask() {
    Path file = saved(Exploration.cancelEverywhere(), forgetful(NOTHING));

    assertThat(file).content().contains("cancel\tmain/");
    assertThat(catchThrowable(() -> Simulation.replay(file, forgetful(NOTHING))))
        .hasMessage("1 open");
    assertThat(catchThrowable(() -> Simulation.replay(file, forgetful(ScheduleFileTest::pause))))
        .hasMessage("1 open");
    assertThat(catchThrowable(() -> Simulation.replay(file, NOTHING)))
        .hasMessageContaining("\"cancel at wait 1 of ");
  }

  private static Action forgetful(Action before) {
    return () -> {
      before.run();
      int[] open = new int[1];
      await(gatherSettled(async("user", () -> {
        open[0]++;
        sleep(Duration.ofSeconds(1));
        open[0]--;
      })));
      if (open[0] != 0) {
        throw new AssertionError(open[0] + " open");
      }
    };
  }

  @Test
  void parse_namesWithAnyCharacters_comeBack() {
    ScheduleFile file = new ScheduleFile(
        -1,
        List.of(
            new ScheduleFile.Line.Before("a\tb\\n", 1, "two\nlines", 2),
            new ScheduleFile.Line.Lost("a", 1, "p q", "b#2", 3),
            new ScheduleFile.Line.Fault("", 4, "p", 0),
            new ScheduleFile.Line.Cancel("ä", 5)));

    assertThat(ScheduleFile.parse(file.text())).isEqualTo(file);
  }

  @Test
  void replay_ofWhatIsNoScheduleFile_isRefused() throws Exception {
    Path file = directory.resolve("other");
    for (String text : List.of(
        "",
        "something else\n",
        "meanwhile schedule 1\nrandom\n",
        "meanwhile schedule 1\nrandom\t1\nturn\tx\n",
        "meanwhile schedule 1\nrandom\t1\nturn\tx\ty\tz\t1\n",
        "meanwhile schedule 1\nrandom\t1\nhop\\q\t1\n")) {
      Files.writeString(file, text);
      assertThat(catchThrowable(() -> Simulation.replay(file, NOTHING)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(catchThrowable(() -> Simulation.replay(directory.resolve("missing"), NOTHING)))
        .isInstanceOf(UncheckedIOException.class);
  }

  private static void callbacks(boolean withMore) {
    List<String> log = new ArrayList<>();
    EventLoop loop = EventLoop.current();
    if (withMore) {
      createTask(() -> {
        loop.callSoon(() -> {});
      });
    }
    loop.callSoon(() -> log.add("A"));
    loop.callSoon(() -> log.add("B"));
    sleep(Duration.ofMillis(1));
    if (log.equals(List.of("B", "A"))) {
      throw new AssertionError("B before A");
    }
  }

  @Test
  void replay_callbacks_comeInTheSameOrderAlsoWhenOthersHaveMore() {
    for (Exploration exploration : List.of(
        Exploration.random(1),
        Exploration.exhaustive(1),
        Exploration.pos(1),
        Exploration.pct(1, 2))) {
      Path file = saved(exploration, () -> callbacks(false));

      assertThat(file).content().contains("turn\tmain/callback#2\t1\tmain/callback\t1");
      for (boolean withMore : new boolean[] {false, true}) {
        assertThat(catchThrowable(() -> Simulation.replay(file, () -> callbacks(withMore))))
            .hasMessage("B before A");
      }
    }
  }

  @Test
  void replay_namesThatLookLikeOthers_areToldApart() {
    Action body = () -> {
      List<String> log = new ArrayList<>();
      for (String name : List.of("a", "a", "a#2", "a/b")) {
        int number = log.size();
        createTask(async(name, () -> log.add(name + number)));
      }
      createTask(async("a", () -> createTask(async("b", () -> log.add("b"))).await()));
      sleep(Duration.ofMillis(1));
      if (log.getFirst().startsWith("a#2")) {
        throw new AssertionError("hit");
      }
    };
    Path file = saved(Exploration.exhaustive(1), body);

    assertThat(catchThrowable(() -> Simulation.replay(file, body))).hasMessage("hit");
  }
}
