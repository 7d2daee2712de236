package dev.meanwhile.async.test.gallery;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.test.gallery.Steps.*;

/// A method starts a task, does its own work and returns; the task is expected to be ready by
/// then. Sometimes it is not, and goes on with what its owner has closed. A group ends when its
/// tasks have.
final class LeakedTask {
  static final Bug BUG = new Bug(
      "leaked task",
      "a task outlives what it works on",
      LeakedTask.class,
      LeakedTask::broken,
      LeakedTask::fixed);

  private LeakedTask() {}

  static void broken() {
    boolean[] isOpen = {true};
    createTask(() -> write(isOpen));
    io(4);
    isOpen[0] = false;
    io(8);
  }

  static void fixed() {
    boolean[] isOpen = {true};
    taskGroup(group -> {
      group.start(() -> write(isOpen));
      io(4);
    });
    isOpen[0] = false;
    io(8);
  }

  private static void write(boolean[] isOpen) {
    for (int line = 0; line < 3; line++) {
      check(isOpen[0], "written to a closed file");
      io();
    }
  }
}
