package dev.meanwhile.async.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.WaitKind;
import dev.meanwhile.async.WaitReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A sink that takes bytes when a test says so.
final class ScriptedSink implements ByteSink {
  private final EventLoop loop = EventLoop.current();
  final List<String> events = new ArrayList<>();
  private @Nullable Confirmation waiting;
  private boolean isOpen;

  StreamWriter writer() {
    return StreamWriter.over(this, new WaitReason(WaitKind.NETWORK, "a script"));
  }

  /// Takes whatever comes from now on.
  ScriptedSink open() {
    isOpen = true;
    confirm();
    return this;
  }

  /// Takes what waits now.
  void confirm() {
    Confirmation told = waiting;
    waiting = null;
    if (told != null) {
      loop.callSoon(told::sent);
    }
  }

  void fail(StreamException failure) {
    Confirmation told = waiting;
    waiting = null;
    if (told != null) {
      loop.callSoon(() -> told.broken(failure));
    }
  }

  @Override
  public void write(byte[] bytes, Confirmation confirmation) {
    events.add(bytes.length > 20 ? bytes.length + " bytes" : new String(bytes, UTF_8));
    take(confirmation);
  }

  @Override
  public void end(Confirmation confirmation) {
    events.add("END");
    take(confirmation);
  }

  private void take(Confirmation confirmation) {
    waiting = confirmation;
    if (isOpen) {
      confirm();
    }
  }

  @Override
  public void close() {
    events.add("CLOSE");
  }
}
