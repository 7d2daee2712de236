package dev.meanwhile.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ReadyQueueTest {
  private final ReadyQueue queue = new ReadyQueue();

  private static Turn turn() {
    try (TestLoop loop = TestLoop.virtual()) {
      return new Callback(loop.loop(), ContextVar.Bindings.EMPTY, () -> {});
    }
  }

  @Test
  void remove_ofNothing_isRefused() {
    assertThat(catchThrowable(queue::poll)).isInstanceOf(NoSuchElementException.class);
    queue.add(turn());
    assertThat(catchThrowable(() -> queue.remove(1))).isInstanceOf(NoSuchElementException.class);
    assertThat(catchThrowable(() -> queue.remove(-1))).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void randomOperations_agreeWithAList() {
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      turns.add(turn());
    }
    SplittableRandom random = new SplittableRandom(7);
    List<Turn> model = new ArrayList<>();

    for (int i = 0; i < 5_000; i++) {
      if (model.isEmpty() || random.nextInt(100) < 52) {
        Turn added = turns.get(random.nextInt(turns.size()));
        queue.add(added);
        model.add(added);
      } else {
        int index = random.nextBoolean() ? 0 : random.nextInt(model.size());
        assertThat(queue.remove(index)).isSameAs(model.remove(index));
      }
      assertThat(queue.count()).isEqualTo(model.size());
    }
  }
}
