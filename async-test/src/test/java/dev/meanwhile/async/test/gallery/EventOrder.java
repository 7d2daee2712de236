package dev.meanwhile.async.test.gallery;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.test.gallery.Steps.*;

import java.util.ArrayList;
import java.util.List;

/// Answers are kept as they come, and matched with the questions by their places. Nobody
/// promised that they come in the order in which they were asked for. `gather` gives them in
/// that order.
final class EventOrder {
  static final Bug BUG = new Bug(
      "assumed order of events",
      "answers are matched with questions by the order in which they come",
      EventOrder.class,
      EventOrder::broken,
      EventOrder::fixed);

  private EventOrder() {}

  static void broken() {
    List<Integer> answers = new ArrayList<>();
    together(
        () -> answers.add(square(1)), () -> answers.add(square(2)), () -> answers.add(square(3)));
    check(answers.equals(List.of(1, 4, 9)), "the squares are " + answers);
  }

  static void fixed() {
    List<Integer> answers =
        await(gather(async(() -> square(1)), async(() -> square(2)), async(() -> square(3))));
    check(answers.equals(List.of(1, 4, 9)), "the squares are " + answers);
  }

  private static int square(int number) {
    io();
    return number * number;
  }
}
