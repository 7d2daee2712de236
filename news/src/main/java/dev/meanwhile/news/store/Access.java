package dev.meanwhile.news.store;

import dev.meanwhile.async.Async;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.OutsideWork;
import dev.meanwhile.async.WaitKind;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jdbi.v3.core.HandleCallback;
import org.jspecify.annotations.Nullable;

/// How tasks of a loop, and other threads, get at the database.
final class Access implements AutoCloseable {
  private final Readers readers;
  private final Writer writer;
  private final OutsideWork writing;

  Access(Database database, Writer writer) {
    this.readers = new Readers(database);
    this.writer = writer;
    // All that such a thread does is wait for the writer.
    Executor waiting = OutsideWork.networkThreads();
    this.writing = OutsideWork.on(WaitKind.BLOCKING, "writing into the store", waiting);
  }

  /// Reads; a task lets others run meanwhile.
  <T extends @Nullable Object> T read(HandleCallback<T, RuntimeException> query) {
    return isTask() ? Async.blocking(() -> readers.read(query)) : readers.read(query);
  }

  /// Makes a change, and returns when it is committed. A task lets others run meanwhile, and is
  /// cancelled before it or after it: whether the change was made is always known.
  <T extends @Nullable Object> T write(HandleCallback<T, RuntimeException> change) {
    if (!isTask()) {
      return writer.write(change);
    }
    Callable<T> body = () -> writer.write(change);
    return Async.shielded(() -> writing.call(body));
  }

  private static boolean isTask() {
    try {
      EventLoop.current();
      return true;
    } catch (IllegalStateException _) {
      return false;
    }
  }

  @Override
  public void close() {
    writer.close();
    readers.close();
  }
}
