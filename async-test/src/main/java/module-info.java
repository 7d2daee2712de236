import org.jspecify.annotations.NullMarked;

/// Tests of asynchronous code that take no time and come out the same every time.
///
/// Start at [dev.meanwhile.async.test.Simulation].
@NullMarked
module dev.meanwhile.async.test {
  requires transitive dev.meanwhile.async;
  requires static org.jspecify;
  requires static org.junit.jupiter.api; // for @SimulatedTest and NoLeaks only

  exports dev.meanwhile.async.test;
  exports dev.meanwhile.async.test.net;
}
