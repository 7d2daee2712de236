import org.jspecify.annotations.NullMarked;

/// Asynchronous code for Java: tasks, scopes and the loop that runs them.
///
/// Start at [dev.meanwhile.async.Async]; for connections at [dev.meanwhile.async.net.Streams],
/// for other programs at [dev.meanwhile.async.process.Subprocess]. The module has no dependency
/// at run time.
@NullMarked
module dev.meanwhile.async {
  requires static org.jspecify;
  requires static java.management; // how much of a stall was garbage collection

  exports dev.meanwhile.async;
  exports dev.meanwhile.async.net;
  exports dev.meanwhile.async.process;
}
