package dev.meanwhile.async.net;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.net.StreamLoop.ms;
import static dev.meanwhile.async.net.StreamLoop.onVirtualTime;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.meanwhile.async.CancelledError;
import dev.meanwhile.async.Task;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// asyncio 2.9.2 to 2.9.6, over a source that gives what it is told.
final class StreamReaderTest {
  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static StreamException refusal(Runnable read) {
    return catchThrowableOfType(StreamException.class, read::run);
  }

  private static IncompleteReadException cutOff(Runnable read) {
    return catchThrowableOfType(IncompleteReadException.class, read::run);
  }

  // --- asyncio 2.9.2: read 0, n, to the end, at the end ---

  // asyncio 2.9.2
  @Test
  void read_zero_isEmptyAtOnce() {
    onVirtualTime(() -> {
      ScriptedSource source = new ScriptedSource();

      assertThat(source.reader().read(0)).isEmpty();
      assertThat(source.questions).isZero();
    });
  }

  // asyncio 2.9.2
  @Test
  void read_some_givesWhatIsThere() {
    onVirtualTime(() -> {
      StreamReader reader = new ScriptedSource().feed("hello", "world").reader();

      assertThat(text(reader.read(3))).isEqualTo("hel");
      assertThat(text(reader.read(30))).isEqualTo("lo");
      assertThat(text(reader.read(30))).isEqualTo("world");
    });
  }

  // asyncio 2.9.2
  @Test
  void read_whole_givesEverythingToTheEnd() {
    onVirtualTime(() -> {
      StreamReader reader = new ScriptedSource().feed("one", "two").end().reader();

      assertThat(text(reader.read())).isEqualTo("onetwo");
      assertThat(reader.read()).isEmpty();
    });
  }

  // asyncio 2.9.2
  @Test
  void read_atTheEnd_isEmpty() {
    onVirtualTime(() -> {
      StreamReader reader = new ScriptedSource().end().reader();

      assertThat(reader.isAtEnd()).isFalse();
      assertThat(reader.read(10)).isEmpty();
      assertThat(reader.isAtEnd()).isTrue();
      assertThat(reader.readExactly(0)).isEmpty();
    });
  }

  // asyncio 2.9.2
  @Test
  void read_negative_isRefused() {
    onVirtualTime(() -> {
      StreamReader reader = new ScriptedSource().reader();

      assertThat(catchThrowable(() -> reader.read(-1)))
          .isInstanceOf(IllegalArgumentException.class);
    });
  }

  // asyncio 2.9.2
  @Test
  void isAtEnd_withBytesLeft_isFalse() {
    onVirtualTime(() -> {
      StreamReader reader = new ScriptedSource().feed("some").end().reader();
      cutOff(() -> reader.readUntil(bytes("|")));
      assertThat(reader.isAtEnd()).isTrue();
    });
    onVirtualTime(() -> {
      StreamReader reader = new ScriptedSource().feed("a\nb").end().reader();
      reader.readLine();
      assertThat(reader.isAtEnd()).isFalse();
      assertThat(reader.readLine()).isEqualTo("b");
      assertThat(reader.isAtEnd()).isTrue();
    });
  }

  // asyncio 2.9.2
  @Test
  void failure_isThrownByEachFormOfReading_behindWhatCameBefore() {
    onVirtualTime(() -> {
      StreamException lost = StreamException.of(StreamException.Kind.LOST, "reset by peer");
      StreamReader reader = new ScriptedSource().feed("last words").fail(lost).reader();

      assertThat(text(reader.read(100))).isEqualTo("last words");
      List<Runnable> forms = List.of(
          reader::read,
          () -> reader.read(1),
          reader::readLine,
          () -> reader.readExactly(1),
          () -> reader.readUntil(bytes("|")));
      for (Runnable form : forms) {
        assertThat(refusal(form)).hasMessage("reset by peer").hasCause(lost);
        assertThat(refusal(form).kind()).isEqualTo(StreamException.Kind.LOST);
      }
    });
  }

  // As when there is no memory for what has come.
  @Test
  @SuppressWarnings("NullAway") // a source that breaks its word stands for that
  void bytesThatCannotBeKept_breakTheStream() {
    onVirtualTime(() -> {
      ScriptedSource source = new ScriptedSource();
      List<Throwable> broken = new ArrayList<>();
      StreamReader reader = source.feed("some").reader();
      reader.onBreakage(broken::add);
      source.answer(receiver -> receiver.received(null));
      Task<byte[]> reading = createTask(() -> reader.readExactly(10));

      StreamException thrown = refusal(reading::await);

      assertThat(thrown.kind()).isEqualTo(StreamException.Kind.LIMIT);
      assertThat(thrown).hasRootCauseInstanceOf(NullPointerException.class);
      assertThat(refusal(reader::read)).hasMessage(thrown.getMessage());
      assertThat(broken).singleElement().isInstanceOf(StreamException.class);
    });
  }

  // --- asyncio 2.9.3: readLine ---

  // asyncio 2.9.3
  @Test
  void readLine_acrossPieces_joinsThem() {
    onVirtualTime(() -> {
      StreamReader reader =
          new ScriptedSource().feed("chu", "nk1 ", "chunk2\nrest").reader();

      assertThat(reader.readLine()).isEqualTo("chunk1 chunk2");
      assertThat(text(reader.read(10))).isEqualTo("rest");
    });
  }

  // asyncio 2.9.3
  @Test
  void readLine_endings_areCutOff() {
    onVirtualTime(() -> {
      StreamReader reader =
          new ScriptedSource().feed("dos\r", "\nunix\n\r\n\na\rb\n").reader();

      assertThat(reader.readLine()).isEqualTo("dos");
      assertThat(reader.readLine()).isEqualTo("unix");
      assertThat(reader.readLine()).isEmpty();
      assertThat(reader.readLine()).isEmpty();
      assertThat(reader.readLine()).isEqualTo("a\rb");
    });
  }

  // asyncio 2.9.3
  @Test
  void readLine_textOutsideOfAscii_isUtf8() {
    onVirtualTime(() -> {
      byte[] snow = bytes("Schnee ❄\n");
      StreamReader reader = new ScriptedSource().feed("Schnee ❄\n").reader(snow.length);

      assertThat(reader.readLine()).isEqualTo("Schnee ❄");
    });
  }

  // asyncio 2.9.3
  @Test
  void readLine_atTheEnd_givesThePartAndThenNull() {
    onVirtualTime(() -> {
      StreamReader reader = new ScriptedSource().feed("some ", "more").end().reader();

      assertThat(reader.readLine()).isEqualTo("some more");
      assertThat(reader.readLine()).isNull();
    });
  }

  // asyncio 2.9.3
  @Test
  void readLine_overTheLimitWithItsEndThere_dropsTheLineAndGoesOn() {
    onVirtualTime(() -> {
      StreamReader reader = new ScriptedSource().feed("much too long\nline\n").reader(7);

      StreamException thrown = refusal(reader::readLine);

      assertThat(thrown.kind()).isEqualTo(StreamException.Kind.LIMIT);
      assertThat(thrown).hasMessage("a line is longer than the limit of 7 bytes: 13");
      assertThat(reader.readLine()).isEqualTo("line");
    });
  }

  // asyncio 2.9.3
  @Test
  void readLine_overTheLimitWithoutItsEnd_dropsWhatCameAndGoesOn() {
    onVirtualTime(() -> {
      StreamReader reader =
          new ScriptedSource().feed("much ", "too long", "long\nline\n").reader(7);

      StreamException thrown = refusal(reader::readLine);

      assertThat(thrown).hasMessage("a line is longer than the limit of 7 bytes: at least 13");
      assertThat(reader.readLine()).isEqualTo("long");
      assertThat(reader.readLine()).isEqualTo("line");
    });
  }

  // asyncio 2.9.3
  @Test
  void readLine_exactlyAtTheLimit_isAllowed() {
    onVirtualTime(() -> {
      StreamReader reader = new ScriptedSource().feed("1234567\n", "12345678\n").reader(7);

      assertThat(reader.readLine()).isEqualTo("1234567");
      assertThat(refusal(reader::readLine).kind()).isEqualTo(StreamException.Kind.LIMIT);
    });
  }

  // asyncio 2.9.3: exact byte accounting
  @Test
  void readLine_mixedWithRead_losesNoByte() {
    onVirtualTime(() -> {
      StreamReader reader =
          new ScriptedSource().feed("a\nbc", "d\ne", "f").end().reader();

      assertThat(reader.readLine()).isEqualTo("a");
      assertThat(text(reader.read(1))).isEqualTo("b");
      assertThat(reader.readLine()).isEqualTo("cd");
      assertThat(text(reader.readExactly(2))).isEqualTo("ef");
      assertThat(reader.readLine()).isNull();
    });
  }

  // asyncio 1.3: iteration yields lines
  @Test
  void lines_giveEachLineUpToTheEnd() {
    onVirtualTime(() -> {
      StreamReader reader = new ScriptedSource().feed("a\n\n", "b\nc").end().reader();
      List<String> lines = new ArrayList<>();

      reader.lines().forEach(lines::add);

      assertThat(lines).containsExactly("a", "", "b", "c");
    });
  }

  // --- asyncio 2.9.4: readUntil ---

  // asyncio 2.9.4
  @Test
  void readUntil_separatorSplitAcrossPieces_isFound() {
    onVirtualTime(() -> {
      StreamReader reader = new ScriptedSource().feed("dataS", "E", "Prest").reader();

      assertThat(text(reader.readUntil(bytes("SEP")))).isEqualTo("dataSEP");
      assertThat(text(reader.read(10))).isEqualTo("rest");
    });
  }

  // asyncio 2.9.4
  @Test
  void readUntil_beginningRepeated_isNotMistaken() {
    onVirtualTime(() -> {
      StreamReader reader = new ScriptedSource().feed("aaa", "ab|aa", "ab").reader();

      assertThat(text(reader.readUntil(bytes("aab")))).isEqualTo("aaaab");
      assertThat(text(reader.readUntil(bytes("aaab")))).isEqualTo("|aaab");
    });
  }

  // asyncio 2.9.4
  @Test
  void readUntil_several_theOneThatEndsFirstWins() {
    onVirtualTime(() -> {
      StreamReader reader =
          new ScriptedSource().feed("some data\r\nmore\n", "ABC").reader();

      assertThat(text(reader.readUntil(bytes("\n"), bytes("\r\n")))).isEqualTo("some data\r\n");
      assertThat(text(reader.readUntil(bytes("more\nA"), bytes("\n")))).isEqualTo("more\n");
      assertThat(text(reader.readUntil(bytes("ABC"), bytes("BC"), bytes("AB")))).isEqualTo("AB");
    });
  }

  // asyncio 2.9.4
  @Test
  void readUntil_overTheLimit_keepsEverything() {
    onVirtualTime(() -> {
      StreamReader reader = new ScriptedSource().feed("long", "text", "|").reader(3);

      StreamException thrown = refusal(() -> reader.readUntil(bytes("|")));

      assertThat(thrown.kind()).isEqualTo(StreamException.Kind.LIMIT);
      assertThat(text(reader.readExactly(9))).isEqualTo("longtext|");
    });
  }

  // asyncio 2.9.4: the limit, with the separator found
  @Test
  void readUntil_foundBehindTheLimit_keepsEverything() {
    onVirtualTime(() -> {
      StreamReader reader = new ScriptedSource().feed("12345|x").reader(3);

      StreamException thrown = refusal(() -> reader.readUntil(bytes("|")));

      assertThat(thrown)
          .hasMessage("the text before a separator is longer than the limit of 3 bytes: 5");
      assertThat(text(reader.read(10))).isEqualTo("12345|x");
    });
  }

  // asyncio 2.9.4
  @Test
  void readUntil_atTheEnd_givesThePartWithTheFailure() {
    onVirtualTime(() -> {
      StreamReader reader = new ScriptedSource().feed("par", "t").end().reader();

      IncompleteReadException thrown = cutOff(() -> reader.readUntil(bytes("|")));

      assertThat(text(thrown.partial())).isEqualTo("part");
      assertThat(thrown.expected()).isEmpty();
      assertThat(reader.isAtEnd()).isTrue();
    });
  }

  // asyncio 2.9.4
  @Test
  void readUntil_emptySeparator_isRefused() {
    onVirtualTime(() -> {
      StreamReader reader = new ScriptedSource().reader();

      assertThat(catchThrowable(() -> reader.readUntil(new byte[0])))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(catchThrowable(() -> reader.readUntil(bytes("|"), new byte[0])))
          .isInstanceOf(IllegalArgumentException.class);
    });
  }

  // --- asyncio 2.9.5: readExactly ---

  // asyncio 2.9.5
  @Test
  void readExactly_zeroOrNegative_needsNothingOrIsRefused() {
    onVirtualTime(() -> {
      ScriptedSource source = new ScriptedSource();
      StreamReader reader = source.reader();

      assertThat(reader.readExactly(0)).isEmpty();
      assertThat(source.questions).isZero();
      assertThat(catchThrowable(() -> reader.readExactly(-1)))
          .isInstanceOf(IllegalArgumentException.class);
    });
  }

  // asyncio 2.9.5
  @Test
  void readExactly_overTheLimit_isGiven() {
    onVirtualTime(() -> {
      StreamReader reader = new ScriptedSource().feed("abc", "def", "ghi").reader(2);

      assertThat(text(reader.readExactly(8))).isEqualTo("abcdefgh");
      assertThat(text(reader.read(5))).isEqualTo("i");
    });
  }

  // asyncio 2.9.5
  @Test
  void readExactly_earlyEnd_saysWhatCameAndWhatWasExpected() {
    onVirtualTime(() -> {
      StreamReader reader = new ScriptedSource().feed("ab", "c").end().reader();

      IncompleteReadException thrown = cutOff(() -> reader.readExactly(10));

      assertThat(text(thrown.partial())).isEqualTo("abc");
      assertThat(thrown.expected()).hasValue(10);
      assertThat(thrown).hasMessage("the stream ended after 3 of 10 expected bytes");
      assertThat(reader.read()).isEmpty();
    });
  }

  // --- asyncio 2.9.6: failures and cancellation of a waiting reader ---

  // asyncio 2.9.6
  @Test
  void failure_wakesTheReaderThatWaits() {
    onVirtualTime(() -> {
      ScriptedSource source = new ScriptedSource();
      Task<byte[]> reading = createTask(() -> source.reader().readUntil(bytes("|")));
      sleep(ms(1));
      source.fail(StreamException.of(StreamException.Kind.LOST, "reset"));

      assertThat(catchThrowable(reading::await)).hasMessage("reset");
    });
  }

  // asyncio 2.9.6
  @Test
  void cancelledRead_leavesNoWaiterAndLosesNothing() {
    onVirtualTime(() -> {
      ScriptedSource source = new ScriptedSource();
      StreamReader reader = source.reader();
      Task<byte[]> reading = createTask(() -> reader.readExactly(4));
      sleep(ms(1));
      source.feed("ab");
      sleep(ms(1));
      reading.cancel();
      sleep(ms(1));
      source.feed("cd");

      assertThat(reading.isCancelled()).isTrue();
      assertThat(text(reader.readExactly(4))).isEqualTo("abcd");
      assertThat(source.questions).as("the open question was kept").isEqualTo(2);
    });
  }

  // SEMANTICS 6: cancelled in the turn in which the bytes came
  @Test
  void readCancelledWhenBytesHaveJustCome_leavesThem() {
    onVirtualTime(() -> {
      ScriptedSource source = new ScriptedSource();
      StreamReader reader = source.reader();
      Task<byte[]> reading = createTask(() -> reader.read(4));
      sleep(ms(1));
      source.feed("abcd");
      sleep(ms(0));
      reading.cancel();
      sleep(ms(1));

      assertThat(reading.isCancelled()).isTrue();
      assertThat(text(reader.read(4))).isEqualTo("abcd");
    });
  }

  // SEMANTICS 6
  @Test
  void read_inACancelledScope_throwsThoughItNeedNotWait() {
    onVirtualTime(() -> {
      StreamReader reader = new ScriptedSource().feed("a\nb\n").reader();
      reader.readLine();
      Task<String> reading = createTask(() -> {
        currentTask().cancel();
        return reader.readLine();
      });

      assertThat(catchThrowable(reading::await)).isInstanceOf(CancelledError.class);
      assertThat(reader.readLine()).isEqualTo("b");
    });
  }

  @Test
  void timeout_overARead_saysWhatWasWaitedFor() {
    onVirtualTime(() -> {
      StreamReader reader = new ScriptedSource().reader();

      assertThat(catchThrowable(() -> timeout(ms(5), () -> {
            reader.readLine();
          })))
          .hasMessage("timed out after 5 ms, waiting for a script");
    });
  }

  // asyncio 1.3: one reader at a time
  @Test
  void secondReadMeanwhile_isRefused() {
    onVirtualTime(() -> {
      ScriptedSource source = new ScriptedSource();
      StreamReader reader = source.reader();
      Task<byte[]> first = createTask(() -> reader.readExactly(2));
      sleep(ms(1));
      source.feed("a");
      sleep(ms(1));

      assertThat(catchThrowable(() -> reader.read(1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("another task reads from this stream already");
      source.feed("b");
      assertThat(text(first.await())).isEqualTo("ab");
    });
  }

  @Test
  void read_outsideOfALoop_isRefused() {
    List<StreamReader> kept = new ArrayList<>();
    onVirtualTime(() -> kept.add(new ScriptedSource().reader()));

    assertThat(catchThrowable(kept.getFirst()::read)).isInstanceOf(IllegalStateException.class);
    onVirtualTime(() -> assertThat(catchThrowable(kept.getFirst()::read))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another loop"));
  }

  // asyncio 1.3: reading pauses
  @Test
  void bytes_areAskedForOnlyWhenReadAndNoMoreThanTheLimitAtATime() {
    onVirtualTime(() -> {
      ScriptedSource source = new ScriptedSource().feed("12345678", "12345678", "12345678");
      StreamReader reader = source.reader(8);
      sleep(ms(1));
      assertThat(source.questions).isZero();

      reader.read(8);

      assertThat(source.questions).isEqualTo(1);
      assertThat(source.largestQuestion).isLessThanOrEqualTo(8);
    });
  }
}
