package dev.meanwhile.news.story;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.meanwhile.feed.Entry;
import dev.meanwhile.feed.FeedHints;
import dev.meanwhile.feed.Feeds;
import dev.meanwhile.feed.NotAFeedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;

/// The dated entries of the captured feeds that lie beside the project, in `../shared/feeds`, as
/// items in the order of their dates. Tests that need them are skipped where they are missing.
final class CapturedFeeds {
  private static final String PROPERTY = "meanwhile.shared";
  private static final int MAX_HTML = 20_000;

  final List<Item> items = new ArrayList<>();

  /// The number of an item by feed file and id of the entry, with a tab between them.
  final Map<String, Long> numbers = new HashMap<>();

  static CapturedFeeds read() throws IOException {
    Path folder = folder().resolve("real").resolve("feeds");
    CapturedFeeds feeds = new CapturedFeeds();
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (int i = 0; i < files.size(); i++) {
      String name = folder.relativize(files.get(i)).toString().replace('\\', '/');
      feeds.add(i, name, Files.readAllBytes(files.get(i)));
    }
    feeds.items.sort(Comparator.comparing(Item::published).thenComparingLong(Item::id));
    return feeds;
  }

  private void add(long source, String name, byte[] body) {
    List<Entry> entries;
    try {
      entries = Feeds.parse(body, FeedHints.none()).feed().entries();
    } catch (NotAFeedException e) {
      // What other parsers make of a feed lies among them.
      return;
    }
    for (Entry entry : entries) {
      Instant published = entry.published() == null ? entry.updated() : entry.published();
      if (published != null) {
        long id = items.size();
        numbers.putIfAbsent(name + "\t" + entry.id(), id);
        items.add(new Item(
            id,
            source,
            entry.id(),
            CanonicalAddress.of(entry.link()),
            entry.title() == null ? "" : entry.title(),
            text(entry),
            published));
      }
    }
  }

  private static String text(Entry entry) {
    String html = entry.content() == null ? entry.summary() : entry.content();
    return html == null
        ? ""
        : Jsoup.parseBodyFragment(html.substring(0, Math.min(html.length(), MAX_HTML)))
            .text();
  }

  private static Path folder() {
    @Nullable Path found = null;
    String named = System.getProperty(PROPERTY);
    if (named != null) {
      found = Path.of(named, "feeds");
    } else {
      @Nullable Path folder = Path.of("").toAbsolutePath();
      while (folder != null && found == null) {
        Path candidate = folder.resolve("shared").resolve("feeds");
        found = Files.isDirectory(candidate) ? candidate : null;
        folder = folder.getParent();
      }
    }
    assumeThat(found)
        .as("the captured feeds in ../shared/feeds (or -D%s=FOLDER)", PROPERTY)
        .isNotNull()
        .isDirectory();
    return requireNonNull(found);
  }
}
