package dev.meanwhile.async.test;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Task;
import dev.meanwhile.async.WaitReason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Everything that can be seen of a run, to be compared with another one: each turn with its
/// time, its task and what ended it.
final class TurnTrace implements Witness {
  /// So many turns are kept as text; all of them count for the hash.
  private static final int TURNS_KEPT = 100_000;

  private final List<String> turns = new ArrayList<>();
  private final CRC32C hash = new CRC32C();
  private int count;

  @Override
  public void waits(Task<?> task, WaitReason reason) {
    add(task, "waits for " + reason + Interleaving.place());
  }

  @Override
  public void ends(Task<?> task) {
    add(task, "ends, " + task.state());
  }

  @Override
  public void happens(@Nullable Task<?> task, String what) {
    add(task, what);
  }

  private void add(@Nullable Task<?> task, String what) {
    String turn = EventLoop.current().time().toNanos() + " ns, "
        + (task == null ? "a callback" : task.name()) + " " + what;
    hash.update(turn.getBytes(StandardCharsets.UTF_8));
    hash.update('\n');
    if (count++ < TURNS_KEPT) {
      turns.add(turn);
    }
  }

  long hash() {
    return hash.getValue();
  }

  /// Where two runs part; empty if they do not.
  static String difference(TurnTrace first, TurnTrace second) {
    int common = Math.min(first.turns.size(), second.turns.size());
    for (int i = 0; i < common; i++) {
      if (!first.turns.get(i).equals(second.turns.get(i))) {
        return difference(i, first.turns.get(i), second.turns.get(i));
      }
    }
    if (first.turns.size() != second.turns.size()) {
      return difference(common, first.turn(common), second.turn(common));
    }
    return first.hash() == second.hash()
        ? ""
        : "they part after the first " + TURNS_KEPT + " turns";
  }

  private static String difference(int index, String first, String second) {
    return "turn " + (index + 1) + " was\n  the first time:  " + first + "\n  the second time: "
        + second;
  }

  private String turn(int index) {
    return index < turns.size() ? turns.get(index) : "none: the run was over";
  }
}
