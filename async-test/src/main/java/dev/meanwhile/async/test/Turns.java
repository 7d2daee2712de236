package dev.meanwhile.async.test;

import dev.meanwhile.async.Task;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who is who in a run, and how many turns and waits each has had.
///
/// A task is known by its creator, its given name, and its number among those that this creator
/// has given the same name: `main/loader#2`. So the name stays when other tasks come and go. A
/// callback is known in the same way by who registered it: `main/callback#3`.
final class Turns {
  private final Map<Long, String> names = new HashMap<>();
  private final Map<String, Integer> children = new HashMap<>();
  private final Map<Long, Integer> turns = new HashMap<>();
  private final Map<Long, Integer> waits = new HashMap<>();
  private final Map<Moment, Integer> order = new HashMap<>();

  private record Moment(String who, int turn) {}

  void created(Task<?> task, @Nullable Task<?> creator) {
    boolean isNamed = !task.name().equals("Task-" + task.identity());
    name(task.identity(), creator, isNamed ? escaped(task.name()) : "task");
  }

  void registered(long callback, @Nullable Task<?> by) {
    name(callback, by, "callback");
  }

  private void name(long identity, @Nullable Task<?> creator, String name) {
    String label = creator == null ? name : name(creator.identity()) + "/" + name;
    int number = children.merge(label, 1, Integer::sum);
    names.put(identity, number == 1 ? label : label + "#" + number);
  }

  /// So that `a#2` is not taken for the second `a`.
  private static String escaped(String name) {
    return name.replace("\\", "\\\\").replace("#", "\\#").replace("/", "\\/");
  }

  /// What somebody is called.
  String name(long identity) {
    return names.getOrDefault(identity, "number " + identity);
  }

  /// Somebody has a turn.
  void took(long identity) {
    int turn = turns.merge(identity, 1, Integer::sum);
    order.put(new Moment(name(identity), turn), order.size());
  }

  /// Which one somebody's next turn is, counted from 1.
  int next(long identity) {
    return turns.getOrDefault(identity, 0) + 1;
  }

  /// Somebody waits.
  ///
  /// @return the how-manieth time it is
  int waits(long identity) {
    return waits.merge(identity, 1, Integer::sum);
  }

  /// When a turn was, as a number that grows; -1 if it never was.
  int when(String who, int turn) {
    return order.getOrDefault(new Moment(who, turn), -1);
  }

  /// Whether there was one of that name.
  boolean knows(String who) {
    return when(who, 1) >= 0 || names.containsValue(who);
  }
}
