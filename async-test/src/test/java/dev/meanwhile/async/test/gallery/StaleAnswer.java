package dev.meanwhile.async.test.gallery;

import static dev.meanwhile.async.test.gallery.Steps.*;

/// A search as one types: each keystroke asks, and shows what comes. The answer to the older
/// question may come last, and stays. Only the answer to the newest question may be shown.
final class StaleAnswer {
  static final Bug BUG = new Bug(
      "stale answer wins",
      "the answer to an older question overwrites the newer one",
      StaleAnswer.class,
      StaleAnswer::broken,
      StaleAnswer::fixed);

  private StaleAnswer() {}

  static void broken() {
    String[] shown = {""};
    together(() -> shown[0] = answer("a"), () -> shown[0] = answer("ab"));
    check(shown[0].equals("about ab"), "shown is " + shown[0]);
  }

  static void fixed() {
    String[] shown = {""};
    int[] newest = new int[1];
    together(() -> showIfNewest(1, "a", newest, shown), () -> showIfNewest(2, "ab", newest, shown));
    check(shown[0].equals("about ab"), "shown is " + shown[0]);
  }

  private static void showIfNewest(int number, String question, int[] newest, String[] shown) {
    newest[0] = Math.max(newest[0], number);
    String answer = answer(question);
    if (newest[0] == number) {
      shown[0] = answer;
    }
  }

  private static String answer(String question) {
    io(2);
    return "about " + question;
  }
}
