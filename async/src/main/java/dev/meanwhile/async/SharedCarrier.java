package dev.meanwhile.async;

/// The JDK's scheduler of virtual threads, which every JVM has.
final class SharedCarrier implements LoopCarrier {
  private final Thread.Builder.OfVirtual threads =
      Thread.ofVirtual().inheritInheritableThreadLocals(false);

  @Override
  public Thread newThread(Runnable body) {
    return threads.unstarted(body);
  }

  @Override
  public void open() {}

  @Override
  public void release() {}

  @Override
  public String name() {
    return "shared";
  }
}
