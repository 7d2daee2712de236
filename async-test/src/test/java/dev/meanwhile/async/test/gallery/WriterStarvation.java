package dev.meanwhile.async.test.gallery;

import static dev.meanwhile.async.test.gallery.Steps.*;

import dev.meanwhile.async.Action;
import dev.meanwhile.async.AsyncCondition;
import java.util.function.BooleanSupplier;

/// A readers-writer lock made by hand that lets readers in while others read. Readers who
/// relieve each other keep the writer out for as long as they like. New readers must wait
/// behind a writer.
final class WriterStarvation {
  static final Bug BUG = new Bug(
      "writer starvation",
      "readers who relieve each other keep a writer out",
      WriterStarvation.class,
      WriterStarvation::broken,
      WriterStarvation::fixed);

  private WriterStarvation() {}

  static void broken() {
    ReadersWriter lock = new ReadersWriter();
    readAndWrite(lock, () -> true);
  }

  static void fixed() {
    ReadersWriter lock = new ReadersWriter();
    readAndWrite(lock, () -> !lock.isWriterWaiting);
  }

  private static void readAndWrite(ReadersWriter lock, BooleanSupplier mayRead) {
    Action readOften = () -> {
      for (int i = 0; i < 5; i++) {
        lock.read(mayRead);
        io();
      }
    };
    together(readOften, readOften, () -> {
      io();
      lock.write();
    });
    check(lock.passed <= 2, lock.passed + " readers passed the writer");
  }

  private static final class ReadersWriter {
    private final AsyncCondition changed = new AsyncCondition();
    private int readers;
    private boolean isWriterWaiting;
    private int passed;

    void read(BooleanSupplier mayRead) {
      changed.lock().with(() -> {
        changed.awaitUntil(mayRead);
        readers++;
        passed += isWriterWaiting ? 1 : 0;
      });
      io();
      changed.lock().with(() -> {
        readers--;
        changed.signalAll();
      });
    }

    void write() {
      changed.lock().with(() -> {
        isWriterWaiting = true;
        changed.awaitUntil(() -> readers == 0);
        isWriterWaiting = false;
        changed.signalAll();
      });
    }
  }
}
