package dev.meanwhile.async.test;

import dev.meanwhile.async.Task;
import dev.meanwhile.async.TurnObserver;
import org.jspecify.annotations.Nullable;

/// Sees a run turn by turn, and what is done to it on the way.
interface Witness extends TurnObserver {
  /// Something is done to the task, or to a callback, from outside the program.
  void happens(@Nullable Task<?> task, String what);
}
