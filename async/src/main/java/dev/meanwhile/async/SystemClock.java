package dev.meanwhile.async;

import java.time.InstantSource;

/// The machine's clock.
final class SystemClock extends LoopClock {
  private final long start = System.nanoTime();

  @Override
  long nanos() {
    return System.nanoTime() - start;
  }

  @Override
  InstantSource instants() {
    return InstantSource.system();
  }

  @Override
  boolean isVirtual() {
    return false;
  }

  @Override
  void jump(long nanos) {
    throw new UnsupportedOperationException("the machine's clock does not jump");
  }
}
