package dev.meanwhile.async;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A virtual thread of a loop: it runs a task, and afterwards what the loop has to do until
/// another thread is given the baton; a task that has not begun yet it may run itself. Without a
/// task of its own it only does the latter, which is how a run begins.
///
/// It is its thread's uncaught-exception handler, though only a broken loop leaves anything
/// uncaught: that is the one field of a thread that its maker may set and everyone may read, so
/// it tells at no cost, and without a thread-local in each of a million tasks, which loop a
/// thread belongs to.
final class LoopThread implements Runnable, Thread.UncaughtExceptionHandler {
  private static volatile boolean hasOneEnded;

  final Loop loop;

  // The task that it runs, and its thread. Written by whoever holds the baton.
  private @Nullable Task<?> task;
  private @Nullable Thread thread;

  // Written by whoever gives the baton, read by the thread that gets it.
  private volatile boolean hasBaton;

  // Confined to this thread.
  private boolean wasInterrupted;

  LoopThread(Loop loop, @Nullable Task<?> task) {
    this.loop = loop;
    this.task = task;
  }

  /// Has a virtual thread end, if none has yet. What the JDK does at such an end is not loaded
  /// before, and where a program begins with a million tasks that wait, all their frames are
  /// compiled without it: each would be left to the interpreter when its task ends.
  static void endOne(LoopCarrier carrier) {
    if (!hasOneEnded) {
      hasOneEnded = true;
      carrier.newThread(() -> {}).start();
    }
  }

  static @Nullable LoopThread currentOrNull() {
    return Thread.currentThread().getUncaughtExceptionHandler() instanceof LoopThread self
        ? self
        : null;
  }

  /// Its task, if that is what runs now, rather than a callback or the loop itself.
  @Nullable
  Task<?> runningTask() {
    return task != null && loop.running() == task ? task : null;
  }

  @Nullable
  Task<?> task() {
    return task;
  }

  /// Gives the baton to a thread that does not exist yet.
  void start() {
    Thread created = loop.carrier.newThread(this);
    created.setUncaughtExceptionHandler(this);
    if (created.getContextClassLoader() != loop.classLoader) {
      created.setContextClassLoader(loop.classLoader);
    }
    thread = created;
    created.start();
  }

  /// Gives the baton to this thread, which waits for it.
  void grant() {
    hasBaton = true;
    LockSupport.unpark(thread);
  }

  /// Waits for the baton. An interrupt ends no wait; it is kept for the task's next turn.
  void awaitBaton() {
    // What follows a wait in the same method is compiled before it has ever run when a million
    // tasks begin to wait first, and each of them pays microseconds for that when it goes on (a
    // deoptimisation of its frozen frame). So the methods on the stack of a waiting task do
    // nothing after the wait but call others.
    LockSupport.park();
    takeBaton();
  }

  private void takeBaton() {
    keepInterrupt();
    while (!hasBaton) {
      LockSupport.park();
      keepInterrupt();
    }
    hasBaton = false;
  }

  /// Takes an interrupt off the thread, which could not park else.
  void keepInterrupt() {
    wasInterrupted |= Thread.interrupted();
  }

  /// Puts it back, when the task goes on.
  void restoreInterrupt() {
    if (wasInterrupted) {
      wasInterrupted = false;
      Thread.currentThread().interrupt();
    }
  }

  /// Puts this back as its thread's handler, if the task has set another: who runs next on the
  /// thread could not tell else whose it is.
  void identify() {
    Thread self = Thread.currentThread();
    if (self.getUncaughtExceptionHandler() != this) {
      self.setUncaughtExceptionHandler(this);
    }
  }

  StackTraceElement[] stack() {
    Thread runner = thread;
    return runner == null ? new StackTraceElement[0] : runner.getStackTrace();
  }

  @Override
  public void run() {
    Task<?> mine = task;
    if (mine != null) {
      mine.execute();
    }
    runOthers(); // a method of its own: see awaitBaton
  }

  private void runOthers() {
    for (Task<?> next = doLoopsWork(); next != null; next = doLoopsWork()) {
      next.execute();
    }
  }

  /// Does the loop's work until somebody has a turn: a task that has not begun may do so on this
  /// thread, if that can be made as good as new.
  ///
  /// @return that task; null if the baton is gone
  private @Nullable Task<?> doLoopsWork() {
    Task<?> next = loop.next();
    ThreadReset reset = ThreadReset.available();
    if (next == null || next.thread != null || reset == null) {
      task = null;
      loop.handTo(next);
      return null;
    }
    reset.reset(Thread.currentThread(), loop.classLoader);
    wasInterrupted = false;
    task = next;
    next.thread = this;
    return next;
  }

  @Override
  public void uncaughtException(Thread t, Throwable e) {
    loop.crash(e);
  }
}
