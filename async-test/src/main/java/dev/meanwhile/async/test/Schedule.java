package dev.meanwhile.async.test;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A schedule as text: where it deviates from first-in-first-out, and the seed of the program's
/// own randomness. `v1 random=2a: 3>1 7>2` chooses the second of those who are ready at the
/// fourth choice, and the third at the eighth; ` c17` at the end cancels at the 17th wait.
///
/// @param programSeed what the program's random numbers are made from
/// @param deviations in the order of their steps
/// @param cancelAt at which wait the task that waits is cancelled, counted from 1; 0 for a run
///     without a cancel that is looked at as one with it, and [#NO_CANCEL] for any other
record Schedule(long programSeed, List<Deviation> deviations, int cancelAt) {
  static final int NO_CANCEL = -1;

  private static final int LONGEST_SHOWN = 200;

  private static final Pattern HEAD = Pattern.compile("v1 random=([0-9a-f]{1,16}):((?: .*)?)");
  private static final Pattern DEVIATION = Pattern.compile("(\\d{1,9})>(\\d{1,9})");
  private static final Pattern CANCEL = Pattern.compile("c(\\d{1,9})");

  /// One choice that is not the first.
  ///
  /// @param step the choice, counted from 0; where only one is ready there is none to make
  /// @param choice who goes next, counted from the one that waits longest
  record Deviation(int step, int choice) {}

  Schedule {
    deviations = List.copyOf(deviations);
  }

  /// Reads what [#toString] writes.
  ///
  /// @throws IllegalArgumentException if that is no schedule
  static Schedule parse(String text) {
    Matcher head = HEAD.matcher(text.strip());
    if (!head.matches()) {
      throw none(text);
    }
    List<Deviation> deviations = new ArrayList<>();
    int cancelAt = NO_CANCEL;
    // Piece by piece, since a long repetition in a pattern overflows the matcher's stack.
    for (String word : head.group(2).split(" ", -1)) {
      if (word.isEmpty()) {
        continue;
      }
      Matcher deviation = DEVIATION.matcher(word);
      Matcher cancel = CANCEL.matcher(word);
      if (cancelAt == NO_CANCEL && deviation.matches()) {
        deviations.add(new Deviation(
            Integer.parseInt(deviation.group(1)), Integer.parseInt(deviation.group(2))));
      } else if (cancelAt == NO_CANCEL && cancel.matches()) {
        cancelAt = Integer.parseInt(cancel.group(1));
      } else {
        throw none(text);
      }
    }
    return new Schedule(Long.parseUnsignedLong(head.group(1), 16), deviations, cancelAt);
  }

  private static IllegalArgumentException none(String text) {
    String shown = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "..." : text;
    return new IllegalArgumentException("no schedule: \"" + shown + "\"");
  }

  /// The run that it tells.
  Plan plan() {
    return new Plan(new Policies.Deviating(deviations), programSeed, cancelAt);
  }

  @Override
  public String toString() {
    return "v1 random=" + Long.toHexString(programSeed) + ":"
        + deviations.stream()
            .map(deviation -> " " + deviation.step() + ">" + deviation.choice())
            .collect(Collectors.joining())
        + (cancelAt == NO_CANCEL ? "" : " c" + cancelAt);
  }
}
