package dev.meanwhile.async.test;

import java.util.List;

/// What is settled before a run begins.
///
/// @param policy makes the choices
/// @param programSeed what the program's random numbers are made from
/// @param cancelAt the wait at which the task that waits is cancelled, see [Schedule#cancelAt]
record Plan(Policy policy, long programSeed, int cancelAt) {
  /// It is the policy that tells where to cancel.
  static final int CANCEL_TOLD = Integer.MAX_VALUE;

  static Plan of(Policy policy, long programSeed) {
    return new Plan(policy, programSeed, Schedule.NO_CANCEL);
  }

  /// First in, first out, and a cancel on the way.
  static Plan cancelAt(int wait) {
    return new Plan(new Policies.Deviating(List.of()), Token.PROGRAM_SEED, wait);
  }
}
