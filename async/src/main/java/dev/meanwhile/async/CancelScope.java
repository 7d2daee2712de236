package dev.meanwhile.async;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A region of a program that is cancelled as a whole: a task, a [Async#timeout] block, a
/// [Async#taskGroup].
///
/// Scopes form a tree across tasks. Cancelling one cancels every scope below it, up to those
/// that are [shielded][Async#shielded]. Cancellation is **level-triggered**: in a cancelled
/// scope every wait throws [CancelledError], not only the next one, so none is lost by code that
/// swallowed it.
///
/// **Threads.** [#cancel] may be called from any thread; from one that is not the loop's it
/// takes effect at the loop's next pass. Everything else is for the loop's tasks and callbacks.
public final class CancelScope {
  // State: `requested` says that this very scope was cancelled. `cancellation` is the one that
  // reaches it (its own or an ancestor's) and null while none does, so that a wait's check is one
  // field. A cancel walks down once and stops at shields and at what is cancelled already: nested
  // cancels cost no more than the tree has scopes.
  //
  //   loop's root ── task ── timeout ── group ── children's tasks ── ...
  //
  // The links of the tree are intrusive; all fields are confined to whoever holds the baton.
  final Loop loop;
  private final boolean shield;
  private @Nullable CancelScope parent;
  private @Nullable CancelScope firstChild;
  private @Nullable CancelScope previousSibling;
  private @Nullable CancelScope nextSibling;

  /// The task that waits in this scope when it waits: at most one, since blocks nest within a
  /// task.
  @Nullable
  Task<?> task;

  private boolean requested;
  private @Nullable Cancellation cancellation;
  private @Nullable Deadline deadline;
  private boolean closed;
  private @Nullable List<AutoCloseable> resources;

  private CancelScope(
      Loop loop, @Nullable CancelScope parent, @Nullable Task<?> task, boolean shield) {
    this.loop = loop;
    this.task = task;
    this.shield = shield;
    if (parent != null) {
      link(parent);
      cancellation = shield ? null : parent.cancellation;
    }
  }

  static CancelScope root(Loop loop) {
    return new CancelScope(loop, null, null, false);
  }

  CancelScope child(@Nullable Task<?> task) {
    return new CancelScope(loop, this, task, false);
  }

  CancelScope shieldedChild(Task<?> task) {
    return new CancelScope(loop, this, task, true);
  }

  /// The innermost scope that the calling task is in.
  ///
  /// @throws IllegalStateException if the calling thread is no task of a loop
  public static CancelScope current() {
    return Task.require("CancelScope.current()").scope;
  }

  /// Cancels this scope and all below it: every wait in them throws [CancelledError].
  ///
  /// Only the first call counts. Does not wait.
  ///
  /// @param reason the message of the errors
  public void cancel(String reason) {
    Objects.requireNonNull(reason, "reason");
    loop.refuseIntrusion("cancelled a scope");
    loop.onLoop(() -> cancelNow(reason));
  }

  /// Whether this scope is cancelled, by itself or by one around it.
  public boolean isCancelled() {
    return cancellation != null;
  }

  /// The time on the loop's clock ([EventLoop#time]) at which this scope is cancelled: the
  /// earliest deadline of its own and of the scopes around it, up to the nearest shield. Empty
  /// without one.
  public Optional<Duration> deadline() {
    long earliest = Long.MAX_VALUE;
    for (CancelScope scope = this; scope != null; scope = scope.shield ? null : scope.parent) {
      if (scope.deadline != null && scope.deadline.at < earliest) {
        earliest = scope.deadline.at;
      }
    }
    return earliest == Long.MAX_VALUE ? Optional.empty() : Optional.of(Duration.ofNanos(earliest));
  }

  /// Sets this scope's own deadline to `fromNow`; zero or less cancels it at the loop's next
  /// pass.
  ///
  /// @throws IllegalStateException if the scope has ended, or its deadline has passed
  public void moveDeadline(Duration fromNow) {
    if (closed || (requested && isExpired())) {
      throw new IllegalStateException(
          closed
              ? "the scope has ended: its deadline cannot move"
              : "the scope's deadline has passed");
    }
    if (deadline == null) {
      deadline = new Deadline(this);
    }
    deadline.set(fromNow);
  }

  /// The scope whose cancellation reaches this one: itself or one around it; null while none
  /// does.
  @Nullable
  CancelScope origin() {
    Cancellation reaching = cancellation;
    return reaching == null ? null : reaching.scope;
  }

  /// Whether its deadline, and nothing before that, cancelled this very scope.
  boolean isExpired() {
    return deadline != null && deadline.fired;
  }

  /// What the scope's task was waiting for when the deadline passed.
  @Nullable
  WaitReason waitedFor() {
    return deadline == null ? null : deadline.waitedFor;
  }

  String reasonInForce() {
    Cancellation reaching = cancellation;
    return reaching == null ? "cancelled" : reaching.reason;
  }

  void cancelNow(String why) {
    if (requested || closed) {
      return;
    }
    requested = true;
    if (cancellation == null) {
      spread(new Cancellation(this, why));
    }
  }

  /// Whether this scope catches `error`: it was cancelled itself, nothing around it is, and the
  /// error comes from inside of it. Else the error belongs to a scope further out, or to a
  /// foreign task.
  boolean absorbs(Throwable error) {
    CancelledError cancelled = CancelledError.in(error);
    return cancelled != null && isOutermostCancelled() && isAround(cancelled.scope());
  }

  boolean isOutermostCancelled() {
    return requested && (shield || parent == null || parent.cancellation == null);
  }

  /// Ends this scope. Tasks that were started in it and still run stay below its parent.
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    // An error that somebody keeps holds its scope, and must not hold a task that has ended.
    task = null;
    if (deadline != null) {
      loop.timers.remove(deadline);
    }
    CancelScope above = parent;
    if (above == null) {
      return;
    }
    for (CancelScope child = firstChild; child != null; child = firstChild) {
      child.unlink();
      child.link(above);
      Cancellation inherited = above.cancellation;
      if (child.cancellation == null && !child.shield && inherited != null) {
        child.spread(inherited);
      }
      if (deadline != null) {
        loop.waitGraph.lostDeadline(child);
      }
    }
    unlink();
  }

  /// Has `resource` closed when this scope ends, at the latest.
  void closeAtEnd(AutoCloseable resource) {
    if (resources == null) {
      resources = new ArrayList<>();
    }
    resources.add(resource);
  }

  void forget(AutoCloseable resource) {
    if (resources != null) {
      resources.remove(resource);
    }
  }

  /// What is still to be closed, and from now on forgotten.
  List<AutoCloseable> takeResources() {
    List<AutoCloseable> taken = resources == null ? List.of() : resources;
    resources = null;
    return taken;
  }

  /// The scope after this one in a walk of everything below `top`, this one first; null at the
  /// end.
  @Nullable
  CancelScope next(CancelScope top) {
    return firstChild != null ? firstChild : nextOutside(top);
  }

  private @Nullable CancelScope nextOutside(CancelScope top) {
    for (CancelScope scope = this; scope != null && scope != top; scope = scope.parent) {
      if (scope.nextSibling != null) {
        return scope.nextSibling;
      }
    }
    return null;
  }

  private void spread(Cancellation from) {
    CancelScope scope = this;
    while (scope != null) {
      boolean isBarrier = scope != this && (scope.shield || scope.cancellation != null);
      if (isBarrier) {
        scope = scope.nextOutside(this);
        continue;
      }
      scope.cancellation = from;
      Task<?> waiting = scope.task;
      if (waiting != null && waiting.scope == scope) {
        waiting.wakeIfCancellable();
      }
      scope = scope.next(this);
    }
  }

  /// Whether `inner` is this scope or somewhere below it.
  boolean isAround(CancelScope inner) {
    for (CancelScope scope = inner; scope != null; scope = scope.parent) {
      if (scope == this) {
        return true;
      }
    }
    return false;
  }

  // The first child's `previousSibling` is the last child: appending keeps the order of
  // creation, in which children are cancelled and listed, without one more field in every scope.
  private void link(CancelScope above) {
    parent = above;
    nextSibling = null;
    CancelScope first = above.firstChild;
    if (first == null) {
      above.firstChild = this;
      previousSibling = this;
      return;
    }
    CancelScope last = Objects.requireNonNull(first.previousSibling);
    last.nextSibling = this;
    previousSibling = last;
    first.previousSibling = this;
  }

  private void unlink() {
    CancelScope above = parent;
    if (above == null || previousSibling == null) {
      return;
    }
    CancelScope first = Objects.requireNonNull(above.firstChild);
    if (first == this) {
      above.firstChild = nextSibling;
    } else {
      previousSibling.nextSibling = nextSibling;
    }
    if (nextSibling != null) {
      nextSibling.previousSibling = previousSibling;
    } else if (first != this) {
      first.previousSibling = previousSibling;
    }
    previousSibling = null;
    nextSibling = null;
  }

  /// That a scope was cancelled, and why.
  private record Cancellation(CancelScope scope, String reason) {}

  /// The timer that cancels a scope.
  private static final class Deadline extends Timer {
    private final CancelScope scope;
    private Duration limit = Duration.ZERO;
    private long at;
    private boolean fired;
    private @Nullable WaitReason waitedFor;

    Deadline(CancelScope scope) {
      this.scope = scope;
    }

    void set(Duration fromNow) {
      limit = fromNow;
      at = scope.loop.now() + Durations.nanos(fromNow);
      scope.loop.timers.remove(this);
      scope.loop.timers.add(this, at);
    }

    @Override
    void fire() {
      if (scope.requested) {
        return;
      }
      fired = true;
      Task<?> waiting = scope.task;
      waitedFor = waiting == null ? null : waiting.waitReason();
      scope.cancelNow("timed out after " + Durations.format(limit));
    }
  }
}
