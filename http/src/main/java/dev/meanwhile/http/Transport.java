package dev.meanwhile.http;

/// What carries one request to a server and its answer back: the one seam below a
/// [ClientSession].
///
/// There are two here: the real one, over connections, and [InMemoryTransport] for tests and
/// demonstrations; the module `http-test` has one over a simulated network. Redirects, default
/// headers, slots, the governor and deadlines are the session's and above the seam; names,
/// addresses, connections and content codings are below it.
public interface Transport extends AutoCloseable {
  /// Makes one request, without following redirects, and waits for the head of the answer.
  ///
  /// Called in a task, which waits here. The request is complete: it has all its headers,
  /// [Request#maxBody] is the limit in force, and a guard of its own includes that of
  /// [#guardedBy]. The body of the reply gives what is to be read: content codings undone, and an
  /// [HttpException] where it is longer than that limit.
  ///
  /// @throws HttpException if there is no answer
  /// @throws dev.meanwhile.async.CancelledError if the current scope is cancelled, as by the
  ///     deadline; what was opened is closed then
  Reply exchange(Request request);

  /// The same transport, connecting only to addresses that `guard` permits; asked for when a
  /// session is opened, of whose guard it is. One that knows no addresses is its own.
  default Transport guardedBy(AddressGuard guard) {
    return this;
  }

  /// Ends what is under way and closes all connections. Does not wait.
  @Override
  default void close() {}
}
