package dev.meanwhile.news.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes all changes of this process, one after the other, on a thread of its own.
final class Writer implements AutoCloseable {
  /*
   * A commit waits for the disk, so changes that come while one is under way share the next. A
   * change that fails is undone to where it began and takes none of the others with it. Nobody is
   * told that a change is made before it is committed.
   *
   * The thread is a platform thread because SQLite works in native code, which holds its carrier.
   */
  private static final int MAX_GROUP = 500;
  private static final Logger LOGGER = LoggerFactory.getLogger(Writer.class);

  private final Handle handle;
  private final LinkedBlockingQueue<Change<?>> changes = new LinkedBlockingQueue<>();
  private final Change<@Nullable Void> end = new Change<>(_ -> null);
  private final Thread thread = new Thread(this::run, "meanwhile-store");
  private boolean isClosed; // guarded by this

  Writer(Handle handle) {
    this.handle = handle;
    thread.setDaemon(true);
    thread.start();
  }

  /// Makes a change and returns when it is committed. Blocks.
  ///
  /// @throws StoreException if it failed; then nothing of it is there
  <T extends @Nullable Object> T write(HandleCallback<T, RuntimeException> change) {
    Change<T> asked = new Change<>(change);
    synchronized (this) {
      if (isClosed) {
        throw new StoreException("the store is closed", null);
      }
      changes.add(asked);
    }
    return asked.await();
  }

  /// Makes the changes that were asked for, and ends. Blocks.
  @Override
  public void close() {
    synchronized (this) {
      if (!isClosed) {
        isClosed = true;
        changes.add(end);
      }
    }
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        isInterrupted = true; // what was promised has to get to the disk first
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<Change<?>> group = new ArrayList<>();
    try (handle) {
      while (!group.contains(end)) {
        group.clear();
        group.add(changes.take());
        changes.drainTo(group, MAX_GROUP - 1);
        write(group);
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      LOGGER.error("the store's writer ended", e);
      fail(group, e);
    }
    List<Change<?>> late = new ArrayList<>();
    synchronized (this) {
      isClosed = true;
      changes.drainTo(late);
    }
    fail(late, null);
  }

  private void write(List<Change<?>> group) {
    try {
      handle.begin();
      for (Change<?> change : group) {
        change.make(handle);
      }
      handle.commit();
    } catch (RuntimeException e) {
      rollback();
      fail(group, e);
    }
    group.forEach(Change::tell);
  }

  private void rollback() {
    try {
      handle.rollback();
    } catch (RuntimeException e) {
      LOGGER.warn("a group of changes could not be rolled back", e);
    }
  }

  private static void fail(List<Change<?>> group, @Nullable Throwable cause) {
    group.forEach(change -> change.fail(cause));
  }

  /// Something to change, and what came of it.
  private static final class Change<T extends @Nullable Object> {
    private static final String SAVEPOINT = "change";

    private final HandleCallback<T, RuntimeException> body;
    private final CompletableFuture<T> told = new CompletableFuture<>();

    private @Nullable Throwable failure;
    private @Nullable T result;

    Change(HandleCallback<T, RuntimeException> body) {
      this.body = body;
    }

    T await() {
      try {
        return told.join();
      } catch (java.util.concurrent.CompletionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof StoreException refused) {
          throw refused;
        }
        throw new StoreException("the store could not be changed", cause);
      }
    }

    void make(Handle handle) {
      handle.savepoint(SAVEPOINT);
      try {
        result = body.withHandle(handle);
        handle.releaseSavepoint(SAVEPOINT);
      } catch (RuntimeException e) {
        failure = e;
        handle.rollbackToSavepoint(SAVEPOINT);
      }
    }

    @SuppressWarnings("NullAway") // a change that may give null says so in T
    void tell() {
      Throwable failed = failure;
      if (failed != null) {
        told.completeExceptionally(failed);
      } else {
        told.complete(result);
      }
    }

    void fail(@Nullable Throwable cause) {
      told.completeExceptionally(
          cause == null ? new StoreException("the store is closed", null) : cause);
    }
  }
}
