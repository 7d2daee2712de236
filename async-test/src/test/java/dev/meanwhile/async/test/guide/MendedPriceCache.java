package dev.meanwhile.async.test.guide;

import dev.meanwhile.async.EventLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// The class that the guide tests, without the bug.
final class MendedPriceCache {
  private record Known(int price, Duration until) {}

  private final Function<String, Integer> shop;
  private final Duration freshFor;
  private final Map<String, Known> known = new HashMap<>();
  private int changes;

  MendedPriceCache(Function<String, Integer> shop, Duration freshFor) {
    this.shop = shop;
    this.freshFor = freshFor;
  }

  int price(String item) {
    Duration now = EventLoop.current().time();
    Known found = known.get(item);
    if (found != null && now.compareTo(found.until()) < 0) {
      return found.price();
    }
    int before = changes;
    int price = shop.apply(item); // waits: others run meanwhile
    if (changes == before) {
      known.put(item, new Known(price, now.plus(freshFor)));
    }
    return price;
  }

  /// The price of that item is another one from now on.
  void changed(String item) {
    changes++;
    known.remove(item);
  }
}
