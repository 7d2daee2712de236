package dev.meanwhile.news;

import dev.meanwhile.news.SampleFeed.Format;
import dev.meanwhile.news.SampleFeed.Item;
import java.time.Duration;
import java.util.List;

/// What the sample newsroom writes.
final class SampleFeeds {
  private SampleFeeds() {}

  /// The sources that answer in time and in good order, in all formats.
  static List<SampleFeed> all() {
    return List.of(
        feed(
            "The Morning Loop",
            Format.RSS_20,
            200,
            item("Ready queue found to be fair after all", 14, "Nobody starved, witnesses say."),
            item("Opinion: one thread is plenty", 95, "It was never about the threads."),
            item(
                "City council awaits itself, deadlocks",
                610,
                "The circle was named within a second.")),
        feed(
            "Harbour Gazette",
            Format.ATOM_10,
            500,
            item(
                "Ferry leaves on time, passengers surprised",
                22,
                "The timetable is said to be deterministic."),
            item(
                "New lighthouse signals all waiters at once",
                180,
                "Each of them checked the condition again.")),
        feed(
            "The Old Broadsheet",
            Format.RSS_091,
            300,
            item(
                "Printing with nine elements is enough for anybody",
                0,
                "No dates, no names, no regrets."),
            item("Letters to the editor", 0, "We read them in the order in which they arrived.")),
        feed(
            "Signal & Semaphore",
            Format.RSS_10,
            800,
            item("Three permits for four philosophers", 41, "Dinner went well."),
            item(
                "Flag week begins",
                300,
                "Every flag is checked when it is raised and when it is lowered.")),
        feed(
            "JSON Junction",
            Format.JSON_FEED,
            400,
            item("Trains now announced in curly brackets", 9, "Trailing commas are not accepted."),
            item("Platform 3 moves to platform 1.1", 730, "The version is in the address.")),
        feed(
            "The Elder Atom",
            Format.ATOM_03,
            600,
            item("Modified, issued, and still being read", 130, "Some formats do not die."),
            item("Archive reopened", 2_900, "Visitors may look, and should not touch.")),
        feed(
            "Ninety-Two",
            Format.RSS_092,
            700,
            item("An enclosure for everyone", 0, "Sound, pictures, and later a whole industry.")),
        feed(
            "Slow River Review",
            Format.RSS_20,
            2_500,
            item(
                "In praise of waiting",
                55,
                "While others ran, the river did nothing, and arrived."),
            item("A bridge nobody blocks", 400, "Traffic crosses one at a time, and quickly.")),
        feed(
            "The Late Edition",
            Format.ATOM_10,
            4_500,
            item("We made it, just", 3, "Half a second before the deadline."),
            item("Why our paper is never early", 1_500, "We wait for everything.")));
  }

  /// Answers later than anybody waits.
  static SampleFeed sleeper() {
    return feed("The Sleeper", Format.RSS_20, 0, item("Good morning", 1, "Is it noon already?"));
  }

  /// Has a new address.
  static SampleFeed moved() {
    return feed(
        "The Moving House",
        Format.RSS_20,
        0,
        item("We have moved", 30, "The old address knows the new one."),
        item("Boxes everywhere", 75, "The fragile ones were cancelled first."));
  }

  /// Sends a few bytes at a time.
  static SampleFeed dripping() {
    return feed(
        "The Dripping Tap",
        Format.RSS_20,
        0,
        item("Drip", 5, "Drop."),
        item("Drop", 10, "Drip."),
        item("Plumber expected", 60, "Some time between eight and six."));
  }

  /// Is not well-formed.
  static SampleFeed mangled() {
    return feed(
        "The Mangled Times",
        Format.RSS_20,
        100,
        item("Every tag was opened with good intentions", 65, "Some were never closed."),
        item("Ampersands found running free", 240, "Readers are asked to be lenient."));
  }

  private static SampleFeed feed(String title, Format format, int delayMillis, Item... items) {
    return new SampleFeed(title, format, Duration.ofMillis(delayMillis), List.of(items));
  }

  private static Item item(String title, int ageMinutes, String text) {
    return new Item(title, Duration.ofMinutes(ageMinutes), text);
  }
}
