package dev.meanwhile.async.net;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.net.StreamLoop.ms;
import static dev.meanwhile.async.net.StreamLoop.onVirtualTime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.meanwhile.async.CancelledError;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// asyncio 1.3 and 2.9.7 to 2.9.8, over a sink that takes bytes when it is told to.
final class StreamWriterTest {
  private static final StreamException RESET =
      StreamException.of(StreamException.Kind.LOST, "reset by peer");

  private static StreamException.Kind refusal(Runnable call) {
    return catchThrowableOfType(StreamException.class, call::run).kind();
  }

  // asyncio 1.3
  @Test
  void write_small_goOutTogetherAndInOrder() {
    onVirtualTime(() -> {
      ScriptedSink sink = new ScriptedSink();
      StreamWriter writer = sink.writer();
      writer.write("a");
      writer.write("b");
      writer.write("");
      writer.write("ç");
      sink.open();
      sleep(ms(1));

      assertThat(sink.events).containsExactly("a", "bç");
    });
  }

  @Test
  void write_array_isCopied() {
    onVirtualTime(() -> {
      ScriptedSink sink = new ScriptedSink().open();
      StreamWriter writer = sink.writer();
      byte[] bytes = {'x', 'y'};
      writer.write("-");
      writer.write(bytes);
      bytes[0] = '!';
      sleep(ms(1));

      assertThat(sink.events).containsExactly("-", "xy");
    });
  }

  // asyncio 1.3: drain waits only above the high-water mark
  @Test
  void drain_upToTheHighWaterMark_doesNotWait() {
    onVirtualTime(() -> {
      StreamWriter writer = new ScriptedSink().writer();
      writer.write(new byte[StreamWriter.HIGH_WATER]);

      writer.drain();

      assertThat(EventLoop.current().time()).isZero();
    });
  }

  // asyncio 2.9.7: several at once
  @Test
  void drain_several_goOnTogetherAtTheLowWaterMark() {
    onVirtualTime(() -> {
      List<String> log = new ArrayList<>();
      ScriptedSink sink = new ScriptedSink();
      StreamWriter writer = sink.writer();
      writer.write(new byte[StreamWriter.HIGH_WATER]);
      writer.write(new byte[StreamWriter.LOW_WATER]);
      writer.write(new byte[1]);
      Task<?> first = createTask(() -> drainAndNote(writer, "first", log));
      Task<?> second = createTask(() -> drainAndNote(writer, "second", log));
      sleep(ms(1));
      sink.confirm();
      sleep(ms(1));
      assertThat(log).as("one byte over the low-water mark").isEmpty();

      sink.confirm();
      first.await();
      second.await();

      assertThat(log).containsExactly("first", "second");
    });
  }

  private static void drainAndNote(StreamWriter writer, String who, List<String> log) {
    writer.drain();
    log.add(who);
  }

  // asyncio 2.9.7
  @Test
  void drain_afterLoss_throws() {
    onVirtualTime(() -> {
      ScriptedSink sink = new ScriptedSink();
      StreamWriter writer = sink.writer();
      writer.write(new byte[StreamWriter.HIGH_WATER + 1]);
      Task<?> draining = createTask(writer::drain);
      sleep(ms(1));
      sink.fail(RESET);

      assertThat(catchThrowable(draining::await)).hasMessage("reset by peer").hasCause(RESET);
      assertThat(refusal(writer::drain)).isEqualTo(StreamException.Kind.LOST);
      assertThat(refusal(() -> writer.write("more"))).isEqualTo(StreamException.Kind.LOST);
      assertThat(refusal(writer::writeEnd)).isEqualTo(StreamException.Kind.LOST);
      assertThat(writer.isClosing()).isTrue();
    });
  }

  // asyncio 2.9.7: write and drain in a loop see the close
  @Test
  void writeAndDrainInALoop_seeTheClose() {
    onVirtualTime(() -> {
      StreamWriter writer = new ScriptedSink().open().writer();
      Task<?> writing = createTask(() -> {
        while (true) {
          writer.write(new byte[10_000]);
          writer.drain();
        }
      });
      sleep(ms(0));
      writer.close();

      assertThat(catchThrowable(writing::await))
          .isInstanceOfSatisfying(
              StreamException.class,
              thrown -> assertThat(thrown.kind()).isEqualTo(StreamException.Kind.CLOSED));
    });
  }

  @Test
  void drain_cancelled_leavesWhatIsToBeSentAlone() {
    onVirtualTime(() -> {
      ScriptedSink sink = new ScriptedSink();
      StreamWriter writer = sink.writer();
      writer.write(new byte[StreamWriter.HIGH_WATER]);
      writer.write("tail");
      Task<?> draining = createTask(writer::drain);
      sleep(ms(1));
      draining.cancel();
      sleep(ms(1));
      sink.open();
      sleep(ms(1));

      assertThat(draining.isCancelled()).isTrue();
      assertThat(sink.events).containsExactly("65536 bytes", "tail");
    });
  }

  // SEMANTICS 6
  @Test
  void drain_inACancelledScope_throwsThoughItNeedNotWait() {
    onVirtualTime(() -> {
      StreamWriter writer = new ScriptedSink().writer();
      Task<?> draining = createTask(() -> {
        currentTask().cancel();
        writer.drain();
      });

      assertThat(catchThrowable(draining::await)).isInstanceOf(CancelledError.class);
    });
  }

  @Test
  void writeEnd_goesOutBehindWhatWasWritten() {
    onVirtualTime(() -> {
      ScriptedSink sink = new ScriptedSink();
      StreamWriter writer = sink.writer();
      writer.write("last");
      writer.writeEnd();
      writer.writeEnd();

      assertThat(catchThrowable(() -> writer.write("more")))
          .isInstanceOf(IllegalStateException.class);
      sink.open();
      sleep(ms(1));
      assertThat(sink.events).containsExactly("last", "END");
      writer.close();
      assertThat(sink.events).containsExactly("last", "END", "CLOSE");
    });
  }

  // asyncio 2.9.8
  @Test
  void close_sendsWhatWasWrittenFirst() {
    onVirtualTime(() -> {
      ScriptedSink sink = new ScriptedSink();
      StreamWriter writer = sink.writer();
      writer.write("last");
      Task<?> closing = createTask(writer::close);
      sleep(ms(1));
      assertThat(writer.isClosing()).isTrue();
      assertThat(refusal(() -> writer.write("x"))).isEqualTo(StreamException.Kind.CLOSED);
      sink.open();
      closing.await();

      assertThat(sink.events).containsExactly("last", "END", "CLOSE");
      assertThat(EventLoop.current().time()).isEqualTo(ms(1));
      assertThat(refusal(writer::drain)).isEqualTo(StreamException.Kind.CLOSED);
    });
  }

  // SEMANTICS 8
  @Test
  void close_peerThatTakesNothing_endsHardAfterFiveSeconds() {
    onVirtualTime(() -> {
      ScriptedSink sink = new ScriptedSink();
      StreamWriter writer = sink.writer();
      writer.write("never taken");
      Task<?> second = createTask(writer::close);

      writer.close();
      second.await();

      assertThat(EventLoop.current().time()).isEqualTo(Duration.ofSeconds(5));
      assertThat(sink.events).containsExactly("never taken", "CLOSE");
    });
  }

  // SEMANTICS 8
  @Test
  void close_inACancelledScope_stillSends() {
    onVirtualTime(() -> {
      ScriptedSink sink = new ScriptedSink();
      StreamWriter writer = sink.writer();
      writer.write("last");
      Task<?> closing = createTask(() -> {
        try (writer) {
          StreamLoop.untilCancelled();
        }
      });
      sleep(ms(1));
      closing.cancel();
      sleep(ms(1));
      sink.open();
      var _ = catchThrowable(closing::await);

      assertThat(closing.isCancelled()).isTrue();
      assertThat(sink.events).containsExactly("last", "END", "CLOSE");
    });
  }

  @Test
  void close_afterLoss_doesNotWait() {
    onVirtualTime(() -> {
      ScriptedSink sink = new ScriptedSink();
      StreamWriter writer = sink.writer();
      writer.write("lost");
      sink.fail(RESET);
      sleep(ms(1));

      writer.close();
      writer.close();

      assertThat(sink.events).containsExactly("lost", "CLOSE");
      assertThat(EventLoop.current().time()).isEqualTo(ms(1));
    });
  }
}
