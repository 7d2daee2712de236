package dev.meanwhile.news;

import java.util.ArrayList;
import java.util.List;

/// Sources that somebody gave, to be read once.
record Given(List<Source> sources) implements RunSources {
  @Override
  public List<Item> open() {
    List<Item> items = new ArrayList<>();
    for (Source source : sources) {
      items.add(new Item(source, Unkept.INSTANCE, 0, items.size()));
    }
    return items;
  }

  @Override
  public void close() {
    // Nothing was taken from anybody.
  }
}
