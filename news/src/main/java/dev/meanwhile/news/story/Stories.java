package dev.meanwhile.news.story;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Recognises an article that came before, and the articles on one event, in a stream of items.
///
/// {@snippet :
/// Stories stories = Stories.newStories();
/// switch (stories.place(item)) {
///   case Placement.SameArticle(long id, String because) -> ...
///   case Placement.PartOfStory(long id, double similarity, String because) -> ...
///   case Placement.Alone() -> ...
/// }
/// }
///
/// An item is the same article as one before if it has its address or guid, or its text but for
/// a few words, or its title and moment of publication. It is part of a story if it speaks of
/// what the first article of the story, and all of its articles together, speak of: the words
/// of title and beginning are compared, rare ones counting most. Languages are not translated.
///
/// **Limits.** Two items can be told to belong together only if they were published within the
/// window (3 days) and among the latest items (50 000); names and addresses count as long as
/// they are among the latest. The cost of an item does not grow with the number of items.
/// **Order.** The same items in the same order are placed the same. A placement is not changed
/// by what comes later.
/// **Threads.** For one thread at a time. Never blocks, has no clock.
public final class Stories {
  // An article is found by its rarest words (Vocabulary, Word.newest), a handful of candidates
  // is compared exactly. Copies are not kept as articles, so that an article counts once in
  // what words are worth; only their names are.
  //
  //   names (address, guid) ----------------------> Article --> Story (first, mean)
  //   rarest words of the item --> candidates ----> fingerprints, titles: the same?
  //                                    |
  //                                    +----------> their stories: likeness to first and mean

  private static final Duration WINDOW = Duration.ofDays(3);
  private static final int MAX_ITEMS = 50_000;

  private static final int MAX_WORDS_OF_TITLE = 30;
  private static final int MAX_WORDS_OF_TEXT = 100;

  /// Of a short text that can be the same as another one.
  private static final int MIN_WORDS_OF_TEXT = 8;

  /// By how many words candidates are looked for, and how many are compared.
  private static final int MAX_KEYS = 14;

  private static final int MAX_CANDIDATES = 24;

  /// Of a title that no other article has at the same moment, and on the same day.
  private static final double LEAST_WEIGHT_AT_MOMENT = 15;

  private static final double LEAST_WEIGHT_ON_DAY = 25;

  private static final int SECONDS_OF_DAY = 86_400;

  private final Duration window;
  private final int maxItems;
  private final Bars bars;
  private final Vocabulary vocabulary = new Vocabulary();
  private final KnownNames names = new KnownNames();
  private final Deque<Kept> kept = new ArrayDeque<>();
  private long comparisons;

  /// An item that came, and what goes with it.
  private record Kept(@Nullable Article article, List<String> names) {}

  private Stories(Duration window, int maxItems, Bars bars) {
    this.window = window;
    this.maxItems = maxItems;
    this.bars = bars;
  }

  /// With a window of 3 days and at most 50 000 items.
  public static Stories newStories() {
    return newStories(WINDOW, MAX_ITEMS);
  }

  /// With limits of the caller's.
  ///
  /// @param window how far apart the publication of two articles of a story, or of two copies
  ///     known by their text, may be
  /// @param maxItems how many items are kept; the oldest to come goes first
  /// @throws IllegalArgumentException if the window is negative, or nothing would be kept
  public static Stories newStories(Duration window, int maxItems) {
    return newStories(window, maxItems, Bars.DEFAULT);
  }

  static Stories newStories(Duration window, int maxItems, Bars bars) {
    requireNonNull(window, "window");
    if (window.isNegative() || maxItems < 1) {
      throw new IllegalArgumentException("a window of " + window + ", " + maxItems + " items");
    }
    return new Stories(window, maxItems, bars);
  }

  /// Says where an item belongs, and keeps it.
  public Placement place(Item item) {
    requireNonNull(item, "item");
    if (kept.size() >= maxItems) {
      forgetOldest();
    }
    Article named = names.byGuid(item);
    if (named != null) {
      return same(item, named, "same guid");
    }
    named = names.byAddress(item);
    if (named != null) {
      return same(item, named, "same address");
    }
    Article article = read(item);
    List<Article> candidates = candidates(article);
    Placement copy = copyOf(item, article, candidates);
    return copy != null ? copy : placeInStory(item, article, candidates);
  }

  /// How many articles and stories were compared so far.
  long comparisons() {
    return comparisons;
  }

  /// How many items and words are kept.
  int size() {
    return kept.size() + vocabulary.size();
  }

  private Placement same(Item item, Article article, String because) {
    kept.addLast(new Kept(null, names.remember(item, article)));
    return new Placement.SameArticle(article.id, because);
  }

  private Article read(Item item) {
    List<String> title = Words.of(item.title(), MAX_WORDS_OF_TITLE);
    List<String> text = Words.of(item.text(), Fingerprint.MAX_WORDS);
    List<String> all = new ArrayList<>(title);
    all.addAll(text);
    List<String> beginning = text.subList(0, Math.min(text.size(), MAX_WORDS_OF_TEXT));
    Vector vector = Vector.of(title, beginning, bars.titleWeight(), vocabulary);
    Set<Word> titleWords = new HashSet<>();
    Set<String> titleTexts = new HashSet<>(title);
    for (Word word : vector.words()) {
      if (titleTexts.contains(word.text)) {
        titleWords.add(word);
      }
    }
    boolean isShort = text.size() >= MIN_WORDS_OF_TEXT && all.size() < Fingerprint.MIN_WORDS;
    String wording = isShort ? String.join(" ", text) : "";
    return new Article(
        item, String.join(" ", title), wording, titleWords, vector, Fingerprint.of(all));
  }

  /// Articles that share rare words with this one, within the window; those that share most
  /// first.
  private List<Article> candidates(Article article) {
    Map<Article, Double> found = new HashMap<>();
    for (Word word : rarest(article)) {
      double weight = vocabulary.weight(word);
      for (Article other : word.newest()) {
        if (!other.gone && isNear(other.published, article.published)) {
          found.merge(other, weight, Double::sum);
        }
      }
    }
    return found.entrySet().stream()
        .sorted(Comparator.<Map.Entry<Article, Double>>comparingDouble(e -> -e.getValue())
            .thenComparingLong(e -> e.getKey().id))
        .limit(MAX_CANDIDATES)
        .map(Map.Entry::getKey)
        .toList();
  }

  /// The rarest words that others have, too; those of the title before the rest.
  private List<Word> rarest(Article article) {
    Comparator<Word> order = Comparator.<Word>comparingDouble(
            word -> -vocabulary.weight(word) - (article.title.contains(word) ? 1 : 0))
        .thenComparingLong(word -> word.number);
    List<Word> known = new ArrayList<>();
    for (Word word : article.vector().words()) {
      if (word.articles() > 0) {
        known.add(word);
      }
    }
    known.sort(order);
    return known.subList(0, Math.min(known.size(), MAX_KEYS));
  }

  private boolean isNear(Instant one, Instant other) {
    return Duration.between(one, other).abs().compareTo(window) <= 0;
  }

  private @Nullable Placement copyOf(Item item, Article article, List<Article> candidates) {
    @Nullable Article nearest = null;
    int least = Integer.MAX_VALUE;
    for (Article other : candidates) {
      comparisons++;
      if (isAtSameMoment(article, other)) {
        return same(item, other, "same title, published at the same moment");
      }
      if (hasSameWording(article, other)) {
        return same(item, other, "equal text");
      }
      int distance = distance(article, other);
      if (distance < least || (distance == least && nearest != null && other.id < nearest.id)) {
        least = distance;
        nearest = other;
      }
    }
    if (nearest == null || least > bars.distance()) {
      return null;
    }
    long percent = Math.round(100 * Fingerprint.similarity(least));
    String because = "nearly equal text, " + percent + " %";
    return same(item, nearest, least == 0 ? "equal text" : because);
  }

  private boolean hasSameWording(Article one, Article other) {
    if (one.source == other.source || one.wording.isEmpty()) {
      return false;
    }
    Set<Word> both = new HashSet<>(one.title);
    both.retainAll(other.title);
    double lighter = Math.min(weight(one.title), weight(other.title));
    return one.wording.equals(other.wording)
        && haveSameNumbers(one.title, other.title)
        && 2 * weight(both) >= lighter;
  }

  private int distance(Article one, Article other) {
    if (one.fingerprint == null || other.fingerprint == null) {
      return Integer.MAX_VALUE;
    }
    // A source that has two entries says that they are two: what is nearly equal is a form of
    // its.
    if (one.source == other.source || !haveSameNumbers(one.title, other.title)) {
      return Integer.MAX_VALUE;
    }
    return one.fingerprint.distance(other.fingerprint);
  }

  /// Texts made from a form differ in a number: a version, a date, a score.
  private static boolean haveSameNumbers(Set<Word> title, Set<Word> other) {
    return numbers(title).equals(numbers(other));
  }

  private static Set<String> numbers(Set<Word> title) {
    Set<String> numbers = new HashSet<>();
    for (Word word : title) {
      if (Character.isDigit(word.text.charAt(0))) {
        numbers.add(word.text);
      }
    }
    return numbers;
  }

  private boolean isAtSameMoment(Article one, Article other) {
    if (one.source == other.source
        || !one.published.equals(other.published)
        || !one.heading.equals(other.heading)) {
      return false;
    }
    // Midnight is what a date without a time becomes.
    boolean isDay = Math.floorMod(one.published.getEpochSecond(), SECONDS_OF_DAY) == 0;
    return weight(one.title) >= (isDay ? LEAST_WEIGHT_ON_DAY : LEAST_WEIGHT_AT_MOMENT);
  }

  private double weight(Set<Word> words) {
    double sum = 0;
    for (Word word : words) {
      sum += vocabulary.weight(word);
    }
    return sum;
  }

  private Placement placeInStory(Item item, Article article, List<Article> candidates) {
    Set<Story> stories = new LinkedHashSet<>();
    for (Article candidate : candidates) {
      Story story = requireNonNull(candidate.story);
      if (!story.first.gone && isNear(story.first.published, article.published)) {
        stories.add(story);
      }
    }
    @Nullable Match best = null;
    for (Story story : stories) {
      comparisons++;
      Match match = match(article, story);
      if (match != null && (best == null || match.value > best.value)) {
        best = match;
      }
    }
    keep(item, article, best == null ? new Story(article) : best.story);
    if (best == null) {
      return new Placement.Alone();
    }
    best.story.add(article, vocabulary);
    String because = "both speak of " + best.likeness.named();
    return new Placement.PartOfStory(best.story.first.id, best.likeness.cosine(), because);
  }

  private record Match(Story story, Likeness likeness, double value) {}

  private @Nullable Match match(Article article, Story story) {
    boolean own = story.isOnlyOf(article.source);
    Set<Word> ignored = own ? habits(article, story.first) : Set.of();
    Likeness first = article.vector().likeness(story.first.vector(), ignored, vocabulary);
    Likeness mean = article.vector().likeness(story.mean(), ignored, vocabulary);
    double toFirst = value(first);
    double toMean = value(mean);
    double bar = own ? bars.own() : bars.story();
    if (Math.max(toFirst, toMean) < bar || first.cosine() < bar * bars.first()) {
      return null;
    }
    return toMean > toFirst ? new Match(story, mean, toMean) : new Match(story, first, toFirst);
  }

  private double value(Likeness likeness) {
    return likeness.cosine() < bars.cosine()
        ? 0
        : likeness.cosine() + bars.tells() * likeness.telling(bars.common(), vocabulary);
  }

  /// What tells nothing within one source: words of both titles, as in "Daily briefing", and
  /// words that it has in article after article and others have not.
  private Set<Word> habits(Article article, Article first) {
    Set<Word> habits = new HashSet<>(first.title);
    habits.retainAll(article.title);
    for (Word word : article.vector().words()) {
      if (word.isHabitOf(article.source)) {
        habits.add(word);
      }
    }
    return habits;
  }

  private void keep(Item item, Article article, Story story) {
    article.story = story;
    vocabulary.add(article);
    kept.addLast(new Kept(article, names.remember(item, article)));
  }

  private void forgetOldest() {
    Kept oldest = kept.removeFirst();
    names.forget(oldest.names);
    Article article = oldest.article;
    if (article != null) {
      article.gone = true;
      vocabulary.remove(article);
    }
  }
}
