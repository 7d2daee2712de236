import org.jspecify.annotations.NullMarked;

/// HTTP over a simulated network: a transport for sessions, and servers for it.
///
/// Start at [dev.meanwhile.http.test.SimulatedTransport].
@NullMarked
module dev.meanwhile.http.test {
  requires transitive dev.meanwhile.async.test;
  requires transitive dev.meanwhile.http;
  requires static org.jspecify;

  exports dev.meanwhile.http.test;
}
