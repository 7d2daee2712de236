package dev.meanwhile.http;

import java.util.concurrent.atomic.AtomicLong;

/// What one request has moved so far, told by whichever thread moves it, and added up in the
/// session's [Counters].
final class Traffic {
  /// For requests of no session.
  static final Traffic NOBODYS = new Traffic(new Counters());

  private final Counters session;
  private final AtomicLong received = new AtomicLong();
  private volatile boolean hasBody;

  Traffic(Counters session) {
    this.session = session;
  }

  Counters session() {
    return session;
  }

  /// From now on a head is awaited, as after a redirect whose own body has begun.
  void beginHead() {
    hasBody = false;
  }

  /// From now on a body is on its way, and its pace counts.
  void beginBody() {
    hasBody = true;
  }

  boolean hasBody() {
    return hasBody;
  }

  /// Bytes of a body as they came.
  void receive(long count) {
    received.addAndGet(count);
    session.encodedBytes.add(count);
  }

  /// Bytes of a body with its codings undone.
  void decode(long count) {
    session.decodedBytes.add(count);
  }

  void connect(boolean isNew) {
    (isNew ? session.opened : session.reused).increment();
  }

  /// Bytes of bodies received so far.
  long received() {
    return received.get();
  }
}
