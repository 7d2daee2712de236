package dev.meanwhile.async.test.guide;

import static dev.meanwhile.async.Async.sleep;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Knows what things cost, and takes 20 ms to answer.
final class Shop {
  private final Map<String, Integer> prices = new HashMap<>(Map.of("tea", 100));
  private int asked;

  int ask(String item) {
    asked++;
    int price = prices.getOrDefault(item, 0);
    sleep(Duration.ofMillis(20)); // the way back
    return price;
  }

  void raise(String item) {
    prices.merge(item, 1, Integer::sum);
  }

  int asked() {
    return asked;
  }
}
