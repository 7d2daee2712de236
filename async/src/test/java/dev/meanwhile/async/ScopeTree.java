package dev.meanwhile.async;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// What holds for a loop's tree of scopes, and for its timers, whenever no task runs: looked at
/// from outside, by reading the private links.
final class ScopeTree {
  /// More scopes than any test's tree has: a walk that meets more of them goes round in circles.
  private static final int MANY = 100_000;

  private static final VarHandle PARENT = field("parent", CancelScope.class);
  private static final VarHandle FIRST_CHILD = field("firstChild", CancelScope.class);
  private static final VarHandle PREVIOUS = field("previousSibling", CancelScope.class);
  private static final VarHandle NEXT = field("nextSibling", CancelScope.class);
  private static final VarHandle SHIELD = field("shield", boolean.class);
  private static final VarHandle REQUESTED = field("requested", boolean.class);
  private static final VarHandle CLOSED = field("closed", boolean.class);
  private static final VarHandle IS_QUEUED = field(Task.class, "isQueued", boolean.class);
  private static final VarHandle IS_CANCELLABLE =
      field(Task.class, "isWaitCancellable", boolean.class);
  private static final VarHandle HEAP = field(TimerQueue.class, "heap", Timer[].class);

  private int met;

  private ScopeTree() {}

  /// The first thing found that does not hold; null when all does.
  static @Nullable String flaw(Loop loop) {
    String flaw = parent(loop.root()) == null ? null : "the root has a parent";
    return flaw != null ? flaw : first(new ScopeTree().flawBelow(loop.root()), flawOfTimers(loop));
  }

  private @Nullable String flawBelow(CancelScope scope) {
    String flaw = first(flawOfState(scope), flawOfTask(scope));
    CancelScope first = firstChild(scope);
    CancelScope before = null;
    for (CancelScope child = first; child != null && flaw == null; child = next(child)) {
      if (++met > MANY) {
        return "the links of the tree form a circle";
      }
      flaw = first(flawOfLinks(scope, before, child), flawBelow(child));
      before = child;
    }
    if (flaw == null && first != null && PREVIOUS.get(first) != before) {
      return "the first child does not know the last one";
    }
    return flaw;
  }

  private static @Nullable String flawOfLinks(
      CancelScope parent, @Nullable CancelScope before, CancelScope child) {
    if (parent(child) != parent) {
      return "a child has another parent";
    }
    return before != null && PREVIOUS.get(child) != before ? "siblings disagree" : null;
  }

  private static @Nullable String flawOfState(CancelScope scope) {
    if (is(CLOSED, scope)) {
      return "a closed scope is still in the tree";
    }
    CancelScope origin = scope.origin();
    CancelScope above = is(SHIELD, scope) ? null : parent(scope);
    boolean mustBeCancelled = is(REQUESTED, scope) || (above != null && above.isCancelled());
    if (origin == null) {
      return mustBeCancelled ? "a cancel did not reach a scope below it" : null;
    }
    if (!is(REQUESTED, origin)) {
      return "a scope is cancelled by one that was not";
    }
    // A scope that has ended left its mark on those that it left behind.
    return is(CLOSED, origin) || reaches(origin, scope) ? null : "a cancel went through a shield";
  }

  /// Whether a cancel of `origin` comes down to `scope`.
  private static boolean reaches(CancelScope origin, CancelScope scope) {
    CancelScope at = scope;
    while (at != null && at != origin) {
      at = is(SHIELD, at) ? null : parent(at);
    }
    return at == origin;
  }

  private static @Nullable String flawOfTask(CancelScope scope) {
    Task<?> task = scope.task;
    if (task == null) {
      return null;
    }
    if (task.isDone()) {
      return "the scope of a task that has ended is in the tree";
    }
    if (isLeftWaiting(task)) {
      return "a cancel did not wake a task that waits";
    }
    // From the innermost block of the task outwards, all are its own, up to the outermost.
    boolean isMet = false;
    CancelScope at = task.scope;
    while (at != null && at != task.ownScope()) {
      if (at.task != task || is(CLOSED, at)) {
        return "a task is in a scope that is not its own";
      }
      isMet |= at == scope;
      at = parent(at);
    }
    if (at == null) {
      return "a task is outside of its own scope";
    }
    return isMet || at == scope ? null : "a scope stayed although its block has ended";
  }

  private static boolean isLeftWaiting(Task<?> task) {
    return task.scope.isCancelled()
        && task.currentWait() != null
        && (boolean) IS_CANCELLABLE.get(task)
        && !(boolean) IS_QUEUED.get(task);
  }

  private static @Nullable String flawOfTimers(Loop loop) {
    @Nullable Timer[] heap = (@Nullable Timer[]) HEAP.get(loop.timers);
    int size = 0;
    while (size < heap.length && heap[size] != null) {
      Timer timer = heap[size];
      if (timer == null || timer.index != size) {
        return "a timer does not know its place";
      }
      Timer above = size == 0 ? timer : heap[(size - 1) / 2];
      if (above == null || above.deadline > timer.deadline) {
        return "timers are out of order";
      }
      size++;
    }
    return null;
  }

  private static @Nullable String first(@Nullable String flaw, @Nullable String other) {
    return flaw != null ? flaw : other;
  }

  private static @Nullable CancelScope parent(CancelScope scope) {
    return (CancelScope) PARENT.get(scope);
  }

  private static @Nullable CancelScope firstChild(CancelScope scope) {
    return (CancelScope) FIRST_CHILD.get(scope);
  }

  private static @Nullable CancelScope next(CancelScope scope) {
    return (CancelScope) NEXT.get(scope);
  }

  private static boolean is(VarHandle flag, CancelScope scope) {
    return (boolean) flag.get(scope);
  }

  private static VarHandle field(String name, Class<?> type) {
    return field(CancelScope.class, name, type);
  }

  private static VarHandle field(Class<?> owner, String name, Class<?> type) {
    try {
      return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
          .findVarHandle(owner, name, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
