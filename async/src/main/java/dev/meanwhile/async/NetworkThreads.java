package dev.meanwhile.async;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/// The virtual threads on which calls to sockets block, shared by all loops of a process.
///
/// They are no one's tasks. How many there are is bounded by those who use them: a connection has
/// at most one read and one write under way, a session a call for each of its slots.
final class NetworkThreads implements Executor {
  // A virtual thread runs on the scheduler of the thread that makes it. One made by a task of a
  // loop that carries its own tasks would share that loop's single thread, and die with it. So
  // the first worker is made by a platform thread, and every other one by a worker: all of them
  // run on the JDK's scheduler.
  //
  //   execute ──▶ queue ──▶ an idle worker makes the call;
  //                         if no other is idle, it makes the next worker before
  //
  // So there is always an idle worker, or one about to be, and a call is one hand-over to a
  // parked thread.
  private static final int KEPT_IDLE = 64;

  static final NetworkThreads SHARED = new NetworkThreads();

  private final LinkedTransferQueue<Runnable> queue = new LinkedTransferQueue<>();
  private final AtomicInteger idle = new AtomicInteger();
  private final ThreadFactory workers =
      Thread.ofVirtual().name("meanwhile-network-", 1).factory();

  private NetworkThreads() {
    Thread.ofPlatform().daemon().name("meanwhile-network").start(this::startWorker);
  }

  @Override
  public void execute(Runnable call) {
    queue.add(call);
  }

  private void startWorker() {
    idle.incrementAndGet();
    workers.newThread(this::work).start();
  }

  private void work() {
    while (true) {
      Runnable call = next();
      if (idle.decrementAndGet() == 0) {
        startWorker();
      }
      call.run();
      if (idle.get() >= KEPT_IDLE) {
        return;
      }
      idle.incrementAndGet();
    }
  }

  private Runnable next() {
    while (true) {
      try {
        return queue.take();
      } catch (InterruptedException _) {
        // An interrupt is for a call, and that has ended: there is nothing to stop here.
      }
    }
  }
}
