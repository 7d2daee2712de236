package dev.meanwhile.async.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.WaitKind;
import dev.meanwhile.async.WaitReason;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A source that gives what a test has fed it, piece by piece.
final class ScriptedSource implements ByteSource {
  private final EventLoop loop = EventLoop.current();
  private final Deque<Consumer<Receiver>> answers = new ArrayDeque<>();
  private @Nullable Receiver receiver;
  int questions;
  int largestQuestion;

  StreamReader reader() {
    return reader(StreamReader.DEFAULT_LIMIT);
  }

  StreamReader reader(int limit) {
    return StreamReader.over(this, new WaitReason(WaitKind.NETWORK, "a script"), limit);
  }

  ScriptedSource feed(String... pieces) {
    for (String piece : pieces) {
      answer(receiver -> receiver.received(piece.getBytes(UTF_8)));
    }
    return this;
  }

  ScriptedSource end() {
    answer(Receiver::ended);
    return this;
  }

  ScriptedSource fail(StreamException failure) {
    answer(receiver -> receiver.broken(failure));
    return this;
  }

  void answer(Consumer<Receiver> answer) {
    answers.add(answer);
    loop.callSoon(this::tell);
  }

  @Override
  public void read(int max, Receiver receiver) {
    questions++;
    largestQuestion = Math.max(largestQuestion, max);
    this.receiver = receiver;
    loop.callSoon(this::tell);
  }

  private void tell() {
    Receiver told = receiver;
    if (told != null && !answers.isEmpty()) {
      receiver = null;
      answers.removeFirst().accept(told);
    }
  }
}
