package dev.meanwhile.async.net;

import static dev.meanwhile.async.Async.async;
import static dev.meanwhile.async.Async.createTask;
import static dev.meanwhile.async.Async.currentTask;
import static dev.meanwhile.async.Async.moveOnAfter;
import static dev.meanwhile.async.Async.shielded;
import static dev.meanwhile.async.Async.sleep;
import static dev.meanwhile.async.Async.taskGroup;

import dev.meanwhile.async.Action;
import dev.meanwhile.async.AsyncSemaphore;
import dev.meanwhile.async.BodyAction;
import dev.meanwhile.async.CancelScope;
import dev.meanwhile.async.CancelledError;
import dev.meanwhile.async.Coroutine;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.GroupOptions;
import dev.meanwhile.async.LoopReport;
import dev.meanwhile.async.Promise;
import dev.meanwhile.async.Task;
import dev.meanwhile.async.TaskGroup;
import dev.meanwhile.async.WaitKind;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A server that [Streams#serve] has started.
///
/// It takes no more clients at a time than its options allow; others wait in the machine's own
/// queue until one leaves.
///
/// **Failure.** A handler's failure is reported to the loop's exception handler and closes its
/// connection; that a handler was cancelled is not reported. Trouble in taking a client is
/// reported, and tried again after a second. **Cancellation.** It runs under the loop's root:
/// it ends when it is closed, or the loop is. **Threads.** For the tasks of one loop.
public final class StreamServer implements AutoCloseable {
  /*
   *   the server's task: a free place ──▶ accept ──▶ a task of its group: handler, close
   *          ▲                                              │
   *          └──────────────── gives its place back ────────┘
   *
   * The group ends with the server's task and awaits all handlers, so close() has one task to cancel
   * and one to wait for.
   */
  private static final Duration CLOSE_GRACE = Duration.ofSeconds(5);
  private static final Duration LAST_GRACE = Duration.ofSeconds(1);
  private static final Duration ACCEPT_PAUSE = Duration.ofSeconds(1);

  private final EventLoop loop = EventLoop.current();
  private final Network.Listener listener;
  private final InetSocketAddress address;
  private final ServeOptions options;
  private final BodyAction<Connection> handler;
  private final AsyncSemaphore places;
  private final Promise<@Nullable Void> ended;
  private final Task<@Nullable Void> task;

  // Confined to the loop.
  private final Map<Task<?>, Connection> clients = new LinkedHashMap<>();
  private boolean isClosed;

  private StreamServer(
      Network.Listener listener, ServeOptions options, BodyAction<Connection> handler) {
    this.listener = listener;
    this.address = listener.address();
    this.options = options;
    this.handler = handler;
    this.places = new AsyncSemaphore(options.maxConnections());
    this.ended = loop.createPromise(WaitKind.NETWORK, "the end of " + this);
    Coroutine<@Nullable Void> serving = async(toString(), this::run);
    this.task = createTask(serving);
    task.onDone(_ -> end());
  }

  static StreamServer start(
      Network.Listener listener, ServeOptions options, BodyAction<Connection> handler) {
    return new StreamServer(listener, options, handler);
  }

  /// Where it listens.
  public InetSocketAddress address() {
    return address;
  }

  /// The port on which it listens.
  public int port() {
    return address.getPort();
  }

  /// Takes no more clients, cancels the handlers and waits for them, for at most 5 s; then
  /// their connections are closed under them. What a handler wrote before is sent. A handler
  /// that closes its own server does not wait for itself. Closing twice does nothing.
  @Override
  public void close() {
    Confined.require(loop, "StreamServer.close");
    Task<?> self = currentTask();
    isClosed = true;
    listener.close();
    task.cancel("the server was closed");
    if (!clients.containsKey(self)) {
      shielded(this::awaitHandlers);
    }
  }

  /// Waits until the server has ended: closed by another task.
  ///
  /// @throws CancelledError if the current scope is cancelled
  public void awaitClosed() {
    Confined.require(loop, "StreamServer.awaitClosed");
    ended.await();
  }

  @Override
  public String toString() {
    return "server on " + Addresses.format(address);
  }

  private void awaitHandlers() {
    if (endsWithin(CLOSE_GRACE)) {
      return;
    }
    abortClients();
    if (!endsWithin(LAST_GRACE)) {
      report(
          LoopReport.Kind.LEFT_BEHIND,
          "handlers of the " + this + " did not end after their cancellation",
          null);
    }
  }

  private boolean endsWithin(Duration limit) {
    Action waiting = ended::await;
    return moveOnAfter(limit, waiting);
  }

  // --- in the server's own task ---

  private void run() {
    try {
      taskGroup(GroupOptions.defaults().supervised(), this::acceptAll);
    } catch (Throwable thrown) {
      if (isOwnCancel(thrown)) {
        throw (CancelledError) thrown;
      }
      report(LoopReport.Kind.CALLBACK_FAILURE, "the " + this + " ended: " + thrown, thrown);
    } finally {
      end();
    }
  }

  /// Also called when the task ended before it began, as tasks of a loop that closes do.
  private void end() {
    isClosed = true;
    listener.close();
    abortClients();
    ended.complete(null);
  }

  private void abortClients() {
    new ArrayList<>(clients.values()).forEach(Connection::abort);
  }

  private void acceptAll(TaskGroup group) {
    while (true) {
      places.acquire();
      Connection client = awaitClient();
      if (client == null) {
        return;
      }
      start(group, client);
    }
  }

  private void start(TaskGroup group, Connection client) {
    try {
      String name = "client " + Addresses.format(client.remoteAddress()) + " of the " + this;
      Coroutine<@Nullable Void> serving = async(name, () -> serve(client));
      clients.put(group.start(serving), client);
    } catch (Throwable failure) {
      client.abort();
      throw failure;
    }
  }

  /// The next client; null once the server is closed.
  private @Nullable Connection awaitClient() {
    while (!isClosed) {
      try {
        return Connection.over(listener.accept(), options.limit());
      } catch (Throwable failure) {
        if (isOwnCancel(failure)) {
          throw (CancelledError) failure;
        }
        if (!isClosed) {
          report(
              LoopReport.Kind.CALLBACK_FAILURE,
              "the " + this + " could not take a client: " + failure.getMessage(),
              failure);
          sleep(ACCEPT_PAUSE);
        }
      }
    }
    return null;
  }

  /// One client's task. Whatever its handler throws ends here: nobody awaits it.
  private void serve(Connection client) {
    try {
      handler.run(client);
    } catch (Throwable thrown) {
      if (isOwnCancel(thrown)) {
        throw (CancelledError) thrown;
      }
      report(
          LoopReport.Kind.CALLBACK_FAILURE,
          "the handler for " + Addresses.format(client.remoteAddress()) + " of the " + this
              + " failed: " + thrown,
          thrown);
    } finally {
      disconnect(client);
    }
  }

  private void disconnect(Connection client) {
    try {
      client.close();
    } finally {
      clients.remove(currentTask());
      places.release();
    }
  }

  private static boolean isOwnCancel(Throwable thrown) {
    return thrown instanceof CancelledError && CancelScope.current().isCancelled();
  }

  private void report(LoopReport.Kind kind, String message, @Nullable Throwable failure) {
    loop.report(new LoopReport(kind, message, failure));
  }
}
