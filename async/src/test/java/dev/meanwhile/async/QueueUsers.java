package dev.meanwhile.async;

import static dev.meanwhile.async.Async.createTask;

import java.util.ArrayList;
import java.util.List;

/// Tasks that use queues and note what became of it.
final class QueueUsers {
  final List<String> log = new ArrayList<>();

  Task<?> taking(AsyncQueue<String> from) {
    return createTask(() -> {
      try {
        return log.add(from.take());
      } catch (QueueClosedException closed) {
        return log.add("closed");
      }
    });
  }

  Task<?> putting(AsyncQueue<String> into, String item) {
    return createTask(() -> {
      try {
        into.put(item);
        return log.add("put " + item);
      } catch (QueueClosedException closed) {
        return log.add("refused " + item);
      }
    });
  }
}
