package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What must compile, since programs that nobody here wrote do: SEMANTICS 20.
final class GenericsTest {
  // SEMANTICS 20
  @Test
  void combinators_ofSubtypes_giveTheSupertype() {
    onVirtualTime(() -> {
      List<Coroutine<Integer>> coroutines = List.of(async(() -> 1));
      List<Task<? extends Number>> mixed = List.of(createTask(() -> 1), createTask(() -> 2.0));
      List<Number> gathered = await(Async.<Number>gather(mixed));
      List<Outcome<Number>> settled = await(Async.<Number>gatherSettled(mixed));
      Number first = Async.<Number>race(coroutines);
      Number mixedFirst = race(createTask(() -> 1), async(() -> 2.0));
      Waited<Number> waited = waitUntil(mixed, ReturnWhen.ALL_COMPLETED, ms(5));
      for (Task<Number> task : Async.<Number>asCompleted(mixed)) {
        assertThat(gathered).contains(task.resultNow());
      }

      assertThat(settled).hasSize(2);
      assertThat(waited.done()).hasSize(2);
      assertThat(List.of(first, mixedFirst)).containsExactly(1, 1);
    });
  }

  // SEMANTICS 20
  @Test
  void onDone_consumerOfASupertype_isTaken() {
    Future<?>[] seen = new Future<?>[1];
    Consumer<Future<String>> consumer = future -> seen[0] = future;

    onVirtualTime(() -> {
      Task<String> task = createTask(() -> "value");
      task.onDone(consumer);
      sleep(ms(1));

      assertThat(seen[0]).isSameAs(task);
    });
  }

  // SEMANTICS 20
  @Test
  void blocksWithAndWithoutAResult_bothCompile() {
    int[] runs = new int[1];

    onVirtualTime(() -> {
      createTask(() -> {
        runs[0]++;
      });
      int value = await(createTask(() -> ++runs[0]));
      taskGroup(group -> {
        group.start(() -> {
          runs[0]++;
        });
        Task<Integer> counted = group.start(() -> ++runs[0]);
        assertThat(await(counted)).isEqualTo(4);
      });

      assertThat(value).isEqualTo(2);
    });
  }

  // SEMANTICS 20
  @Test
  void waitingMethodsOfSynchronisers_haveNoOverloads() {
    List<String> names = Stream.of(AsyncSemaphore.class.getMethods())
        .filter(method -> method.getDeclaringClass() == AsyncSemaphore.class)
        .map(Method::getName)
        .toList();

    assertThat(names).contains("acquire").doesNotHaveDuplicates();
  }

  // SEMANTICS 20
  @Test
  void awaitables_areClosedToOthers() {
    List<Class<?>> types = Arrays.asList(Awaitable.class.getPermittedSubclasses());

    assertThat(types).containsExactlyInAnyOrder(Coroutine.class, Task.class, Promise.class);
    assertThat(types).allMatch(type -> Modifier.isFinal(type.getModifiers()));
  }
}
