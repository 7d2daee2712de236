package dev.meanwhile.cli;

import dev.meanwhile.news.Source;
import dev.meanwhile.news.store.NewsStore;
import dev.meanwhile.news.store.Sources.Added;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Puts sources into the store.
final class SourceKeeping {
  private SourceKeeping() {}

  /// Keeps sources; returns how many were not known.
  static int add(NewsStore store, List<Source> sources, Instant now) {
    return store.sources().add(sources.stream().map(SourceKeeping::added).toList(), now);
  }

  /// Keeps sources, each filed under these tags besides its own; returns how many were not known.
  static int add(NewsStore store, List<Source> sources, List<String> tags, Instant now) {
    return add(store, sources.stream().map(source -> tagged(source, tags)).toList(), now);
  }

  private static Source tagged(Source source, List<String> tags) {
    Set<String> all = new TreeSet<>(source.tags());
    all.addAll(tags);
    return new Source(source.name(), source.uri(), source.isFound(), all);
  }

  private static Added added(Source source) {
    return Added.feed(source.uri(), name(source), source.isFound(), source.tags());
  }

  /// What somebody called it; null if nobody did.
  private static @Nullable String name(Source source) {
    boolean isFile = "file".equals(source.uri().getScheme());
    return isFile || source.name().equals(source.address()) ? null : source.name();
  }
}
