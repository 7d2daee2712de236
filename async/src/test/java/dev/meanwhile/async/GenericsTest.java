package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

  static List<Class<?>> synchronisers() {
    return List.of(
        AsyncLock.class,
        AsyncEvent.class,
        AsyncCondition.class,
        AsyncSemaphore.class,
        AsyncBarrier.class,
        AsyncQueue.class,
        RateLimiter.class);
  }

  // SEMANTICS 20
  @ParameterizedTest
  @MethodSource("synchronisers")
  void waitingMethods_haveNoOverloads(Class<?> type) {
    Set<String> waiting = Set.of("acquire", "await", "awaitUntil", "put", "take", "join");
    List<String> names = Stream.of(type.getMethods())
        .map(Method::getName)
        .filter(waiting::contains)
        .toList();

    assertThat(names).isNotEmpty().doesNotHaveDuplicates();
    assertThat(type).isFinal();
  }

  // SEMANTICS 20
  @Test
  void createTask_ofAMethodThatWaits_compiles() {
    AsyncQueue<String> queue = AsyncQueue.unbounded();
    AsyncEvent event = new AsyncEvent();

    onVirtualTime(() -> {
      Task<String> item = createTask(queue::take);
      Task<Integer> index = createTask(new AsyncBarrier(1)::await);
      List<Task<?>> others = List.of(
          createTask(new AsyncSemaphore(1)::acquire),
          createTask(RateLimiter.perSecond(1)::acquire),
          createTask(event::await),
          createTask(queue::join));
      event.set();
      queue.put("item");
      queue.taskDone();

      assertThat(await(item)).isEqualTo("item");
      assertThat(await(index)).isZero();
      assertThat(waitUntil(others, ReturnWhen.ALL_COMPLETED).done()).hasSize(4);
    });
  }

  // SEMANTICS 20
  @Test
  void awaitables_areClosedToOthers() {
    List<Class<?>> types = Arrays.asList(Awaitable.class.getPermittedSubclasses());

    assertThat(types).containsExactlyInAnyOrder(Coroutine.class, Task.class, Promise.class);
    assertThat(types).allMatch(type -> Modifier.isFinal(type.getModifiers()));
  }

  // SEMANTICS 20
  @Test
  void functionsThatTakeABlock_haveATwinForBlocksWithoutAResult() {
    Set<String> signatures = Stream.of(Async.class.getMethods())
        .map(method -> method.getName() + Arrays.toString(method.getParameterTypes()))
        .collect(Collectors.toSet());
    List<String> twins = Stream.of(Async.class.getMethods())
        .filter(method -> List.of(method.getParameterTypes()).contains(Callable.class))
        .map(method -> method.getName()
            + Arrays.toString(method.getParameterTypes())
                .replace(Callable.class.toString(), Action.class.toString()))
        .toList();

    assertThat(twins).hasSizeGreaterThan(8);
    assertThat(signatures).containsAll(twins);
  }
}
