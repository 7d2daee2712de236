package dev.meanwhile.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meanwhile.cli.Commands.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The commands for the store as a whole.
final class StoreCommandTest {
  @TempDir
  private Path folder;

  @BeforeEach
  void fill() throws IOException {
    Path feed = folder.resolve("feed.xml");
    Files.writeString(feed, """
        <rss version='2.0'><channel><title>News</title>
        <item><title>Old one</title><guid>1</guid><description>a</description>
          <pubDate>Mon, 06 Jan 2025 10:00:00 GMT</pubDate></item>
        <item><title>Older one</title><guid>2</guid><description>b</description>
          <pubDate>Mon, 06 Jan 2020 10:00:00 GMT</pubDate></item>
        </channel></rss>
        """);
    run("sources", "add", feed.toString());
    run("news");
  }

  @Test
  void info_saysWhereAndHowMuch() {
    assertThat(run("store", "info").out())
        .contains(
            "Store     " + folder.resolve("news.db"),
            " KiB",
            "Sources   1",
            "Articles  2, 2 unread, 0 starred\n",
            "Texts     are kept for ever",
            "Readings  1, of the last 90 days");
    JsonNode json = JsonMapper.shared().readTree(run("store", "info", "--json").out());
    assertThat(json.get("articles").intValue()).isEqualTo(2);
    assertThat(json.get("bytes").longValue()).isPositive();
    assertThat(json.has("retention_seconds")).isFalse();
  }

  @Test
  void clean_dropsOldTexts_whichAreNotNewAgain() {
    assertThat(run("store", "clean").out()).isEqualTo("dropped the texts of 0 articles\n");
    assertThat(run("store", "clean", "--older", "30d", "--keep", "1").out())
        .isEqualTo("dropped the texts of 1 article\n");

    assertThat(run("news", "--since", "2000-01-01").out())
        .contains("Old one")
        .doesNotContain("Older one");
    assertThat(run("news", "--force", "--json").out()).contains("\"new_articles\" : 0");
    assertThat(run("store", "info").out()).contains("of 1 more the texts were dropped");
  }

  @Test
  void clean_auto_isKept_untilOff() {
    assertThat(run("store", "clean", "--auto", "90d", "--keep", "1").out())
        .isEqualTo("from now on texts older than 90 days are dropped once a day\n"
            + "dropped the texts of 1 article\n");
    assertThat(run("store", "info").out())
        .contains("Texts     older than 90 days are dropped once a day,"
            + " but for starred ones and the newest 1 of each source");

    assertThat(run("store", "clean", "--auto", "off").out())
        .isEqualTo("from now on texts are kept for ever\n");
    assertThat(run("store", "info").out()).contains("Texts     are kept for ever");
  }

  @Test
  void backupAndRestore_bringBackWhatWas() {
    String backup = folder.resolve("copy.db").toString();

    assertThat(run("store", "backup", backup).out()).contains("copied the store in ", backup);
    assertThat(run("store", "backup", backup).err()).contains("there is such a file already");
    run("sources", "remove", "1");
    assertThat(run("store", "restore", backup).err())
        .contains(" already: --force replaces it, and keeps it beside");
    assertThat(run("store", "restore", "--force", backup).out())
        .contains("restored ", "the store before is in " + folder.resolve("news.db.old"));

    assertThat(run("sources").out()).contains("News");
    assertThat(run("news").out()).contains("1 not due yet");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      store clean --older soon           | 2 | 'soon' is no age: write 90d or 12h
      store clean --older 0d             | 2 | an age must be longer than zero
      store clean --auto soon            | 2 | --auto: 'soon' is no age: write 90d or 12h, or off
      store clean --auto 9d --older 9d   | 2 | choose one of --older and --auto
      store clean --keep -1              | 2 | --keep must not be less than 0
      store restore feed.xml --force     | 1 | meanwhile: there is no file feed.xml
      store restore x --db jdbc:postgresql://h/d | 1 | meanwhile: a database of PostgreSQL is filled with its own program, pg_restore
      store info --db none.db            | 1 | meanwhile: there is no store yet in
      """)
  void mistakes_areTold(String line, int exitCode, String message) {
    Result result = line.contains("--db") ? Commands.run(line.split(" +")) : run(line.split(" +"));

    assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
    assertThat(result.err()).contains(message);
  }

  private Result run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--db", folder.resolve("news.db").toString()));
    return Commands.run(all.toArray(String[]::new));
  }
}
