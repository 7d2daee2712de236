package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onRealTime;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Reactive streams, in and out.
final class FlowsTest {
  private final List<String> log = new ArrayList<>();

  /// A publisher that does what the test says, and notes what it is asked for.
  private final class Scripted implements Flow.Publisher<String>, Flow.Subscription {
    private Flow.@Nullable Subscriber<? super String> subscriber;
    private final Consumer<Flow.Subscriber<? super String>> onRequest;

    Scripted(Consumer<Flow.Subscriber<? super String>> onRequest) {
      this.onRequest = onRequest;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super String> given) {
      subscriber = given;
      given.onSubscribe(this);
    }

    @Override
    public void request(long count) {
      log.add("asked for " + count);
      if (subscriber != null) {
        onRequest.accept(subscriber);
      }
    }

    @Override
    public void cancel() {
      log.add("cancelled");
    }
  }

  /// A subscriber that notes what it is told.
  private final class Noting implements Flow.Subscriber<Integer> {
    private final long first;
    private Flow.@Nullable Subscription subscription;

    Noting(long first) {
      this.first = first;
    }

    void ask(long count) {
      if (subscription != null) {
        subscription.request(count);
      }
    }

    void stop() {
      if (subscription != null) {
        subscription.cancel();
      }
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(first);
    }

    @Override
    public void onNext(Integer item) {
      log.add("item " + item);
    }

    @Override
    public void onError(Throwable error) {
      log.add("error " + error.getMessage());
    }

    @Override
    public void onComplete() {
      log.add("complete");
    }
  }

  private static Flow.Publisher<Integer> numbers() {
    return Flows.publisher(emitter -> {
      for (int i = 1; i <= 3; i++) {
        emitter.emit(i);
      }
    });
  }

  @Test
  void items_ofAPublisherOnOtherThreads_arriveInOrder() {
    try (TestLoop loop = TestLoop.real();
        SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>()) {
      List<Integer> items = new ArrayList<>();
      loop.run(() -> {
        FlowItems<Integer> flow = Flows.items(publisher, 4);
        Task<?> source = createTask(() -> blocking(() -> {
          for (int i = 0; i < 1_000; i++) {
            publisher.submit(i);
          }
          publisher.close();
        }));
        flow.forEach(items::add);
        await(source);
      });

      assertThat(items).hasSize(1_000).isSorted();
    }
  }

  @Test
  void items_areAskedForByHalvesOfTheBuffer() {
    onVirtualTime(() -> {
      Iterator<String> items = Flows.items(
              new Scripted(subscriber -> {
                subscriber.onNext("a");
                subscriber.onNext("b");
              }),
              4)
          .iterator();
      items.next();
      items.next();
    });

    assertThat(log).containsExactly("asked for 4", "asked for 2", "cancelled");
  }

  @Test
  void items_failureOfThePublisher_isThrownAfterTheItemsBefore() {
    onVirtualTime(() -> {
      FlowItems<String> items = Flows.items(
          new Scripted(subscriber -> {
            subscriber.onNext("a");
            subscriber.onError(new IOException("broken"));
          }),
          1);

      Throwable thrown = catchThrowable(() -> items.forEach(log::add));

      assertThat(thrown).isInstanceOf(CompletionException.class).hasRootCauseMessage("broken");
    });

    assertThat(log).containsExactly("asked for 1", "a");
  }

  @Test
  void items_cancelledWait_losesNoItem() {
    onVirtualTime(() -> {
      List<Flow.Subscriber<? super String>> subscribers = new ArrayList<>();
      Iterator<String> items = Flows.items(new Scripted(subscribers::add), 1).iterator();

      assertThat(moveOnAfter(ms(1), () -> items.hasNext())).isEmpty();
      subscribers.getFirst().onNext("late");

      assertThat(items.next()).isEqualTo("late");
    });
  }

  @Test
  void items_leftAtTheEndOfTheScope_cancelTheSubscription() {
    onVirtualTime(() -> {
      timeout(ms(10), () -> {
        Flows.items(new Scripted(_ -> {}), 1);
      });

      log.add("after the block");
    });

    assertThat(log).containsExactly("asked for 1", "cancelled", "after the block");
  }

  @Test
  void items_publisherThatIgnoresDemand_isCancelledAndTheBreachThrown() {
    onVirtualTime(() -> {
      FlowItems<String> items = Flows.items(
          new Scripted(subscriber -> {
            subscriber.onNext("a");
            subscriber.onNext("b");
          }),
          1);

      assertThat(catchThrowable(() -> items.forEach(log::add)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("more items");
    });

    assertThat(log).containsExactly("asked for 1", "cancelled", "a");
  }

  @Test
  void items_ofAForeignThreadOnVirtualTime_failTheRun() {
    List<Flow.Subscriber<? super String>> subscribers = new ArrayList<>();
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> {
      Flows.items(new Scripted(subscribers::add), 1);
      Thread foreign = Thread.ofPlatform().unstarted(() -> {
        try {
          subscribers.getFirst().onNext("from outside");
        } catch (IllegalStateException refused) {
          log.add("refused");
        }
      });
      blocking(() -> {
        foreign.start();
        foreign.join();
      });
    }));

    assertThat(thrown).isInstanceOf(AssertionError.class);
    assertThat(log).contains("refused");
  }

  @Test
  void publisher_emitsOnlyWhatWasAskedFor() {
    onVirtualTime(() -> {
      Noting subscriber = new Noting(1);
      numbers().subscribe(subscriber);
      sleep(ms(1));
      log.add("asking for more");
      subscriber.ask(5);
      sleep(ms(1));
    });

    assertThat(log).containsExactly("item 1", "asking for more", "item 2", "item 3", "complete");
  }

  @Test
  void publisher_bodyThatFails_endsTheSubscriptionWithIt() {
    onVirtualTime(() -> {
      Flows.<Integer>publisher(_ -> {
            throw new IOException("broken");
          })
          .subscribe(new Noting(1));
      sleep(ms(1));
    });

    assertThat(log).containsExactly("error broken");
  }

  @Test
  void publisher_subscriberThatCancels_hasTheBodyCancelled() {
    onVirtualTime(() -> {
      Noting subscriber = new Noting(1);
      Flows.<Integer>publisher(emitter -> {
            try {
              emitter.emit(1);
              emitter.emit(2);
            } finally {
              log.add("body ended");
            }
          })
          .subscribe(subscriber);
      sleep(ms(1));
      subscriber.stop();
      sleep(ms(1));

      assertThat(allTasks()).hasSize(1);
    });

    assertThat(log).containsExactly("item 1", "body ended");
  }

  @Test
  void publisher_subscriberThatAsksForNothing_isToldOfTheRule() {
    onVirtualTime(() -> {
      numbers().subscribe(new Noting(0));
      sleep(ms(1));
    });

    assertThat(log).singleElement().asString().startsWith("error ").contains("3.9");
  }

  // Two tasks cannot take turns: the one that subscribed is the one that is woken.
  @Test
  void items_iteratedByAnotherTask_areRefused() {
    onVirtualTime(() -> {
      FlowItems<String> items = Flows.items(new Scripted(_ -> {}), 1);

      Task<Boolean> other = createTask(async("other", () -> items.iterator().hasNext()));

      assertThat(catchThrowable(() -> await(other)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the task that subscribed")
          .hasMessageContaining("other");
    });
  }

  @Test
  void items_closedWhileTheirTaskWaits_end() {
    onVirtualTime(() -> {
      FlowItems<String> items = Flows.items(new Scripted(_ -> {}), 1);
      createTask(() -> {
        sleep(ms(1));
        items.close();
      });

      items.forEach(log::add);

      assertThat(EventLoop.current().time()).isEqualTo(ms(1));
    });

    assertThat(log).containsExactly("asked for 1", "cancelled");
  }

  @Test
  void items_closedFromAnotherThread_end() {
    onRealTime(() -> {
      FlowItems<String> items = Flows.items(new Scripted(_ -> {}), 1);
      createTask(() -> blocking(items::close));

      items.forEach(log::add);
    });

    assertThat(log).containsExactly("asked for 1", "cancelled");
  }

  // Rule 1.9 of reactive streams.
  @Test
  void items_givenBeforeTheSubscription_endWithTheBreach() {
    onVirtualTime(() -> {
      FlowItems<String> items = Flows.items(
          subscriber -> {
            subscriber.onNext("too early");
            subscriber.onSubscribe(new Scripted(_ -> {}));
          },
          1);

      assertThat(catchThrowable(() -> items.forEach(log::add)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("1.9");
    });

    assertThat(log).containsExactly("cancelled");
  }

  @Test
  void publisher_cleanUpThatEmitsWhenTheSubscriberIsGone_isRefusedNotKeptWaiting() {
    onVirtualTime(() -> {
      Noting subscriber = new Noting(1);
      Flows.<Integer>publisher(emitter -> {
            try {
              emitter.emit(1);
              emitter.emit(2);
            } finally {
              shielded(() -> {
                log.add(String.valueOf(catchThrowable(() -> emitter.emit(3))));
                return null;
              });
            }
          })
          .subscribe(subscriber);
      sleep(ms(1));
      subscriber.stop();
      sleep(ms(1));

      assertThat(allTasks()).hasSize(1);
    });

    assertThat(log).hasSize(2).last().asString().contains("the subscriber cancelled");
  }

  @Test
  void publisher_emittingInAShieldWhenTheSubscriberCancels_endsTheWait() {
    onVirtualTime(() -> {
      Noting subscriber = new Noting(1);
      Flows.<Integer>publisher(emitter -> shielded(() -> {
            emitter.emit(1);
            emitter.emit(2);
          }))
          .subscribe(subscriber);
      sleep(ms(1));
      subscriber.stop();
      sleep(ms(1));

      assertThat(allTasks()).hasSize(1);
    });

    assertThat(log).containsExactly("item 1");
  }

  @Test
  void publisher_bodyThatFailsAfterTheSubscriberCancelled_isReported() {
    try (TestLoop loop = TestLoop.virtual()) {
      loop.run(() -> {
        Noting subscriber = new Noting(1);
        Flows.<Integer>publisher(emitter -> {
              try {
                emitter.emit(1);
                emitter.emit(2);
              } finally {
                throwBroken();
              }
            })
            .subscribe(subscriber);
        sleep(ms(1));
        subscriber.stop();
        sleep(ms(1));
      });

      loop.runner().close();

      assertThat(loop.reports())
          .singleElement()
          .satisfies(report -> assertThat(report.error()).hasMessage("broken"));
    }
  }

  private static void throwBroken() throws IOException {
    throw new IOException("broken");
  }

  // Rule 1.9 again: a subscriber is told how it ended, also by a loop that closes.
  @Test
  void publisher_ofALoopThatClosesBeforeTheBodyBegins_endsTheSubscriber() {
    onVirtualTime(() -> {
      numbers().subscribe(new Noting(1));
      // In this pass the publisher's task is made, and this one ends.
      sleep(Duration.ZERO);
    });

    assertThat(log).singleElement().asString().startsWith("error ");
  }

  @Test
  void publisher_ofAClosedLoop_endsTheSubscriber() {
    List<Flow.Publisher<Integer>> publishers = new ArrayList<>();
    onVirtualTime(() -> {
      publishers.add(numbers());
    });

    publishers.getFirst().subscribe(new Noting(1));

    assertThat(log).singleElement().asString().startsWith("error ").contains("closed");
  }

  @Test
  void publisher_askedByAForeignThreadOnVirtualTime_failsTheRun() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> {
      Noting subscriber = new Noting(1);
      numbers().subscribe(subscriber);
      sleep(ms(1));
      Thread foreign = Thread.ofPlatform().unstarted(() -> {
        log.add(String.valueOf(catchThrowable(() -> subscriber.ask(1))));
        log.add(String.valueOf(catchThrowable(subscriber::stop)));
      });
      blocking(() -> {
        foreign.start();
        foreign.join();
      });
    }));

    assertThat(thrown).isInstanceOf(AssertionError.class);
    assertThat(log)
        .filteredOn(line -> line.startsWith("java.lang.IllegalState"))
        .hasSize(2);
  }

  @Test
  void publisher_andItems_roundTripOverTwoLoops() throws InterruptedException {
    List<Integer> received = new ArrayList<>();
    CountDownLatch isSubscribed = new CountDownLatch(1);
    try (TestLoop source = TestLoop.real();
        TestLoop sink = TestLoop.real()) {
      List<Flow.Publisher<Integer>> publishers = new ArrayList<>();
      Thread other = Thread.ofPlatform()
          .unstarted(() -> source.run(() -> {
            publishers.add(numbers());
            isSubscribed.countDown();
            EventLoop.current().createPromise().await();
          }));
      other.start();
      isSubscribed.await();

      sink.run(() -> Flows.items(publishers.getFirst(), 2).forEach(received::add));
      other.interrupt();
      other.join();
    }

    assertThat(received).containsExactly(1, 2, 3);
  }
}
