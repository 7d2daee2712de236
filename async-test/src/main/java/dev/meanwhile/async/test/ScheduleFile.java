package dev.meanwhile.async.test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A schedule that outlives small changes of the program: it tells its deviations by who was
/// concerned rather than by the number of the step. Whatever it does not mention goes first in,
/// first out.
///
/// @param programSeed what the program's random numbers are made from
/// @param lines in the order in which they happened
record ScheduleFile(long programSeed, List<Line> lines) {
  private static final String HEADER = "meanwhile schedule 1";

  ScheduleFile {
    lines = List.copyOf(lines);
  }

  /// One deviation.
  sealed interface Line {
    /// `turn` of `who` comes before `otherTurn` of `other`.
    record Before(String who, int turn, String other, int otherTurn) implements Line {
      @Override
      public String toString() {
        return "turn " + turn + " of " + who + " before turn " + otherTurn + " of " + other;
      }
    }

    /// `who` loses its turn at a fault point, to `next` with its turn `nextTurn`.
    record Lost(String who, int visit, String point, String next, int nextTurn) implements Line {
      @Override
      public String toString() {
        return "visit " + visit + " of " + who + " at " + point + " lost to turn " + nextTurn
            + " of " + next;
      }
    }

    /// One of the exploration's faults happens.
    record Fault(String who, int visit, String point, int fault) implements Line {
      @Override
      public String toString() {
        return "fault " + (fault + 1) + " at visit " + visit + " of " + who + " at " + point;
      }
    }

    /// `who` is cancelled at its wait of that number; nobody if it is 0.
    record Cancel(String who, int number) implements Line {
      @Override
      public String toString() {
        return "cancel at wait " + number + " of " + who;
      }
    }
  }

  /// Reads what [#text] writes.
  ///
  /// @throws IllegalArgumentException if that is none, naming the line
  static ScheduleFile parse(String text) {
    List<String> rows = text.lines().filter(row -> !row.isBlank()).toList();
    if (rows.size() < 2 || !rows.getFirst().equals(HEADER)) {
      throw new IllegalArgumentException("no schedule file: it does not begin with " + HEADER);
    }
    List<Line> lines = new ArrayList<>();
    for (String row : rows.subList(2, rows.size())) {
      lines.add(line(row));
    }
    String[] random = rows.get(1).split("\t", -1);
    try {
      return new ScheduleFile(Long.parseUnsignedLong(random[1], 16), lines);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException broken) {
      throw new IllegalArgumentException(
          "no line of a schedule file: \"" + rows.get(1) + "\"", broken);
    }
  }

  private static Line line(String row) {
    String[] fields = row.split("\t", -1);
    for (int i = 0; i < fields.length; i++) {
      fields[i] = fields[i].translateEscapes();
    }
    try {
      return switch (fields[0]) {
        case "turn" -> new Line.Before(fields[1], number(fields[2]), fields[3], number(fields[4]));
        case "lost" ->
          new Line.Lost(fields[1], number(fields[2]), fields[3], fields[4], number(fields[5]));
        case "fault" -> new Line.Fault(fields[1], number(fields[2]), fields[3], number(fields[4]));
        case "cancel" -> new Line.Cancel(fields[1], number(fields[2]));
        default ->
          throw new IllegalArgumentException("no line of a schedule file: \"" + row + "\"");
      };
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException broken) {
      throw new IllegalArgumentException("no line of a schedule file: \"" + row + "\"", broken);
    }
  }

  private static int number(String field) {
    return Integer.parseInt(field);
  }

  /// The file: a row for each line, its fields separated by tabulators.
  String text() {
    return HEADER + "\nrandom\t" + Long.toHexString(programSeed) + "\n"
        + lines.stream().map(line -> row(line) + "\n").collect(Collectors.joining());
  }

  private static String row(Line line) {
    return switch (line) {
      case Line.Before(var who, var turn, var other, var otherTurn) ->
        row("turn", who, turn, other, otherTurn);
      case Line.Lost(var who, var visit, var point, var next, var nextTurn) ->
        row("lost", who, visit, point, next, nextTurn);
      case Line.Fault(var who, var visit, var point, var fault) ->
        row("fault", who, visit, point, fault);
      case Line.Cancel(var who, var wait) -> row("cancel", who, wait);
    };
  }

  private static String row(Object... fields) {
    List<String> escaped = new ArrayList<>();
    for (Object field : fields) {
      escaped.add(field
          .toString()
          .replace("\\", "\\\\")
          .replace("\t", "\\t")
          .replace("\n", "\\n")
          .replace("\r", "\\r"));
    }
    return String.join("\t", escaped);
  }

  /// The run that it tells.
  Plan plan() {
    boolean cancels = lines.stream().anyMatch(Line.Cancel.class::isInstance);
    return new Plan(
        new Remembered(lines), programSeed, cancels ? Plan.CANCEL_TOLD : Schedule.NO_CANCEL);
  }
}
