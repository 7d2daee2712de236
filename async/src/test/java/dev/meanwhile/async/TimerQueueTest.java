package dev.meanwhile.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class TimerQueueTest {
  private final TimerQueue queue = new TimerQueue();
  private final List<Integer> fired = new ArrayList<>();

  private Timer timer(int number) {
    return new Timer() {
      @Override
      void fire() {
        fired.add(number);
      }
    };
  }

  @Test
  void fireDue_firesByDeadlineAndThenByAge() {
    queue.add(timer(3), 20);
    queue.add(timer(1), 10);
    queue.add(timer(2), 10);
    queue.add(timer(4), 30);

    queue.fireDue(20);

    assertThat(fired).containsExactly(1, 2, 3);
    assertThat(queue.nextDeadline()).isEqualTo(30);
  }

  @Test
  void remove_takesOutAndMayBeRepeated() {
    Timer first = timer(1);
    queue.add(first, 10);
    queue.add(timer(2), 20);

    queue.remove(first);
    queue.remove(first);
    queue.fireDue(100);

    assertThat(fired).containsExactly(2);
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void empty_hasNoDeadline() {
    assertThat(queue.nextDeadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void fired_timer_mayBeAddedAgain() {
    Timer timer = timer(1);
    queue.add(timer, 10);
    queue.fireDue(10);
    queue.add(timer, 20);

    queue.fireDue(20);

    assertThat(fired).containsExactly(1, 1);
  }

  @Test
  void randomOperations_agreeWithASortedList() {
    for (long seed = 0; seed < 50; seed++) {
      agreesWithASortedList(seed);
    }
  }

  private record Entry(Timer timer, long deadline, int number) {}

  private void agreesWithASortedList(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    TimerQueue timers = new TimerQueue();
    List<Entry> model = new ArrayList<>();
    List<Integer> expected = new ArrayList<>();
    fired.clear();
    for (int i = 0; i < 300; i++) {
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          Entry entry = new Entry(timer(i), random.nextLong(100), i);
          timers.add(entry.timer(), entry.deadline());
          model.add(entry);
        }
        case 2 -> {
          if (!model.isEmpty()) {
            timers.remove(model.remove(random.nextInt(model.size())).timer());
          }
        }
        default -> {
          long now = random.nextLong(40);
          model.stream()
              .filter(entry -> entry.deadline() <= now)
              .sorted(Comparator.comparingLong(Entry::deadline).thenComparingInt(Entry::number))
              .forEach(entry -> expected.add(entry.number()));
          model.removeIf(entry -> entry.deadline() <= now);
          timers.fireDue(now);
        }
      }
      long next = model.stream().mapToLong(Entry::deadline).min().orElse(Long.MAX_VALUE);
      assertThat(timers.nextDeadline()).as("seed %d, step %d", seed, i).isEqualTo(next);
    }
    assertThat(fired).as("seed %d", seed).isEqualTo(expected);
  }
}
