package dev.meanwhile.async.test;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Task;
import dev.meanwhile.async.WaitReason;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A run, turn by turn, for people: who ran, what ended the turn, and at which line.
final class Interleaving implements Witness {
  private static final int TURNS_SHOWN = 100;
  private final Deque<String> turns = new ArrayDeque<>();
  private int count;

  @Override
  public void waits(Task<?> task, WaitReason reason) {
    add(task, "waits for " + reason + place());
  }

  @Override
  public void ends(Task<?> task) {
    add(
        task,
        switch (task.state()) {
          case SUCCESS -> "ends";
          case FAILED -> "fails";
          case CANCELLED -> "ends, cancelled";
          case RUNNING -> "goes on";
        });
  }

  @Override
  public void happens(@Nullable Task<?> task, String what) {
    add(task, what + place());
  }

  private void add(@Nullable Task<?> task, String what) {
    count++;
    if (turns.size() == TURNS_SHOWN) {
      turns.removeFirst();
    }
    turns.add(String.format(
        Locale.ROOT,
        "%5d  %8s  %-12s %s",
        count,
        EventLoop.current().time().toMillis() + " ms",
        task == null ? "a callback" : task.name(),
        what));
  }

  /// The innermost line that is not the library's own.
  static String place() {
    Optional<StackWalker.StackFrame> innermost = StackWalker.getInstance()
        .walk(frames ->
            frames.filter(frame -> ProgramCode.has(frame.getClassName())).findFirst());
    return innermost
        .map(found -> " (" + found.getFileName() + ":" + found.getLineNumber() + ")")
        .orElse("");
  }

  @Override
  public String toString() {
    String skipped =
        count > turns.size() ? "  (" + (count - turns.size()) + " turns before)\n" : "";
    return skipped + String.join("\n", turns);
  }
}
