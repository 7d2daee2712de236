package dev.meanwhile.async.test;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// A run in 64 bits: everything that another JVM needs to make the same choices again.
///
/// @param bits the run, as [SimulationFailure#seed()] gives it
record Token(long bits) {
  /*
   *   63..61  how: 1 random, 2 PCT, 3 POS, 4 deviations listed, 5 deviations that do not fit,
   *           6 cancel at a wait
   *
   *   random, POS   60..0   the seed
   *   PCT           60..56  depth   55..51  binary logarithm of the number of choices   50..0  the seed
   *   deviations    60..59  how many, each of 19 bits: 13 for the step, 6 for the choice
   *
   *   cancel        31..0   at which wait
   *
   * Zero and every other value of the first three bits are no run's.
   */
  private static final int RANDOM = 1;
  private static final int PCT = 2;
  private static final int POS = 3;
  private static final int LISTED = 4;
  private static final int UNLISTED = 5;
  private static final int CANCEL = 6;

  private static final int KIND_SHIFT = 61;
  private static final long SEED_BITS = (1L << KIND_SHIFT) - 1;
  private static final int DEPTH_SHIFT = 56;
  private static final int CHOICES_SHIFT = 51;
  private static final long PCT_SEED_BITS = (1L << CHOICES_SHIFT) - 1;
  private static final int COUNT_SHIFT = 59;
  private static final int MAX_LISTED = 3;
  private static final int STEP_BITS = 13;
  private static final int CHOICE_BITS = 6;
  private static final int PAIR_BITS = STEP_BITS + CHOICE_BITS;

  /// The program's own randomness, where no seed says otherwise.
  static final long PROGRAM_SEED = 0x6d65616e7768696cL;

  static Token random(long seed) {
    return new Token(kind(RANDOM) | (seed & SEED_BITS));
  }

  static Token pos(long seed) {
    return new Token(kind(POS) | (seed & SEED_BITS));
  }

  static Token pct(long seed, int depth, int choices) {
    long logarithm = 32L - Integer.numberOfLeadingZeros(Math.max(1, choices - 1));
    return new Token(kind(PCT)
        | ((long) depth << DEPTH_SHIFT)
        | (logarithm << CHOICES_SHIFT)
        | (seed & PCT_SEED_BITS));
  }

  static Token deviations(List<Schedule.Deviation> deviations) {
    long bits = kind(LISTED) | ((long) deviations.size() << COUNT_SHIFT);
    boolean fits = deviations.size() <= MAX_LISTED;
    for (int i = 0; i < deviations.size() && fits; i++) {
      Schedule.Deviation deviation = deviations.get(i);
      fits = deviation.step() >> STEP_BITS == 0 && deviation.choice() >> CHOICE_BITS == 0;
      long packed = ((long) deviation.step() << CHOICE_BITS) | deviation.choice();
      bits |= packed << (i * PAIR_BITS);
    }
    return new Token(fits ? bits : kind(UNLISTED));
  }

  /// First in, first out, with a cancel as [Schedule#cancelAt] says.
  static Token cancelAt(int wait) {
    return new Token(kind(CANCEL) | wait);
  }

  /// The whole run.
  ///
  /// @throws IllegalArgumentException if this is no run's token
  Plan plan() {
    if (kind() != CANCEL) {
      return Plan.of(policy(), programSeed());
    }
    if ((bits & SEED_BITS) > Integer.MAX_VALUE) {
      throw none();
    }
    return Plan.cancelAt((int) bits);
  }

  /// Whether [#plan] gives the run: one with many deviations has no room here.
  boolean isWhole() {
    return kind() != UNLISTED;
  }

  /// At which wait it cancels: see [Schedule#cancelAt].
  int cancelAt() {
    return kind() == CANCEL ? (int) bits : Schedule.NO_CANCEL;
  }

  /// The seed of the program's own randomness.
  long programSeed() {
    return kind() >= LISTED ? PROGRAM_SEED : bits ^ PROGRAM_SEED;
  }

  private Policy policy() {
    return switch (kind()) {
      case RANDOM -> Policies.random(new SplittableRandom(bits & SEED_BITS));
      case POS -> Policies.pos(new SplittableRandom(bits & SEED_BITS));
      case PCT -> {
        int depth = (int) (bits >>> DEPTH_SHIFT) & 31;
        if (depth == 0) {
          throw none();
        }
        int choices = 1 << ((int) (bits >>> CHOICES_SHIFT) & 31);
        yield Policies.pct(new SplittableRandom(bits & PCT_SEED_BITS), depth, choices);
      }
      case LISTED -> new Policies.Deviating(listed());
      case UNLISTED ->
        throw new IllegalArgumentException(
            "this run has too many deviations for a seed: replay it by its schedule()");
      default -> throw none();
    };
  }

  private IllegalArgumentException none() {
    return new IllegalArgumentException(bits + " is no seed that a SimulationFailure has given");
  }

  private static long kind(int kind) {
    return (long) kind << KIND_SHIFT;
  }

  private int kind() {
    return (int) (bits >>> KIND_SHIFT);
  }

  private List<Schedule.Deviation> listed() {
    int count = (int) (bits >>> COUNT_SHIFT) & 3;
    List<Schedule.Deviation> deviations = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int packed = (int) (bits >>> (i * PAIR_BITS)) & ((1 << PAIR_BITS) - 1);
      deviations.add(
          new Schedule.Deviation(packed >> CHOICE_BITS, packed & ((1 << CHOICE_BITS) - 1)));
    }
    return deviations;
  }
}
