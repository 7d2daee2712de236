import org.jspecify.annotations.NullMarked;

/// The listings of an introduction to asynchronous programming, as programs.
///
/// [dev.meanwhile.examples.Tour] runs them.
@NullMarked
module dev.meanwhile.examples {
  requires transitive dev.meanwhile.async;
  requires transitive dev.meanwhile.http;
  requires tools.jackson.databind;
  requires static org.jspecify;

  exports dev.meanwhile.examples;
}
