package dev.meanwhile.async.test.gallery;

import static dev.meanwhile.async.test.gallery.Steps.*;

import dev.meanwhile.async.Action;

/// The balance is checked, then the withdrawal is written to the journal, then the money is
/// taken. The wait in between lets another withdrawal pass the same check. The wait must come
/// before.
final class CheckThenAct {
  static final Bug BUG = new Bug(
      "check-then-act",
      "what was checked before a wait no longer holds after it",
      CheckThenAct.class,
      CheckThenAct::broken,
      CheckThenAct::fixed);

  private CheckThenAct() {}

  static void broken() {
    int[] balance = {100};
    Action withdraw = () -> {
      if (balance[0] >= 80) {
        io();
        balance[0] -= 80;
      }
    };
    together(withdraw, () -> later(withdraw));
    check(balance[0] == 20, "the balance is " + balance[0]);
  }

  static void fixed() {
    int[] balance = {100};
    Action withdraw = () -> {
      io();
      if (balance[0] >= 80) {
        balance[0] -= 80;
      }
    };
    together(withdraw, () -> later(withdraw));
    check(balance[0] == 20, "the balance is " + balance[0]);
  }

  private static void later(Action action) throws Exception {
    io(3);
    action.run();
  }
}
