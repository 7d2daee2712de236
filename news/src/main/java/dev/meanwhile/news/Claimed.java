package dev.meanwhile.news;

import dev.meanwhile.async.Async;
import dev.meanwhile.async.CancelScope;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.news.plan.Planner;
import dev.meanwhile.news.store.NewsStore;
import dev.meanwhile.news.store.StoreException;
import dev.meanwhile.news.store.StoredSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sources of a store that are due, taken so that nobody else reads them meanwhile.
final class Claimed implements RunSources {
  /// How long after its deadline a run may take to end before it is taken for dead.
  private static final Duration GRACE = Duration.ofMinutes(2);

  private static final Logger LOGGER = LoggerFactory.getLogger(Claimed.class);

  private final NewsStore store;
  private final Choice choice;
  private final Duration deadline;
  private final String holder = UUID.randomUUID().toString();

  Claimed(NewsStore store, Choice choice, Duration deadline) {
    this.store = store;
    this.choice = choice;
    this.deadline = deadline;
  }

  @Override
  public List<Item> open() {
    Instant now = EventLoop.current().clock().instant();
    Instant until = now.plus(deadline).plus(GRACE);
    Upkeep upkeep = new Upkeep(new Planner(EventLoop.current().random()));
    Map<Long, Keeper> claimed = new HashMap<>();
    List<Item> items = new ArrayList<>();
    for (StoredSource stored :
        store.sources().claim(holder, now, until, choice.tag(), choice.isForced())) {
      Keeper keeper = new StoreKeeper(store, stored, upkeep);
      claimed.put(stored.id(), keeper);
      items.add(item(stored, keeper));
    }
    // Those that have waited longest come first; after them the ones that are left alone.
    for (StoredSource stored : store.sources().all()) {
      boolean isChosen = choice.tag() == null || stored.tags().contains(choice.tag());
      if (isChosen && !claimed.containsKey(stored.id())) {
        items.add(item(stored, null));
      }
    }
    return items;
  }

  private static Item item(StoredSource stored, @Nullable Keeper keeper) {
    return new Item(source(stored), keeper, stored.state().articles(), stored.id());
  }

  private static Source source(StoredSource stored) {
    return new Source(stored.name(), stored.address(), stored.isFound());
  }

  @Override
  public void close() {
    store.sources().release(holder);
    Async.shielded(store::sync);
    tidy();
  }

  /// What cannot be tidied up today is tomorrow; the run is done all the same.
  private void tidy() {
    if (CancelScope.current().isCancelled()) {
      return;
    }
    try {
      store.tidy(EventLoop.current().clock().instant());
    } catch (StoreException e) {
      LOGGER.warn("the store could not be tidied up", e);
    }
  }
}
