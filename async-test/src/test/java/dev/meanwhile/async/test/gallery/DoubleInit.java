package dev.meanwhile.async.test.gallery;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.test.gallery.Steps.*;

import dev.meanwhile.async.Action;
import dev.meanwhile.async.Task;
import java.util.HashMap;
import java.util.Map;

/// The first who needs the connection makes it, and keeps it when it is there. Who comes
/// meanwhile finds none and makes another. What must be kept, before any wait, is the task that
/// makes it.
final class DoubleInit {
  static final Bug BUG = new Bug(
      "initialised twice",
      "who comes while it is being made makes another one",
      DoubleInit.class,
      DoubleInit::broken,
      DoubleInit::fixed);

  private DoubleInit() {}

  static void broken() {
    int[] made = new int[1];
    Map<String, String> kept = new HashMap<>();
    Action use = () -> {
      if (!kept.containsKey("connection")) {
        kept.put("connection", connect(made));
      }
    };
    together(use, () -> laterUse(use));
    check(made[0] == 1, "made " + made[0] + " times");
  }

  static void fixed() {
    int[] made = new int[1];
    Map<String, Task<String>> kept = new HashMap<>();
    Action use = () -> {
      if (!kept.containsKey("connection")) {
        kept.put("connection", createTask(() -> connect(made)));
      }
      await(kept.get("connection"));
    };
    together(use, () -> laterUse(use));
    check(made[0] == 1, "made " + made[0] + " times");
  }

  private static String connect(int[] made) {
    io();
    return "connection " + ++made[0];
  }

  private static void laterUse(Action use) throws Exception {
    io(3);
    use.run();
  }
}
