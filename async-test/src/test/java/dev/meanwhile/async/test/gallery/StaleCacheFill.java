package dev.meanwhile.async.test.gallery;

import static dev.meanwhile.async.test.gallery.Steps.*;

/// A reader misses the cache, reads the old value, and puts it into the cache after a writer
/// has changed the value and thrown away what was cached. It stays there. A reader must not
/// fill in what is older than the last change.
final class StaleCacheFill {
  static final Bug BUG = new Bug(
      "stale cache fill",
      "an old value comes into the cache after it was thrown away",
      StaleCacheFill.class,
      StaleCacheFill::broken,
      StaleCacheFill::fixed);

  private StaleCacheFill() {}

  static void broken() {
    Store store = new Store();
    together(
        () -> {
          String value = store.read();
          store.cached = value;
        },
        () -> store.write("new"));
    store.checkCache();
  }

  static void fixed() {
    Store store = new Store();
    together(
        () -> {
          int version = store.version;
          String value = store.read();
          if (store.version == version) {
            store.cached = value;
          }
        },
        () -> store.write("new"));
    store.checkCache();
  }

  private static final class Store {
    private String value = "old";
    private String cached = "";
    private int version;

    String read() {
      String found = value;
      io();
      return found;
    }

    void write(String changed) {
      io(3);
      value = changed;
      version++;
      cached = "";
    }

    void checkCache() {
      check(cached.isEmpty() || cached.equals(value), "cached is " + cached + ", not " + value);
    }
  }
}
