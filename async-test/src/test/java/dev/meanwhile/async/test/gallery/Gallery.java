package dev.meanwhile.async.test.gallery;

import java.util.List;

/// The classic mistakes of concurrent programs, as far as they exist where only one task runs at
/// a time: each is a wait in the wrong place.
///
/// `io()` stands for whatever a program waits for. How many of them a task makes before it comes
/// to the point is how long others have had by then: the mistakes do not show in the order that
/// the author had in mind.
final class Gallery {
  static final List<Bug> BUGS = List.of(
      AbaAcrossWaits.BUG,
      BarrierReuse.BUG,
      CacheStampede.BUG,
      CheckThenAct.BUG,
      DiningPhilosophers.BUG,
      DoubleClose.BUG,
      DoubleInit.BUG,
      EventOrder.BUG,
      IterationAcrossWaits.BUG,
      LeakedTask.BUG,
      LockOrder.BUG,
      LostWakeUp.BUG,
      MissedSignal.BUG,
      NonIdempotentRetry.BUG,
      PoolStarvation.BUG,
      PriorityInversion.BUG,
      ReadModifyWrite.BUG,
      RetryStorm.BUG,
      ShutdownDropsItem.BUG,
      StaleAnswer.BUG,
      StaleCacheFill.BUG,
      SwallowedPermit.BUG,
      TimeoutLosesResult.BUG,
      TornRead.BUG,
      UnboundedQueue.BUG,
      WriterStarvation.BUG,
      WrongWaiterWoken.BUG);

  private Gallery() {}
}
