package dev.meanwhile.feed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// What Python's feedparser reads from the captured feeds, recorded once: a line for each feed
/// (`F`, path, number of entries, title), followed by a line for each of its entries (title,
/// link, date of publication, date of change).
final class FeedparserReadings {
  /// What it reads from one feed.
  record Reading(String path, String title, List<Item> items) {}

  /// What it reads from one entry; a text is empty where there is none.
  record Item(
      String title,
      String link,
      @Nullable Instant published,
      @Nullable Instant updated) {}

  private FeedparserReadings() {}

  static List<Reading> all() {
    try (InputStream in = FeedparserReadings.class.getResourceAsStream("feedparser.tsv.gz");
        BufferedReader lines = new BufferedReader(
            new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
      List<Reading> readings = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] feed = line.split("\t", -1);
        int count = Integer.parseInt(feed[2]);
        List<Item> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
          String[] cells = lines.readLine().split("\t", -1);
          items.add(new Item(cells[0], cells[1], instant(cells[2]), instant(cells[3])));
        }
        readings.add(new Reading(feed[1], feed[3], items));
      }
      return readings;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable Instant instant(String text) {
    return text.isEmpty() ? null : Instant.parse(text);
  }
}
