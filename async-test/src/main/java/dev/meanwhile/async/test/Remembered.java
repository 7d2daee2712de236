package dev.meanwhile.async.test;

import dev.meanwhile.async.ReadyTurns;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// First in, first out, but for what a [ScheduleFile] says.
final class Remembered implements Policy {
  private final Turns turns = new Turns();
  private final Set<ScheduleFile.Line> open;

  Remembered(List<ScheduleFile.Line> lines) {
    this.open = new LinkedHashSet<>(lines);
  }

  /// Who is who in the run that this is for.
  Turns turns() {
    return turns;
  }

  @Override
  public int choose(ReadyTurns ready, int step) {
    String first = turns.name(ready.identity(0));
    int firstTurn = turns.next(ready.identity(0));
    for (ScheduleFile.Line line : open) {
      if (line instanceof ScheduleFile.Line.Before before
          && before.otherTurn() == firstTurn
          && before.other().equals(first)) {
        int index = index(ready, before.who(), before.turn());
        if (index > 0) {
          open.remove(line);
          return index;
        }
      }
    }
    return 0;
  }

  @Override
  public int preempt(Spot spot, ReadyTurns ready, int step) {
    String here = turns.name(spot.who());
    for (ScheduleFile.Line line : open) {
      if (line instanceof ScheduleFile.Line.Lost lost
          && lost.visit() == spot.visit()
          && lost.point().equals(spot.point())
          && lost.who().equals(here)) {
        int index = index(ready, lost.next(), lost.nextTurn());
        if (index > 0) {
          open.remove(line);
          return index;
        }
      }
    }
    return 0;
  }

  @Override
  public boolean happens(Spot spot, double probability, int step) {
    return open.remove(new ScheduleFile.Line.Fault(
        turns.name(spot.who()), spot.visit(), spot.point(), spot.fault()));
  }

  /// Whether somebody is cancelled at its wait of that number.
  boolean cancels(long identity, int wait) {
    return open.remove(new ScheduleFile.Line.Cancel(turns.name(identity), wait));
  }

  private int index(ReadyTurns ready, String who, int turn) {
    for (int i = 1; i < ready.count(); i++) {
      long identity = ready.identity(i);
      if (turns.next(identity) == turn && turns.name(identity).equals(who)) {
        return i;
      }
    }
    return 0;
  }

  @Override
  public String misfit() {
    List<String> misfits = new ArrayList<>();
    for (ScheduleFile.Line line : open) {
      String why = why(line);
      if (!why.isEmpty()) {
        misfits.add("\"" + line + "\": " + why);
      }
    }
    return misfits.stream().collect(Collectors.joining("; "));
  }

  /// Why a line that was never applied does not fit; empty if it came true by itself.
  private String why(ScheduleFile.Line line) {
    return switch (line) {
      case ScheduleFile.Line.Before(var who, var turn, var other, var otherTurn) -> {
        int when = turns.when(who, turn);
        int otherWhen = turns.when(other, otherTurn);
        boolean isTrue = when >= 0 && (otherWhen < 0 || when < otherWhen);
        yield isTrue ? "" : absence(who, turn, "was not ready by then");
      }
      case ScheduleFile.Line.Lost(var who, var _, var _, var next, var nextTurn) ->
        turns.knows(who)
            ? absence(next, nextTurn, "was not ready there, or nobody was there")
            : "there was no " + who;
      case ScheduleFile.Line.Fault(var who, var _, var point, var _) ->
        turns.knows(who) ? who + " was not at " + point + " so often" : "there was no " + who;
      case ScheduleFile.Line.Cancel(var who, var wait) -> {
        if (wait == 0) {
          yield "";
        }
        yield turns.knows(who) ? who + " did not wait so often" : "there was no " + who;
      }
    };
  }

  private String absence(String who, int turn, String otherwise) {
    if (!turns.knows(who)) {
      return "there was no " + who;
    }
    return turns.when(who, turn) < 0 ? who + " did not have so many turns" : who + " " + otherwise;
  }
}
