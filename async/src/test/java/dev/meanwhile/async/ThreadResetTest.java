package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A task may begin on a thread that another one has left, and sees nothing of that one.
final class ThreadResetTest {
  private final ThreadLocal<@Nullable String> local = new ThreadLocal<>();
  private final InheritableThreadLocal<@Nullable String> inheritable =
      new InheritableThreadLocal<>();
  private final List<Object> seen = new ArrayList<>();

  @BeforeEach
  void threadsCanBeReset() {
    assertThat(ThreadReset.available()).isNotNull();
  }

  private static void oneAfterTheOther(Action first, Action second) {
    onVirtualTime(() -> {
      Task<?> one = createTask(first);
      Task<?> two = createTask(second);
      await(gather(one, two));
    });
  }

  @Test
  void nextTask_beginsOnTheThreadOfTheOneThatEnded() {
    oneAfterTheOther(
        () -> seen.add(Thread.currentThread()), () -> seen.add(Thread.currentThread()));

    assertThat(seen.get(0)).isSameAs(seen.get(1));
  }

  @Test
  void nextTask_doesNotSeeThreadLocals() {
    oneAfterTheOther(
        () -> {
          local.set("left");
          inheritable.set("left too");
        },
        () -> {
          seen.add(String.valueOf(local.get()));
          seen.add(String.valueOf(inheritable.get()));
        });

    assertThat(seen).containsExactly("null", "null");
  }

  @Test
  void nextTask_isNotInterrupted() {
    oneAfterTheOther(
        () -> Thread.currentThread().interrupt(),
        () -> seen.add(Thread.currentThread().isInterrupted()));

    assertThat(seen).containsExactly(false);
  }

  @Test
  void nextTask_hasTheOrdinaryNameAndClassLoader() {
    oneAfterTheOther(
        () -> {
          Thread.currentThread().setName("mine");
          Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[0]));
        },
        () -> {
          seen.add(Thread.currentThread().getName());
          seen.add(Thread.currentThread().getContextClassLoader() instanceof URLClassLoader);
        });

    assertThat(seen).containsExactly("", false);
  }

  // A thread takes over the class loader of the one that makes it, and that may be a task's.
  @Test
  void taskOnANewThread_hasTheLoopsClassLoaderNotThatOfTheTaskBefore() {
    onVirtualTime(() -> {
      Task<?> second = createTask(
          () -> seen.add(Thread.currentThread().getContextClassLoader() instanceof URLClassLoader));
      Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[0]));
      await(second);
    });

    assertThat(seen).containsExactly(false);
  }

  // The handler tells which loop a thread belongs to: without it the next task would be nobody's.
  @Test
  void nextTask_isATaskWhateverHandlerWasLeft() {
    List<Throwable> caught = new ArrayList<>();
    oneAfterTheOther(
        () ->
            Thread.currentThread().setUncaughtExceptionHandler((_, failure) -> caught.add(failure)),
        () -> {
          sleep(TestLoop.ms(1));
          seen.add(currentTask().isDone());
        });

    assertThat(seen).containsExactly(false);
    assertThat(caught).isEmpty();
  }

  @Test
  void callbacks_afterATaskThatLeftAHandler_mayUseTheLoop() {
    onVirtualTime(() -> {
      EventLoop loop = EventLoop.current();
      createTask(() -> {
        loop.callSoon(() -> loop.callSoon(() -> seen.add("called")));
        Thread.currentThread().setUncaughtExceptionHandler((_, _) -> {});
      });
      sleep(TestLoop.ms(1));
    });

    assertThat(seen).containsExactly("called");
  }

  @Test
  void task_thatHasWaited_hasAThreadOfItsOwn() {
    onVirtualTime(() -> {
      Task<?> waiting = createTask(() -> {
        seen.add(Thread.currentThread());
        sleep(TestLoop.ms(1));
        seen.add(Thread.currentThread());
      });
      createTask(() -> seen.add(Thread.currentThread()));
      await(waiting);
    });

    assertThat(seen.get(0)).isSameAs(seen.get(2)).isNotSameAs(seen.get(1));
  }
}
