package dev.meanwhile.async;

import java.util.ArrayList;
import java.util.List;

/// What happened in a program on virtual time, with the time at which it did: `timeout@500ms`.
final class EventLog {
  private final List<String> events = new ArrayList<>();

  void add(String event) {
    events.add(event + "@" + EventLoop.current().time().toMillis() + "ms");
  }

  List<String> events() {
    return List.copyOf(events);
  }
}
