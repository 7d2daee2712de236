package dev.meanwhile.async;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The JDK's scheduler of virtual threads, which every JVM has.
final class SharedCarrier implements LoopCarrier {
  private final Thread.Builder.OfVirtual threads =
      Thread.ofVirtual().inheritInheritableThreadLocals(false);
  private final Semaphore released = new Semaphore(0);

  @Override
  public Thread newThread(Runnable body) {
    return threads.unstarted(body);
  }

  @Override
  public boolean drive(long deadlineNanos) throws InterruptedException {
    return released.tryAcquire(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void release() {
    released.release();
  }

  @Override
  public String name() {
    return "shared";
  }
}
