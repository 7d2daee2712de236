import org.jspecify.annotations.NullMarked;

/// Asynchronous code for Java: tasks, scopes and the loop that runs them.
///
/// Start at [dev.meanwhile.async.Async]. The module has no dependency at run time.
@NullMarked
module dev.meanwhile.async {
  requires static org.jspecify;
  requires static java.management; // how much of a stall was garbage collection

  exports dev.meanwhile.async;
}
