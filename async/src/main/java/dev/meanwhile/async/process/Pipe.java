package dev.meanwhile.async.process;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.net.StreamException;
import java.io.IOException;

/// One end of a pipe to a process, whose calls block a thread and cannot be interrupted.
///
/// A call that is still blocked when its pipe is closed is left to itself: it ends when the
/// last process that holds the other end does.
abstract sealed class Pipe permits PipeSource, PipeSink {
  private final EventLoop loop;
  private final String subject;

  // Confined to the loop. Counts the questions, so that an answer that comes after the closing
  // is told from one that is waited for.
  private boolean isClosed;
  private boolean isAsked;
  private Unanswered question = _ -> {};

  Pipe(EventLoop loop, String subject) {
    this.loop = loop;
    this.subject = subject;
  }

  /// Makes a call on a thread of its own and tells the loop its answer; or that it failed.
  final void ask(Call call, Unanswered ifBroken) {
    if (isClosed) {
      StreamException failure = closed();
      loop.callSoon(() -> ifBroken.broken(failure));
      return;
    }
    isAsked = true;
    question = ifBroken;
    ProcessThreads.shared().execute(() -> {
      Runnable answer = answer(call, ifBroken);
      post(() -> {
        if (isAsked && question == ifBroken) {
          isAsked = false;
          answer.run();
        }
      });
    });
  }

  /// Closes it. What is waited for is answered at once.
  public final void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    ProcessThreads.shared().execute(this::closeQuietly);
    if (isAsked) {
      isAsked = false;
      StreamException failure = closed();
      Unanswered left = question;
      loop.callSoon(() -> left.broken(failure));
    }
  }

  abstract void closeStream() throws IOException;

  private Runnable answer(Call call, Unanswered ifBroken) {
    try {
      return call.answer();
    } catch (Throwable failure) {
      StreamException lost = StreamException.of(
          StreamException.Kind.LOST, subject + " broke: " + failure.getMessage(), failure);
      return () -> ifBroken.broken(lost);
    }
  }

  private void post(Runnable answer) {
    try {
      loop.post(answer);
    } catch (IllegalStateException loopIsClosed) {
      closeQuietly();
    }
  }

  private void closeQuietly() {
    try {
      closeStream();
    } catch (IOException _) {
      // The process is gone, and what was not written with it.
    }
  }

  private StreamException closed() {
    return StreamException.of(StreamException.Kind.CLOSED, subject + " was closed");
  }

  /// A call that blocks; gives what the loop is to do about it.
  interface Call {
    Runnable answer() throws IOException;
  }

  /// Is told that there will be no answer.
  interface Unanswered {
    void broken(StreamException failure);
  }
}
