package dev.meanwhile.async;

/// A place where a number of tasks wait for each other: it opens when all have come.
///
/// {@snippet :
/// AsyncBarrier round = new AsyncBarrier(3);
/// // in each of three tasks:
/// prepare();
/// if (round.await() == 0) {
///   log("all three are ready");
/// }
/// }
///
/// When it has opened it can be used again. Who comes before the last one has left waits outside
/// and belongs to the next round, in the order of coming.
///
/// **Failure.** [#reset()] and [#abort()] end the waits with [BarrierBrokenException].
/// **Cancellation.** A cancelled waiter leaves, and the others wait for one more: unlike
/// [java.util.concurrent.CyclicBarrier], it does not break the barrier. One that is cancelled
/// after the barrier has opened for it has been counted. **Threads.** For the tasks and
/// callbacks of one loop: the first that uses it, and once that is closed, the next.
public final class AsyncBarrier {
  /*
   *              the last one has come             all have left
   *   FILLING ──────────────────────────▶ DRAINING ─────────────▶ FILLING
   *      │                                   │
   *      │ reset                             │ reset
   *      ▼                                   ▼
   *   RESETTING: those inside leave with a failure ──all have left──▶ FILLING
   *
   *   any ──abort──▶ BROKEN ──reset──▶ RESETTING
   *
   * `inside` counts those whose wait is over and whose turn has not come yet. While there are any the
   * barrier does not fill: `latecomers` wait outside, and when it fills again they are taken in before
   * anybody new. So latecomers is empty while it fills, and arrived is empty while it does not.
   */
  private enum State {
    FILLING,
    DRAINING,
    RESETTING,
    BROKEN
  }

  private final WaitLine<Party> arrived = new WaitLine<>();
  private final WaitLine<Party> latecomers = new WaitLine<>();
  private final HomeLoop home = new HomeLoop("the barrier", this::forget);
  private final int parties;
  private State state = State.FILLING;
  private int inside;

  /// A barrier that opens whenever `parties` tasks have come.
  ///
  /// @throws IllegalArgumentException if that is less than 1
  public AsyncBarrier(int parties) {
    if (parties < 1) {
      throw new IllegalArgumentException("a barrier for " + parties + " tasks");
    }
    this.parties = parties;
  }

  /// Waits until as many tasks have come as the barrier is for. The last one need not wait.
  ///
  /// @return which one of them the caller is: 0 for the first that came, up to `parties - 1`
  /// @throws BarrierBrokenException if the barrier is broken, or is reset or aborted before the
  ///     caller has left it
  /// @throws CancelledError if the current scope is cancelled
  /// @throws IllegalStateException if the caller is no task of the barrier's loop
  public int await() {
    Task<?> self = home.requireTask("AsyncBarrier.await");
    self.checkCancelled();
    if (state == State.BROKEN) {
      throw broken();
    }
    if (state == State.FILLING && arrived.size() == parties - 1) {
      open();
      return parties - 1;
    }
    Party party = new Party(self);
    (state == State.FILLING ? arrived : latecomers).await(party);
    boolean isOpen = party.isInside && state == State.DRAINING;
    depart(party);
    if (!isOpen) {
      throw broken();
    }
    return party.index;
  }

  /// Ends the waits of all who have come with [BarrierBrokenException], and starts anew: a
  /// broken barrier can be used again. Who waits outside for the next round is not disturbed.
  ///
  /// @throws IllegalStateException if the calling thread does not belong to the barrier's loop
  public void reset() {
    home.requireLoop("AsyncBarrier.reset");
    letIn();
    state = State.RESETTING;
    fillIfEmpty();
  }

  /// Breaks the barrier: all who wait, and all who come, get a [BarrierBrokenException] until it
  /// is reset.
  ///
  /// @throws IllegalStateException if the calling thread does not belong to the barrier's loop
  public void abort() {
    home.requireLoop("AsyncBarrier.abort");
    letIn();
    state = State.BROKEN;
    latecomers.serveAll();
  }

  /// How many tasks have come and wait for the others.
  public int waiting() {
    return arrived.size();
  }

  /// How many tasks it takes to open.
  public int parties() {
    return parties;
  }

  /// Whether it was aborted and not reset since.
  public boolean isBroken() {
    return state == State.BROKEN;
  }

  @Override
  public String toString() {
    String what = switch (state) {
      case FILLING -> arrived.size() + " of " + parties + " waiting";
      case DRAINING -> "open, " + inside + " of " + parties + " leaving";
      case RESETTING -> "being reset, " + inside + " leaving";
      case BROKEN -> "broken";
    };
    return "AsyncBarrier[" + what
        + (latecomers.isEmpty() ? "" : ", " + latecomers.size() + " outside") + "]";
  }

  private void open() {
    letIn();
    state = State.DRAINING;
    fillIfEmpty();
  }

  /// Ends the waits of all who have come; what it means for them, the state says in their turn.
  private void letIn() {
    int index = 0;
    for (Party party = arrived.first(); party != null; party = arrived.first()) {
      party.index = index++;
      party.isInside = true;
      inside++;
      arrived.serve(party);
    }
  }

  private void depart(Party party) {
    if (party.isInside) {
      inside--;
      fillIfEmpty();
    }
  }

  private void fillIfEmpty() {
    if (inside > 0 || state == State.BROKEN) {
      return;
    }
    state = State.FILLING;
    while (!latecomers.isEmpty() && arrived.size() < parties) {
      latecomers.moveFirstTo(arrived);
    }
    if (arrived.size() == parties) {
      open();
    }
  }

  private BarrierBrokenException broken() {
    return new BarrierBrokenException(
        state == State.BROKEN ? "the barrier is broken" : "the barrier was reset");
  }

  private void forget() {
    arrived.clear();
    latecomers.clear();
    inside = 0;
    if (state != State.BROKEN) {
      state = State.FILLING;
    }
  }

  private final class Party extends WaitLine.Waiter {
    private int index;
    private boolean isInside;

    Party(Task<?> task) {
      super(task);
    }

    @Override
    void passOn() {
      depart(this);
    }

    @Override
    public WaitReason reason() {
      return new WaitReason(
          WaitKind.SYNCHRONIZER, "a barrier (" + arrived.size() + " of " + parties + " have come)");
    }
  }
}
