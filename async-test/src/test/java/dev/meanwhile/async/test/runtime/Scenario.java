package dev.meanwhile.async.test.runtime;

/// A small program that uses one part of the runtime, and checks what must hold in any order and
/// whoever of it is cancelled.
///
/// @param name the part
/// @param program the program, for one run
record Scenario(String name, Program program) {
  /// Plays on a stage of its own, as the main task.
  interface Program {
    /// Starts the tasks, waits for them with [Stage#finish], and checks the account.
    void play(Stage stage) throws Exception;
  }

  @Override
  public String toString() {
    return name;
  }
}
