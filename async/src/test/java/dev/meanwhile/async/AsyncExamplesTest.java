package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples of [Async]'s documentation, as they stand there: they compile, and do what they
/// seem to.
final class AsyncExamplesTest {
  private static final Path DOCUMENTED = Path.of("src/main/java/dev/meanwhile/async/Async.java");
  private static final Path TESTED =
      Path.of("src/test/java/dev/meanwhile/async/AsyncExamplesTest.java");

  /// An example in a doc comment, and the name of the method it is for.
  private static final Pattern EXAMPLE = Pattern.compile(
      "/// \\{@snippet :\\n((?:  /// [^\\n]*\\n)+?)  /// }\\n(?:.*?\\n)??  public static .*? (\\w+)\\(",
      Pattern.DOTALL);

  @TempDir
  Path folder;

  private final List<String> log = new ArrayList<>();

  private static String brew(String drink) throws IOException {
    sleep(drink.startsWith("slow") ? Duration.ofSeconds(10) : Duration.ofMillis(100));
    if (drink.equals("nothing")) {
      throw new IOException("there is no such drink");
    }
    return drink;
  }

  private void washUp() {
    log.add("washed up");
  }

  private static void inTheKitchen(Action example) {
    TestLoop.onVirtualTime(example);
  }

  @Test
  void documentation_ofEveryFunction_hasAnExampleThatStandsHere() throws IOException {
    String tested = withoutSpace(Files.readString(TESTED));
    Set<String> shown = new TreeSet<>();
    Matcher example = EXAMPLE.matcher(Files.readString(DOCUMENTED));
    while (example.find()) {
      shown.add(example.group(2));
      String code = example.group(1).replace("  /// ", "");
      assertThat(tested.contains(withoutSpace(code))).as(code).isTrue();
    }

    Set<String> functions = new TreeSet<>();
    Arrays.stream(Async.class.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .forEach(method -> functions.add(method.getName()));
    assertThat(shown).isEqualTo(functions);
  }

  private static String withoutSpace(String text) {
    return text.replaceAll("\\s", "");
  }

  @Test
  void run_example() {
    String greeting = run(() -> {
      sleep(Duration.ofSeconds(1));
      return "hello";
    });

    assertThat(greeting).isEqualTo("hello");
  }

  @Test
  void async_example() {
    inTheKitchen(() -> {
      Coroutine<String> coffee = async(() -> brew("coffee")); // nothing runs yet
      String cup = await(coffee);

      assertThat(cup).isEqualTo("coffee");
    });
  }

  @Test
  void await_example() {
    inTheKitchen(() -> {
      Task<String> toast = createTask(() -> brew("toast"));
      String coffee = await(async(() -> brew("coffee"))); // the toast is made meanwhile
      String breakfast = coffee + " and " + await(toast);

      assertThat(breakfast).isEqualTo("coffee and toast");
    });
  }

  @Test
  void createTask_example() {
    inTheKitchen(() -> {
      Task<String> job = createTask(async("job", () -> brew("tea")));
      log.add(job.name()); // it has not begun: its turn comes when this task waits
      String tea = await(job);

      assertThat(tea).isEqualTo("tea");
    });

    assertThat(log).containsExactly("job");
  }

  @Test
  void sleep_example() {
    inTheKitchen(() -> {
      Task<?> door = createTask(() -> brew("slow tea"));
      while (!door.isDone()) {
        log.add("waiting at the door");
        sleep(Duration.ofSeconds(1));
      }
    });

    assertThat(log).hasSize(10);
  }

  @Test
  void gather_example() {
    inTheKitchen(() -> {
      List<String> breakfast =
          await(gather(async(() -> brew("coffee")), async(() -> brew("toast"))));

      assertThat(breakfast).containsExactly("coffee", "toast");
    });
  }

  @Test
  void gatherSettled_example() {
    inTheKitchen(() -> {
      for (Outcome<String> outcome :
          await(gatherSettled(async(() -> brew("coffee")), async(() -> brew("nothing"))))) {
        switch (outcome) {
          case Outcome.Success<String>(var cup) -> log.add(cup);
          case Outcome.Failure<String>(var error) -> log.add("failed: " + error.getMessage());
          case Outcome.Cancelled<String> _ -> log.add("cancelled");
        }
      }
    });

    assertThat(log).containsExactly("coffee", "failed: there is no such drink");
  }

  @Test
  void asCompleted_example() {
    inTheKitchen(() -> {
      for (Task<String> done :
          asCompleted(List.of(async(() -> brew("slow coffee")), async(() -> brew("tea"))))) {
        log.add(await(done)); // tea is first
      }
    });

    assertThat(log).containsExactly("tea", "slow coffee");
  }

  @Test
  void waitUntil_example() {
    inTheKitchen(() -> {
      Task<String> coffee = createTask(() -> brew("slow coffee"));
      Task<String> tea = createTask(() -> brew("tea"));
      Waited<String> waited = waitUntil(List.of(coffee, tea), ReturnWhen.FIRST_COMPLETED);
      waited.done().forEach(task -> log.add(task.resultNow()));
      waited.pending().forEach(Task::cancel);
    });

    assertThat(log).containsExactly("tea");
  }

  @Test
  void race_example() {
    inTheKitchen(() -> {
      String first = race(async(() -> brew("slow coffee")), async(() -> brew("tea")));

      assertThat(first).isEqualTo("tea");
    });
  }

  @Test
  void hedge_example() {
    inTheKitchen(() -> {
      String cup = hedge(() -> brew("coffee"), 3, Duration.ofMillis(200));

      assertThat(cup).isEqualTo("coffee");
    });
  }

  @Test
  void retry_example() {
    inTheKitchen(() -> {
      Retry policy = Retry.attempts(5).backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
      String cup = retry(policy, () -> brew("coffee"));

      assertThat(cup).isEqualTo("coffee");
    });
  }

  @Test
  void waitFor_example() {
    inTheKitchen(() -> {
      try {
        String cup = waitFor(async(() -> brew("slow coffee")), Duration.ofSeconds(1));
        log.add(cup);
      } catch (TimedOutException e) {
        log.add("without coffee, then");
      }
    });

    assertThat(log).containsExactly("without coffee, then");
  }

  @Test
  void timeout_example() {
    inTheKitchen(() -> {
      String breakfast = timeout(Duration.ofSeconds(30), () -> {
        String coffee = brew("coffee");
        return coffee + " and " + brew("toast");
      });

      assertThat(breakfast).isEqualTo("coffee and toast");
    });
  }

  @Test
  void moveOnAfter_example() {
    inTheKitchen(() -> {
      String cup = moveOnAfter(Duration.ofSeconds(1), () -> brew("slow coffee")).orElse("water");

      assertThat(cup).isEqualTo("water");
    });
  }

  @Test
  void shielded_example() {
    inTheKitchen(() -> {
      try {
        brew("coffee");
      } finally {
        // Clean-up that waits, although the task may have been cancelled.
        shielded(() -> moveOnAfter(Duration.ofSeconds(2), () -> washUp()));
      }
    });

    assertThat(log).containsExactly("washed up");
  }

  @Test
  void shield_example() {
    inTheKitchen(() -> {
      Task<String> shared = createTask(() -> brew("coffee")); // others wait for it too
      String cup = waitFor(shield(shared), Duration.ofSeconds(5));

      assertThat(cup).isEqualTo("coffee");
    });
  }

  @Test
  void taskGroup_example() {
    inTheKitchen(() -> {
      String breakfast = taskGroup(group -> {
        Task<String> coffee = group.start(() -> brew("coffee"));
        Task<String> toast = group.start(() -> brew("toast"));
        return await(coffee) + " and " + await(toast);
      });

      assertThat(breakfast).isEqualTo("coffee and toast");
    });
  }

  @Test
  void blocking_example() throws IOException {
    Path file = folder.resolve("recipe.txt");
    Files.writeString(file, "boil");
    inTheKitchen(() -> {
      String text = blocking(() -> Files.readString(file));

      assertThat(text).isEqualTo("boil");
    });
  }

  @Test
  void offload_example() {
    inTheKitchen(() -> {
      long sum = offload(() -> LongStream.range(0, 1_000_000).sum());

      assertThat(sum).isEqualTo(499_999_500_000L);
    });
  }

  @Test
  void currentTask_example() {
    inTheKitchen(() -> {
      log.add(currentTask().name() + " is at work");
    });

    assertThat(log).containsExactly("main is at work");
  }

  @Test
  void allTasks_example() {
    inTheKitchen(() -> {
      allTasks().forEach(task -> log.add(task.toString())); // who waits for what
    });

    assertThat(log).containsExactly("Task[main, running]");
  }
}
