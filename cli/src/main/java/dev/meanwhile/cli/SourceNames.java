package dev.meanwhile.cli;

import dev.meanwhile.news.SourceList;
import dev.meanwhile.news.store.NewsStore;
import dev.meanwhile.news.store.StoredSource;
import java.util.List;
import java.util.Locale;

/// How people call a source that is kept: by its number, its address, its name or a part of
/// that.
final class SourceNames {
  private SourceNames() {}

  /// @throws CommandFailure if there is none, or more than one
  static StoredSource find(NewsStore store, String called) {
    List<StoredSource> all = store.sources().all();
    List<StoredSource> found =
        all.stream().filter(source -> Long.toString(source.id()).equals(called)).toList();
    if (found.isEmpty()) {
      found = all.stream().filter(source -> isAddress(source, called)).toList();
    }
    if (found.isEmpty()) {
      found =
          all.stream().filter(source -> source.name().equalsIgnoreCase(called)).toList();
    }
    if (found.isEmpty()) {
      String part = called.toLowerCase(Locale.ROOT);
      found = all.stream()
          .filter(source -> source.name().toLowerCase(Locale.ROOT).contains(part))
          .toList();
    }
    if (found.isEmpty()) {
      throw new CommandFailure("there is no source \"" + Terminal.clean(called)
          + "\": meanwhile sources lists those that are kept");
    }
    if (found.size() > 1) {
      throw new CommandFailure("\"" + Terminal.clean(called) + "\" may be "
          + found.get(0).id() + ", " + Terminal.clean(found.get(0).name()) + ", or "
          + found.get(1).id() + ", " + Terminal.clean(found.get(1).name())
          + (found.size() > 2 ? ", or others" : "") + ": use the number");
    }
    return found.getFirst();
  }

  private static boolean isAddress(StoredSource source, String called) {
    if (source.address().toString().equals(called)) {
      return true;
    }
    try {
      return source.address().equals(SourceList.parseAddress(called).uri());
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
