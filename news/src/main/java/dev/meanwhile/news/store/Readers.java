package dev.meanwhile.news.store;

import java.util.concurrent.ConcurrentLinkedDeque;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jspecify.annotations.Nullable;

/// Connections for reading, kept for the next one who reads.
final class Readers implements AutoCloseable {
  private final Database database;
  private final ConcurrentLinkedDeque<Handle> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean isClosed;

  Readers(Database database) {
    this.database = database;
  }

  /// Reads, and sees what was written before. Blocks.
  <T extends @Nullable Object> T read(HandleCallback<T, RuntimeException> query) {
    if (isClosed) {
      throw new StoreException("the store is closed", null);
    }
    Handle known = idle.poll();
    Handle handle = known == null ? database.open() : known;
    boolean isWell = false;
    try {
      T result = query.withHandle(handle);
      isWell = true;
      return result;
    } finally {
      if (isWell && !isClosed) {
        idle.push(handle);
      } else {
        handle.close();
      }
    }
  }

  /// Closes what is idle; readings that are under way close theirs.
  @Override
  public void close() {
    isClosed = true;
    for (Handle handle = idle.poll(); handle != null; handle = idle.poll()) {
      handle.close();
    }
  }
}
