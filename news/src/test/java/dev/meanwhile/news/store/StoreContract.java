package dev.meanwhile.news.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meanwhile.async.Async;
import dev.meanwhile.async.Task;
import dev.meanwhile.news.store.Sources.Added;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What every kind of store does.
abstract class StoreContract {
  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private NewsStore store;

  /// The address of a store that is empty before each test.
  abstract String address() throws Exception;

  @BeforeEach
  void open() throws Exception {
    store = NewsStore.open(address());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void add_knownAddress_addsNothingButTags() {
    assertThat(add("a", "news")).isEqualTo(1);
    assertThat(add("a", "tech")).isZero();
    assertThat(add("b")).isEqualTo(1);

    assertThat(store.sources().all()).extracting(StoredSource::name).containsExactly("a", "b");
    assertThat(source("a").tags()).containsExactlyInAnyOrder("news", "tech");
    assertThat(source("a").state()).isEqualTo(SourceState.NONE);
    assertThat(store.sources().count()).isEqualTo(2);
  }

  @Test
  void add_withoutAName_itTakesTheTitleOfItsFeed() {
    URI address = URI.create("https://ada:pw@a.example/feed");
    store.sources().add(List.of(Added.feed(address, null, false, Set.of())), NOW);
    StoredSource added = store.sources().byAddress(address).orElseThrow();
    assertThat(added.name()).isEqualTo("https://a.example/feed");

    keep(added.id());
    assertThat(store.sources().byId(added.id()).orElseThrow().name()).isEqualTo("T");
    store.sources().rename(added.id(), "mine");
    keep(added.id());
    assertThat(store.sources().byId(added.id()).orElseThrow().name()).isEqualTo("mine");
  }

  @Test
  void settings_comeBackAsTheyWere() {
    add("a");
    SourceSettings settings = new SourceSettings(
        Duration.ofMinutes(5),
        Map.of("X-Key", "secret"),
        "agent",
        "c=1",
        "ada",
        "pw",
        "http://proxy.example:1",
        true,
        true,
        "java",
        "sport",
        "a.news");

    store.sources().settings(source("a").id(), settings);

    assertThat(source("a").settings()).isEqualTo(settings);
    assertThat(source("a").settings().toString()).doesNotContain("secret", "pw");
  }

  @Test
  void pauseRenameTagMoveRetireRemove_doWhatTheySay() {
    add("a", "x");
    add("b");
    long a = source("a").id();

    store.sources().rename(a, "Ä");
    store.sources().tag(a, Set.of("y", "z"));
    assertThat(store.sources().byId(a).orElseThrow().name()).isEqualTo("Ä");
    assertThat(store.sources().byId(a).orElseThrow().tags()).containsExactlyInAnyOrder("y", "z");

    store.sources().pause(a, true);
    assertThat(claimed("h", null)).containsExactly("b");
    store.sources().release("h");
    store.sources().pause(a, false);
    store.sources().retire(a);
    assertThat(claimed("h", null)).containsExactly("b");
    store.sources().release("h");
    store.sources().pause(a, false);
    assertThat(claimed("h", "z")).containsExactly("Ä");

    assertThat(store.sources().move(a, uri("b"))).isFalse();
    assertThat(store.sources().move(a, uri("c"))).isTrue();
    StoredSource moved = store.sources().byAddress(uri("c")).orElseThrow();
    assertThat(moved.movedFrom()).isEqualTo(uri("a"));
    assertThat(moved.isFound())
        .as("as redirects are: trusted with public addresses only")
        .isTrue();

    assertThat(store.sources().relocate(a, uri("b"))).as("another is there").isFalse();
    assertThat(store.sources().relocate(a, uri("c"))).as("it is there").isFalse();

    keep(a, article("1", "One"));
    index();
    store.sources().remove(a);
    assertThat(store.sources().byId(a)).isEmpty();
    assertThat(store.articles().count()).isZero();
    assertThat(search("one")).isEmpty();
  }

  @Test
  void moves_byHand_thereAndBack() {
    add("a");
    long a = source("a").id();
    keep(a, article("1", "One"));
    assertThat(store.sources().moveBack(a)).as("it has not moved").isFalse();

    store.sources().move(a, uri("found"));
    SourceState moved = store.sources().byId(a).orElseThrow().state();
    assertThat(moved.etag() + moved.lastModified() + moved.bodyHash()).isEmpty();
    assertThat(store.sources().moveBack(a)).isTrue();
    assertThat(places()).containsExactly("https://a.example/feed https://found.example/feed false");
    store.sources().move(a, uri("found"));
    assertThat(store.sources().relocate(a, uri("typed"))).isTrue();
    assertThat(places())
        .containsExactly("https://typed.example/feed https://found.example/feed false");
    moved = store.sources().byId(a).orElseThrow().state();
    assertThat(moved.dueAt()).isEqualTo(Instant.EPOCH);
    assertThat(moved.etag() + moved.bodyHash() + moved.health()).isEmpty();
    assertThat(store.sources().moveBack(a)).isTrue();
    assertThat(places())
        .as("found as before")
        .containsExactly("https://found.example/feed https://typed.example/feed true");
    add("typed");
    assertThat(store.sources().moveBack(a)).as("another is there by now").isFalse();
    assertThat(store.articles().count()).isEqualTo(1);
  }

  private List<String> places() {
    return store.sources().all().stream()
        .map(source -> source.address() + " " + source.movedFrom() + " " + source.isFound())
        .toList();
  }

  @Test
  void claim_givesEachSourceToOne_untilItIsReadOrReleasedOrTheTimeIsOver() {
    add("a");
    add("b");

    assertThat(claimed("first", null)).containsExactly("a", "b");
    assertThat(claimed("second", null)).isEmpty();
    keep(source("a").id());
    store.sources().release("first");
    assertThat(claimed("third", null)).containsExactly("b");
    assertThat(store.sources().claim("fourth", NOW.plusSeconds(61), NOW, null, false))
        .as("what was held by one who died")
        .extracting(StoredSource::name)
        .containsExactly("b");
    assertThat(store.sources().claim("fifth", NOW.plusSeconds(62), NOW, null, true))
        .as("forced: also what is not due")
        .extracting(StoredSource::name)
        .containsExactly("b", "a");
  }

  @Test
  void keep_articles_newOnesAreAddedAndChangedOnesKeepWhatTheySaid() {
    add("a");
    long a = source("a").id();

    assertThat(keep(a, article("2", "Two"), article("1", "One"))).isEqualTo(kept(2, 0));
    assertThat(keep(a, article("3", "Three"), article("2", "Two"), article("1", "Eins")))
        .isEqualTo(kept(1, 1));
    assertThat(keep(a, article("3", "Three"), article("1", "Eins"))).isEqualTo(kept(0, 0));

    List<Article> all = store.articles().list(ArticleQuery.newest(10));
    assertThat(all).extracting(each -> each.text().title()).containsExactly("Three", "Two", "Eins");
    Article changed = store.articles().byId(all.getLast().id()).orElseThrow();
    assertThat(changed.text()).isEqualTo(article("1", "Eins"));
    assertThat(changed.sourceName()).isEqualTo("a");
    assertThat(store.articles().versions(changed.id())).isEqualTo(1);
    assertThat(store.sources().readings(a, 10).stream().map(Sources.PastReading::outcome))
        .containsExactlyInAnyOrder("new", "new", "unchanged");
    assertThat(store.sources().byId(a).orElseThrow().state().outcome()).isEqualTo("unchanged");
    assertThat(source("a").state().articles()).isEqualTo(7);
  }

  @Test
  void keep_sameIdInTwoSources_areTwoArticles() {
    add("a");
    add("b");

    keep(source("a").id(), article("1", "One"));
    keep(source("b").id(), article("1", "One"));

    assertThat(store.articles().count()).isEqualTo(2);
  }

  @Test
  void keep_manyChanges_remembersTheLastFive() {
    add("a");
    for (int i = 0; i < 9; i++) {
      keep(source("a").id(), NOW.plusSeconds(i), article("1", "Title " + i));
    }

    long id = store.articles().list(ArticleQuery.newest(1)).getFirst().id();
    assertThat(store.articles().versions(id)).isEqualTo(5);
  }

  @Test
  void keep_allCharacters_areKept() {
    add("a");
    ArticleText odd = new ArticleText(
        "'; DROP TABLE article; --",
        "𝕏 'quoted' \"too\" :name ? é\uFFFD",
        "https://x.example/?a=1:2",
        null,
        null,
        null,
        null,
        null,
        "<p>:x</p>",
        "ünï 漢字",
        "a\nb");

    keep(source("a").id(), odd);

    long id = store.articles().list(ArticleQuery.newest(1)).getFirst().id();
    assertThat(store.articles().byId(id).orElseThrow().text()).isEqualTo(odd);
  }

  @Test
  void list_conditions_narrowIt() {
    add("a", "x");
    add("b");
    keep(source("a").id(), dated("1", NOW.minusSeconds(30)), dated("2", NOW.minusSeconds(20)));
    keep(source("b").id(), dated("3", NOW.minusSeconds(10)), dated("4", NOW.plusSeconds(999)));
    ArticleQuery all = ArticleQuery.newest(10);

    assertThat(titles(all)).as("none in the future").containsExactly("4", "3", "2", "1");
    assertThat(titles(ArticleQuery.newest(2))).containsExactly("4", "3");
    assertThat(titles(all.tagged("x"))).containsExactly("2", "1");
    assertThat(titles(all.of(source("b").id()))).containsExactly("4", "3");
    assertThat(titles(all.publishedSince(NOW.minusSeconds(20)))).containsExactly("4", "3", "2");
    assertThat(titles(all.seenSince(NOW.plusSeconds(1)))).isEmpty();
    List<Long> two = store.articles().list(all.of(source("a").id())).stream()
        .map(Article::id)
        .toList();
    assertThat(store.articles().markRead(two, true)).isEqualTo(2);
    assertThat(titles(all.unread())).containsExactly("4", "3");
    assertThat(store.articles().unread()).isEqualTo(2);
    assertThat(store.articles().star(two.subList(0, 1), true)).isEqualTo(1);
    assertThat(titles(all.starred())).containsExactly("2");
    assertThat(store.articles().markReadBefore(NOW)).isEqualTo(1);
    assertThat(titles(all.unread())).containsExactly("4");
    assertThat(store.articles().markRead(List.of(4711L), true)).isZero();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      ocean             | The ocean
      OCEAN             | The ocean
      ocean*            | The ocean, Oceans of café
      cafe              | Oceans of café
      CAFÉ              | Oceans of café
      "the ocean"       | The ocean
      "ocean the"       |
      ocean* -cafe      | The ocean
      the deep          | The ocean
      it's (AND) OR *   |
      "deep" NEAR: x    |
      """)
  void search_findsWords(String typed, @Nullable String expected) {
    add("a");
    keep(
        source("a").id(),
        article("1", "The ocean", "<p>It is deep</p>"),
        article("2", "Oceans of café", "Nothing"));
    index();

    List<String> wanted = expected == null ? List.of() : List.of(expected.split(", "));
    assertThat(search(typed)).containsExactlyElementsOf(wanted);
  }

  @Test
  void search_showsWhereTheWordsAre_andGoesOn() {
    add("a");
    for (int i = 0; i < 5; i++) {
      keep(source("a").id(), article("" + i, "Title " + i, "word ".repeat(100) + "needle here"));
    }
    index();
    SearchWords needle = Objects.requireNonNull(SearchWords.parse("needle"));

    List<Article> first = store.articles().search(needle, 3, Long.MAX_VALUE);
    List<Article> rest = store.articles().search(needle, 3, first.getLast().id());

    assertThat(first)
        .extracting(each -> each.text().title())
        .containsExactly("Title 4", "Title 3", "Title 2");
    assertThat(rest).extracting(each -> each.text().title()).containsExactly("Title 1", "Title 0");
    assertThat(first.getFirst().snippet()).contains("\u0002needle\u0003").hasSizeLessThan(300);
  }

  @Test
  void index_changedArticle_isFoundByItsNewWordsOnly() {
    add("a");
    keep(source("a").id(), article("1", "Before"));
    index();
    keep(source("a").id(), article("1", "After"));
    assertThat(store.articles().pending(10)).hasSize(1);
    index();

    assertThat(search("before")).isEmpty();
    assertThat(search("after")).containsExactly("After");
    assertThat(store.articles().pending(10)).isEmpty();
  }

  @Test
  void place_copiesAreNotListed_storiesAreTogether() {
    add("a");
    keep(source("a").id(), article("3", "Three"), article("2", "Two"), article("1", "One"));
    List<Long> ids = store.articles().list(ArticleQuery.newest(10)).stream()
        .map(Article::id)
        .sorted()
        .toList();

    store
        .articles()
        .place(List.of(
            new Articles.Place(ids.get(1), ids.get(0), null, "same address"),
            new Articles.Place(ids.get(2), null, ids.get(0), "both about x")));

    assertThat(titles(ArticleQuery.newest(10))).containsExactly("Three", "One");
    assertThat(store.articles().story(ids.get(0))).hasSize(3);
    assertThat(store.articles().byId(ids.get(2)).orElseThrow().storyWhy())
        .isEqualTo("both about x");
  }

  @Test
  void expire_dropsTextsOfOldArticles_whichAreNotNewAgain() {
    add("a");
    long a = source("a").id();
    keep(
        a,
        dated("new", NOW),
        dated("old", NOW.minusSeconds(100)),
        dated("starred", NOW.minusSeconds(200)),
        dated("older", NOW.minusSeconds(300)));
    index();
    long starred = store.articles().list(ArticleQuery.newest(10)).get(2).id();
    store.articles().star(List.of(starred), true);

    assertThat(store.articles().expire(NOW.minusSeconds(50), 2)).isEqualTo(1);

    assertThat(titles(ArticleQuery.newest(10))).containsExactly("new", "old", "starred");
    assertThat(search("older")).isEmpty();
    assertThat(keep(a, dated("older", NOW.minusSeconds(300)))).isEqualTo(kept(0, 0));
    assertThat(store.articles().count()).isEqualTo(3);
  }

  @Test
  void tidy_onceADay_forgetsOldReadingsAndWhatTheRetentionSays() {
    add("a");
    long a = source("a").id();
    keep(a, NOW.minus(Duration.ofDays(91)));
    keep(a, NOW.minus(Duration.ofDays(89)));
    keep(
        a,
        dated("new", NOW),
        dated("old", NOW.minus(Duration.ofDays(20))),
        dated("older", NOW.minus(Duration.ofDays(30))));
    assertThat(store.retention()).isEmpty();

    assertThat(store.tidy(NOW)).isZero();
    assertThat(store.summary().readings()).isEqualTo(2);
    store.retain(new Retention(Duration.ofDays(10), 2));
    assertThat(store.retention()).contains(new Retention(Duration.ofDays(10), 2));
    assertThat(store.tidy(NOW.plus(Duration.ofHours(23)))).as("not a day later").isZero();
    assertThat(store.tidy(NOW.plus(Duration.ofHours(24)))).isEqualTo(1);
    assertThat(titles(ArticleQuery.newest(10))).containsExactly("new", "old");
    store.retain(new Retention(Duration.ofDays(10), 0));
    assertThat(store.tidy(NOW.minus(Duration.ofDays(9))))
        .as("the clock was wrong")
        .isEqualTo(1);
    store.retainAll();
    assertThat(store.retention()).isEmpty();
    assertThat(store.tidy(NOW.plus(Duration.ofDays(99)))).isZero();
    assertThat(store.summary().readings()).isZero();
  }

  @Test
  void summary_tellsHowMuchThereIs() {
    add("a");
    add("b");
    long a = source("a").id();
    keep(a, dated("new", NOW), dated("old", NOW.minusSeconds(9)), dated("x", NOW.minusSeconds(9)));
    long last = store.articles().list(ArticleQuery.newest(3)).getLast().id();
    store.articles().star(List.of(last), true);
    store.articles().expire(NOW.minusSeconds(1), 0);

    StoreSummary summary = store.summary();

    assertThat(summary).isEqualTo(new StoreSummary(summary.bytes(), 2, 2, 2, 1, 1, 1));
    assertThat(summary.bytes()).isGreaterThan(10_000);
  }

  @Test
  void notes_areKept() {
    assertThat(store.note("x")).isEmpty();
    store.note("x", "1");
    store.note("x", "2");

    assertThat(store.note("x")).contains("2");
  }

  @Test
  void open_again_everythingIsThere() throws Exception {
    add("a");
    keep(source("a").id(), article("1", "One"));
    String address = addressAgain();
    store.close();

    store = NewsStore.open(address);

    assertThat(titles(ArticleQuery.newest(10))).containsExactly("One");
  }

  /// The address of the store that is open.
  abstract String addressAgain() throws Exception;

  @Test
  void writes_ofManyTasksAtOnce_areAllThere_andAFailingOneTakesNoOtherWithIt() {
    for (int i = 0; i < 20; i++) {
      add("s" + i);
    }
    List<Long> ids = store.sources().all().stream().map(StoredSource::id).toList();

    List<String> outcomes = Async.run(() -> {
      List<Task<String>> tasks = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int number = i;
        tasks.add(Async.createTask(() -> {
          long source = number % 10 == 9 ? -1 : ids.get(number % 20);
          try {
            keep(source, article("n" + number, "Title " + number));
            return "kept";
          } catch (StoreException e) {
            return "failed";
          }
        }));
      }
      List<String> all = new ArrayList<>();
      for (Task<String> task : tasks) {
        all.add(task.await());
      }
      return all;
    });

    assertThat(outcomes).filteredOn("failed"::equals).hasSize(20);
    assertThat(store.articles().count()).isEqualTo(180);
  }

  @Test
  void closedStore_saysSo() {
    store.close();

    assertThatThrownBy(() -> add("a"))
        .isInstanceOf(StoreException.class)
        .hasMessage("the store is closed");
    assertThatThrownBy(() -> store.sources().all()).isInstanceOf(StoreException.class);
  }

  @Test
  void open_storeOfANewerProgram_isRefused() throws Exception {
    String address = addressAgain();
    Database database = Database.of(address);
    try (var handle = database.open()) {
      handle.execute("INSERT INTO migration (version) VALUES (99)");
    }

    assertThatThrownBy(() -> NewsStore.open(address))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("was written by a newer version of Meanwhile");
  }

  // --- parts ---

  private int add(String name, String... tags) {
    return store.sources().add(List.of(Added.feed(uri(name), name, false, Set.of(tags))), NOW);
  }

  private StoredSource source(String name) {
    return store.sources().byAddress(uri(name)).orElseThrow();
  }

  private static URI uri(String name) {
    return URI.create("https://" + name + ".example/feed");
  }

  private List<String> claimed(String holder, @Nullable String tag) {
    return store.sources().claim(holder, NOW, NOW.plusSeconds(60), tag, false).stream()
        .map(StoredSource::name)
        .toList();
  }

  private Reading.Kept keep(long source, ArticleText... articles) {
    return keep(source, NOW, articles);
  }

  private Reading.Kept keep(long source, Instant at, ArticleText... articles) {
    SourceState state = new SourceState(
        "T", null, "\"e\"", "", "h", 7, "", at, "new", null, NOW.plusSeconds(600), "because");
    return store
        .sources()
        .keep(new Reading(
            source,
            at,
            "new",
            "unchanged",
            null,
            200,
            1_000,
            Duration.ofMillis(120),
            null,
            state,
            List.of(articles)));
  }

  private static Reading.Kept kept(int added, int changed) {
    return new Reading.Kept(added, changed);
  }

  private static ArticleText article(String id, String title) {
    return article(id, title, "");
  }

  private static ArticleText article(String id, String title, String content) {
    return new ArticleText(
        id, title, "https://x.example/" + id, "Ada", null, null, "en", null, null, content, null);
  }

  private static ArticleText dated(String title, Instant published) {
    return new ArticleText(title, title, null, null, published, null, null, null, null, null, null);
  }

  private List<String> titles(ArticleQuery query) {
    return store.articles().list(query).stream()
        .map(article -> Objects.requireNonNull(article.text().title()))
        .toList();
  }

  private void index() {
    store
        .articles()
        .index(store.articles().pending(100).stream()
            .map(article -> new IndexedText(
                article.id(),
                Objects.requireNonNull(article.text().title()),
                Objects.requireNonNullElse(article.text().content(), "").replaceAll("<[^>]*>", "")))
            .toList());
  }

  private List<String> search(String typed) {
    SearchWords words = SearchWords.parse(typed);
    return words == null
        ? List.of()
        : store.articles().search(words, 10, Long.MAX_VALUE).stream()
            .map(article -> Objects.requireNonNull(article.text().title()))
            .toList();
  }
}
