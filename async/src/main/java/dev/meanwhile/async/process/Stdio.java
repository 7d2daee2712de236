package dev.meanwhile.async.process;

/// What one of a process's three streams is connected to.
public enum Stdio {
  /// To this program: there is a reader or a writer for it.
  PIPE,

  /// To whatever this program's own is connected to.
  INHERIT,

  /// To nothing: input ends at once, output is dropped.
  NOTHING,

  /// Only for errors: to the process's own output.
  OUTPUT
}
