package dev.meanwhile.async;

/// How a [TaskGroup] treats its tasks.
///
/// @param limit how many of its tasks run at a time; the others queue, first come, first served
/// @param isSupervised whether a failing task leaves its siblings and the body alone
public record GroupOptions(int limit, boolean isSupervised) {
  /// Checks the limit.
  ///
  /// @throws IllegalArgumentException if it is below 1
  public GroupOptions {
    if (limit < 1) {
      throw new IllegalArgumentException("a group must let at least one task run, not " + limit);
    }
  }

  /// No limit, and the first failure cancels the group.
  public static GroupOptions defaults() {
    return new GroupOptions(Integer.MAX_VALUE, false);
  }

  /// At most `limit` tasks run at a time.
  public GroupOptions withLimit(int limit) {
    return new GroupOptions(limit, isSupervised);
  }

  /// A task's failure cancels nobody and is not thrown by the group: look at it through its
  /// task, else it is reported as unseen.
  public GroupOptions supervised() {
    return new GroupOptions(limit, true);
  }
}
