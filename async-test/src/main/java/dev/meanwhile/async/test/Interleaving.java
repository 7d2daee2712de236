package dev.meanwhile.async.test;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Task;
import dev.meanwhile.async.WaitReason;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A run, turn by turn, for people: who ran, what ended the turn, and at which line.
final class Interleaving implements Witness {
  private static final int TURNS_SHOWN = 100;
  private static final Set<String> LIBRARY =
      Set.of("dev.meanwhile.async", "dev.meanwhile.async.net", "dev.meanwhile.async.process");

  private static final Set<String> OWN = Set.of(
      Interleaving.class.getName(),
      TurnTrace.class.getName(),
      CancelAtWait.class.getName(),
      FaultPoints.class.getName());

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
    Optional<StackWalker.StackFrame> frame = StackWalker.getInstance()
        .walk(frames -> frames.filter(Interleaving::isProgram).findFirst());
    return frame
        .map(found -> " (" + found.getFileName() + ":" + found.getLineNumber() + ")")
        .orElse("");
  }

  private static boolean isProgram(StackWalker.StackFrame frame) {
    String type = frame.getClassName();
    int end = type.lastIndexOf('.');
    String packageName = end < 0 ? "" : type.substring(0, end);
    return !LIBRARY.contains(packageName)
        && !packageName.startsWith("java.")
        && !packageName.startsWith("jdk.")
        && !OWN.contains(type);
  }

  @Override
  public String toString() {
    String skipped =
        count > turns.size() ? "  (" + (count - turns.size()) + " turns before)\n" : "";
    return skipped + String.join("\n", turns);
  }
}
