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
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Commands that are told of new articles.
@EnabledOnOs({OS.LINUX, OS.MAC})
final class OnNewTest {
  @TempDir
  private Path folder;

  private Path feed;
  private Path told;

  @BeforeEach
  void keepASource() throws IOException {
    feed = folder.resolve("feed.xml");
    told = folder.resolve("told.jsonl");
    serve("One", "$(touch hacked) `touch hacked` Two");
    run("sources", "add", feed.toString());
  }

  @Test
  void news_withNewArticles_runsItWithOneLineOfJsonEach_andNotWithout() throws IOException {
    Result first = run("news", "--on-new", "cat > " + told);

    assertThat(first.exitCode()).as(first.err()).isZero();
    List<JsonNode> articles = articles();
    assertThat(articles)
        .extracting(article -> article.get("title").stringValue())
        .containsExactlyInAnyOrder("One", "$(touch hacked) `touch hacked` Two");
    assertThat(articles.getFirst().propertyNames())
        .contains("id", "link", "source", "published", "html", "text");
    assertThat(articles.getFirst().get("text").stringValue()).isEqualTo("About it.");
    Files.delete(told);
    run("news", "--force", "--on-new", "cat > " + told);
    assertThat(told).doesNotExist();
    serve("One", "Three");
    run("news", "--force", "--json", "--on-new", "cat > " + told);
    assertThat(articles())
        .extracting(article -> article.get("title").stringValue())
        .containsExactly("Three");
  }

  @Test
  void news_manyArticles_allOfThemArrive() throws IOException {
    List<String> titles = new ArrayList<>();
    for (int i = 0; i < 333; i++) {
      titles.add("Title " + i);
    }
    serve(titles.toArray(String[]::new));

    run("news", "--on-new", "cat > " + told);

    assertThat(articles()).hasSize(333);
  }

  @Test
  void news_whatItPrints_goesToStandardError_withoutWhatSteersTerminals() {
    Result news = run("news", "--on-new", "printf 'hel\\033[2Jlo'; echo oops >&2; exit 3");

    assertThat(news.exitCode()).isZero();
    assertThat(news.out()).contains("One", "1 ok").doesNotContain("oops", "hel");
    assertThat(news.err())
        .contains("hel[2Jlooops\n", "meanwhile: the command of --on-new ended with exit code 3\n");
  }

  @Test
  void news_textOfFeeds_isNotInArgumentsOrEnvironment() throws IOException {
    Result news =
        run("news", "--on-new", "env; echo \"$0 $*\"; cd " + folder + "; cat > told.jsonl");

    assertThat(news.err()).contains("PATH=").doesNotContain("hacked");
    assertThat(articles()).hasSize(2);
    assertThat(folder.resolve("hacked")).doesNotExist();
  }

  @Test
  void news_commandThatDoesNotReadOrEnd_changesNothingElse() throws IOException {
    assertThat(run("news", "--on-new", "exec <&-; exit 0").err())
        .doesNotContain("--on-new", "error of Meanwhile");
    serve("Four");
    Result slow = run("news", "--force", "--on-new-limit", "100ms", "--on-new", "sleep 60");

    assertThat(slow.exitCode()).isZero();
    assertThat(slow.out()).contains("Four", "1 ok");
    assertThat(slow.err())
        .contains("meanwhile: the command of --on-new was ended: it took longer than 0.10 s");
  }

  @Test
  void news_backgroundOfTheCommand_holdsUpNobody() {
    Result news = run("news", "--on-new", "sleep 20 & echo started");

    assertThat(news.err()).contains("started").doesNotContain("--on-new");
  }

  @Test
  void watch_runsIt_inTheRoundThatBroughtSomething() throws IOException {
    run("watch", "--rounds", "1", "--on-new", "cat >> " + told);
    run("watch", "--rounds", "1", "--on-new", "cat >> " + told);

    assertThat(articles()).hasSize(2);
  }

  @Test
  void news_sourcesThatAreNotKept_areRefused() {
    Result news = run("news", feed.toString(), "--on-new", "cat");

    assertThat(news.exitCode()).isEqualTo(2);
    assertThat(news.err()).contains("--on-new is for sources that are kept");
    assertThat(run("news", "--save", feed.toString(), "--on-new", "cat").err())
        .contains("\"title\":\"One\"");
  }

  private List<JsonNode> articles() throws IOException {
    return Files.readAllLines(told).stream()
        .map(line -> JsonMapper.shared().readTree(line))
        .toList();
  }

  private Result run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--db", folder.resolve("news.db").toString()));
    return Commands.run(all.toArray(String[]::new));
  }

  private void serve(String... titles) throws IOException {
    StringBuilder text = new StringBuilder("<rss version='2.0'><channel><title>News</title>");
    for (String title : titles) {
      text.append("<item><title>" + title + "</title><guid>" + title.hashCode()
          + "</guid><description>About it.</description></item>");
    }
    Files.writeString(feed, text.append("</channel></rss>"));
  }
}
