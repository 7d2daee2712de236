package dev.meanwhile.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meanwhile.cli.Commands.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The commands over a store, with feeds in files.
final class StoreCommandsTest {
  @TempDir
  private Path folder;

  private Path ocean;

  @BeforeEach
  void feeds() throws IOException {
    ocean = write("ocean.xml", feed("Ocean news", "The deep ocean", "A storm"));
  }

  @Test
  void main_path_fromAnEmptyStoreToAnArticle() throws IOException {
    assertThat(run("sources").out())
        .isEqualTo("No source is kept yet: meanwhile sources add ADDRESS, or import FILE.\n");

    Result added = run("sources", "add", ocean.toString(), "--tag", "sea");
    assertThat(added.exitCode()).as(added.err()).isZero();
    Result first = run("news");
    assertThat(first.exitCode()).isZero();
    assertThat(first.out()).startsWith("New\n").contains("The deep ocean", "A storm", "1 ok");
    assertThat(run("news").out())
        .startsWith("New since the last look, just now\n  nothing\n")
        .contains("1 not due yet");
    assertThat(run("sources").out()).contains("Ocean news", "2 articles", "#sea");

    Result found = run("search", "deep");
    assertThat(found.exitCode()).isZero();
    String id = number(found.out(), "The deep ocean");
    Result read = run("read", id);
    assertThat(read.out())
        .contains("The deep ocean", "About the deep ocean [1].", "[1] https://x.example/more");
    assertThat(json(run("export")).getFirst().get("read").booleanValue()
            || json(run("export")).get(1).get("read").booleanValue())
        .isTrue();
    assertThat(run("star", id).out()).isEqualTo("starred: 1\n");
    assertThat(json(run("export", "--starred"))).hasSize(1);
    assertThat(run("mark-read", "--before", "0s").exitCode()).isZero();
    assertThat(run("stats").out()).contains("1 sources, 2 articles, 0 unread", "Ocean news");
  }

  @Test
  void news_changedFeed_showsOnlyWhatIsNew() throws IOException {
    run("sources", "add", ocean.toString());
    run("news");
    write("ocean.xml", feed("Ocean news", "A third", "The deep ocean", "A storm"));

    Result news = run("news", "--force");

    assertThat(news.out()).contains("A third").doesNotContain("The deep ocean");
    assertThat(run("news", "--since", "30d").out()).contains("A third", "The deep ocean");
    assertThat(run("news", "--search", "storm").out())
        .contains("A storm")
        .doesNotContain("A third");
  }

  @Test
  void news_json_hasTheArticlesThatAreShown() throws IOException {
    run("sources", "add", ocean.toString());

    JsonNode account = JsonMapper.shared().readTree(run("news", "--json").out());

    assertThat(account.get("total_sources").intValue()).isEqualTo(1);
    assertThat(account.get("results").get(0).get("outcome").stringValue()).isEqualTo("new");
    assertThat(account.get("results").get(0).get("new_articles").intValue()).isEqualTo(2);
    assertThat(account.get("articles")).hasSize(2);
    assertThat(account.get("articles").get(0).propertyNames())
        .contains("id", "title", "link", "source");
  }

  @Test
  void news_stories_areShownTogetherWithTheReason() throws IOException {
    String text = "Volcano Eyjafjallajokull erupts and grounds flights over northern Europe today";
    run(
        "sources",
        "add",
        write("one.xml", feed("One", text, "Weather stays calm")).toString());
    run("sources", "add", write("two.xml", feed("Two", text)).toString());

    Result news = run("news", "--stories");

    List<String> lines = news.out().lines().toList();
    int first = lines.indexOf(
        lines.stream().filter(line -> line.contains("Volcano")).findFirst().orElseThrow());
    assertThat(lines.get(first + 1)).containsAnyOf("Volcano", "with the others:");
    assertThat(news.out()).contains("with the others: ", "Weather stays calm");
    JsonNode json = JsonMapper.shared()
        .readTree(run("news", "--stories", "--since", "1d", "--json").out());
    assertThat(json.get("articles"))
        .filteredOn(article -> article.has("story"))
        .hasSize(1)
        .allSatisfy(
            article -> assertThat(article.get("story_why").stringValue()).isNotBlank());
  }

  @Test
  void news_events_areLinesOfJson() throws IOException {
    run("sources", "add", ocean.toString());

    List<JsonNode> events = json(run("news", "--events"));

    assertThat(events)
        .extracting(event -> event.get("event").stringValue())
        .containsExactly("planned", "started", "finished", "done");
    assertThat(events.getLast().get("results")).hasSize(1);
  }

  @Test
  void news_givenSource_isReadOnceAndNotKept_unlessSaved() throws IOException {
    assertThat(run("news", ocean.toString()).out()).contains("The deep ocean");
    assertThat(Files.exists(folder.resolve("news.db"))).isFalse();

    assertThat(run("news", "--save", ocean.toString()).out()).contains("The deep ocean");
    assertThat(json(run("sources", "--json"))).hasSize(1);
  }

  @Test
  void opml_importAndExport_keepFoldersAndNames() throws IOException {
    Path opml = write("in.opml", """
        <opml version="2.0"><body>
          <outline text="Tech &amp; more">
            <outline text="Deeper"><outline text="A" xmlUrl="https://a.example/feed"/></outline>
            <outline text="B" xmlUrl="https://u:secret@b.example/feed"/>
          </outline>
          <outline text="C" xmlUrl="https://c.example/feed" category="/x/y,z"/>
          <outline text="Bad" xmlUrl="javascript:alert(1)"/>
        </body></opml>
        """);

    Result imported = run("sources", "import", opml.toString());

    assertThat(imported.out()).isEqualTo("kept 3 sources\n");
    assertThat(imported.err()).contains("javascript");
    assertThat(run("sources", "import", opml.toString()).out())
        .isEqualTo("kept 0 sources, 3 were kept already\n");
    List<JsonNode> sources = json(run("sources", "--json"));
    assertThat(sources)
        .extracting(source -> source.get("name").stringValue() + source.get("tags"))
        .containsExactly("A[\"Deeper\",\"Tech & more\"]", "B[\"Tech & more\"]", "C[\"y\",\"z\"]");
    Result exported = run("sources", "export");
    assertThat(exported.out()).doesNotContain("secret");
    Path again = write("out.opml", exported.out());
    assertThat(Commands.run(
                "sources",
                "import",
                again.toString(),
                "--db",
                folder.resolve("2.db").toString())
            .out())
        .isEqualTo("kept 3 sources\n");
    assertThat(json(
            Commands.run("sources", "--json", "--db", folder.resolve("2.db").toString())))
        .extracting(source -> source.get("name").stringValue() + source.get("tags"))
        .contains("A[\"Deeper\",\"Tech & more\"]");
  }

  @Test
  void sources_commands_doWhatTheySay() throws IOException {
    run("sources", "add", ocean.toString());
    Path sky = write("sky.xml", feed("Sky news", "A cloud"));
    run("sources", "add", sky.toString());
    run("news");

    assertThat(run("sources", "rename", "ocean", "The Sea").out())
        .isEqualTo("Ocean news: renamed to The Sea\n");
    assertThat(run("sources", "tag", "1", "blue", "wet").out())
        .isEqualTo("The Sea: tags: blue, wet\n");
    assertThat(run("sources", "tag", "1", "--", "-wet").out()).isEqualTo("The Sea: tags: blue\n");
    assertThat(run("sources", "pause", "sky").out()).isEqualTo("Sky news: paused\n");
    assertThat(json(run("news", "--force", "--json")).size()).isPositive();
    assertThat(run("sources", "show", "sky").out()).contains("Sky news", "paused");
    assertThat(run("sources", "resume", "sky").out()).isEqualTo("Sky news: resumed\n");
    assertThat(run("sources", "show", "sea").out())
        .contains("The Sea", "Next read", "every 60 min", "Last readings", "2 new");
    assertThat(run(
                "sources",
                "set",
                "sea",
                "--interval",
                "5m",
                "--header",
                "X-Key: k",
                "--user",
                "ada:pw")
            .out())
        .isEqualTo("The Sea: changed\n");
    assertThat(run("sources", "show", "sea").out())
        .contains("every 5 min; header X-Key; user ada")
        .doesNotContain("pw");
    assertThat(run("sources", "remove", "sea", "sky").exitCode()).isZero();
    assertThat(run("search", "ocean").exitCode()).isEqualTo(1);
  }

  @Test
  void sources_proxy_isUsed_andItsPasswordNeverShown() throws IOException {
    List<String> asked = new ArrayList<>();
    try (ServerSocket proxy = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread answering = Thread.ofVirtual().start(() -> answerOnce(proxy, asked));
      run("sources", "add", "--as-is", "http://typed.invalid/feed");
      String address = "http://joe:secret@127.0.0.1:" + proxy.getLocalPort();

      Result set = run("sources", "set", "1", "--proxy", address);

      assertThat(set.exitCode()).as(set.err()).isZero();
      Result news = run("news");
      answering.join();
      assertThat(news.out()).contains("The deep ocean", "1 ok");
      assertThat(asked.getFirst()).isEqualTo("GET http://typed.invalid/feed HTTP/1.1");
      assertThat(asked).contains("Proxy-Authorization: Basic am9lOnNlY3JldA==");
      Result shown = run("sources", "show", "1");
      Result json = run("sources", "--json");
      assertThat(shown.out()).contains("through the proxy http://127.0.0.1:");
      assertThat(json(json).getFirst().get("proxy").stringValue()).startsWith("http://127.0.0.1:");
      assertThat(set.out() + set.err() + news.out() + news.err() + shown.out() + json.out())
          .doesNotContain("secret", "joe");
      run("sources", "set", "1", "--proxy", "");
      assertThat(run("sources", "show", "1").out()).doesNotContain("proxy");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Keeps what is logged.
  private static final class Keeping extends Handler {
    private final List<String> messages;

    Keeping(List<String> messages) {
      this.messages = messages;
    }

    @Override
    public void publish(LogRecord record) {
      messages.add(record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  /// A proxy of one request: keeps its head, and answers with a feed.
  private static void answerOnce(ServerSocket proxy, List<String> asked) {
    try (Socket connection = proxy.accept()) {
      BufferedReader head = new BufferedReader(
          new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
      for (String line = head.readLine(); !line.isEmpty(); line = head.readLine()) {
        asked.add(line);
      }
      byte[] body = feed("Ocean news", "The deep ocean").getBytes(StandardCharsets.UTF_8);
      OutputStream out = connection.getOutputStream();
      out.write(
          ("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + body.length + "\r\n\r\n")
              .getBytes(StandardCharsets.ISO_8859_1));
      out.write(body);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void sources_insecure_isSaidEverywhere_untilItIsTakenBack() throws IOException {
    run("sources", "add", "--as-is", "https://127.0.0.1:1/feed");

    Result set = run("sources", "set", "1", "--insecure");
    assertThat(set.exitCode()).isZero();
    assertThat(set.err()).contains("is NOT VERIFIED (--insecure): whoever is in between");

    assertThat(run("sources").out()).contains("NOT VERIFIED, never read yet");
    assertThat(run("sources", "show", "1").out())
        .contains("Warning    its connection is NOT VERIFIED");
    assertThat(json(run("sources", "--json")).getFirst().get("insecure").booleanValue())
        .isTrue();
    List<String> warnings = new ArrayList<>();
    Logger sessions = Logger.getLogger("dev.meanwhile.http.ClientSession");
    Handler keeping = new Keeping(warnings);
    sessions.addHandler(keeping);
    Result news = run("news");
    sessions.removeHandler(keeping);
    assertThat(warnings)
        .containsExactly("the certificates of 127.0.0.1 are not verified: insecureTls");
    assertThat(news.out()).contains("Not verified", "its connection is NOT VERIFIED (--insecure)");
    assertThat(news.err()).contains("; its connection is NOT VERIFIED (--insecure)");
    JsonNode account =
        JsonMapper.shared().readTree(run("news", "--force", "--json").out());
    assertThat(account.get("results").get(0).get("insecure").booleanValue()).isTrue();
    assertThat(run("sources", "set", "1", "--interval", "").exitCode()).isZero();
    assertThat(run("watch", "--rounds", "1").err()).contains("is NOT VERIFIED");
    run("sources", "set", "1", "--no-insecure");
    assertThat(run("sources", "show", "1").out()).doesNotContain("NOT VERIFIED");
    assertThat(run("news", "--force").out()).doesNotContain("erified");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://joe:secret@p", "joe:secret", "http://joe:se/cret@p:1", "http://p:1/x"})
  void sources_badProxy_isRefusedWithoutItsPassword(String proxy) {
    run("sources", "add", ocean.toString());

    Result result = run("sources", "set", "1", "--proxy", proxy);

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .contains("--proxy", "that is no proxy: write http://HOST:PORT")
        .doesNotContain("secret", "cret");
  }

  @Test
  void sources_move_thereAndBack_withoutPasswordsInTexts() throws IOException {
    run("sources", "add", ocean.toString());
    Path sky = write("sky.xml", feed("Sky news", "A cloud"));
    run("sources", "add", sky.toString());

    assertThat(
            run("sources", "move", "1", "https://ada:secret@sea.example/feed").out())
        .contains(": is read at https://sea.example/feed, before at file:")
        .doesNotContain("secret");
    assertThat(run("sources", "show", "1").out())
        .contains("Moved from file:", "address was changed");
    assertThat(run("sources", "move-back", "1").out())
        .endsWith(", before at https://sea.example/feed\n");
    assertThat(run("news").out()).contains("The deep ocean");
    assertThat(run("sources", "move", "1", sky.toUri().toString()).err())
        .contains("meanwhile: another source is kept at file:");
    assertThat(run("sources", "move", "1", ocean.toUri().toString()).err())
        .contains("meanwhile: Ocean news is read at file:", " already");
    assertThat(run("sources", "move-back", "2").err())
        .isEqualTo("meanwhile: Sky news has not moved\n");
    run("sources", "set", "2", "--user", "ada:secret");
    assertThat(run("sources", "move", "2", "https://sky.example/").err())
        .contains("what is set for it holds there, too")
        .doesNotContain("secret");
    assertThat(run("sources", "move", "1", "ftp://u:secret@x.example/").err())
        .contains("only http, https and file addresses can, not ftp")
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      read 4711                     | 1 | meanwhile: there is no article 4711
      sources show nothing          | 1 | meanwhile: there is no source "nothing": meanwhile sources lists those that are kept
      search +++                    | 2 | there is no word to look for
      mark-read                     | 2 | give numbers of articles, or --before
      news --since yesterday x      | 2 | 'yesterday' is no time: write 3h, 2d, 2026-11-23 or 2026-11-23T10:00:00Z
      news --save                   | 2 | --save needs sources to keep
      news --json --events x        | 2 | choose one of --json and --events
      sources --db jdbc:mysql://x   | 1 | meanwhile: a store is a file, or a database at jdbc:postgresql:...; no other kind is known
      """)
  void mistakes_areTold(String line, int exitCode, String message) {
    Result result = line.contains("--db") ? Commands.run(line.split(" ")) : run(line.split(" "));

    assertThat(result.exitCode()).isEqualTo(exitCode);
    assertThat(result.err()).contains(message);
  }

  @Test
  void export_isSafeAndCanBeReadAgain() throws IOException {
    write("ocean.xml", feed("Ocean news", "<b>Bold</b> & <script>x</script>"));
    run("sources", "add", ocean.toString());
    run("news");

    String html = run("export", "--format", "html").out();
    assertThat(html).doesNotContain("<script").contains("<h2>").contains("Content-Security-Policy");
    Path atom = write("export.xml", run("export", "--format", "atom").out());
    JsonNode feed = json(Commands.run("feed", atom.toString(), "--json")).getFirst();
    assertThat(feed.get("format").stringValue()).isEqualTo("Atom 1.0");
    assertThat(feed.get("entries")).hasSize(1);
    assertThat(feed.get("problems")).isEmpty();
  }

  @Test
  void watch_oneRound_printsWhatIsNew() throws IOException {
    run("sources", "add", ocean.toString());

    assertThat(run("watch", "--rounds", "1").out()).contains("UTC", "The deep ocean");
    assertThat(run("watch", "--rounds", "1").out()).isEmpty();
  }

  // --- parts ---

  private Result run(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    int separator = all.indexOf("--");
    all.addAll(
        separator < 0 ? all.size() : separator,
        List.of("--db", folder.resolve("news.db").toString()));
    return Commands.run(all.toArray(String[]::new));
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static String feed(String title, String... titles) {
    StringBuilder feed =
        new StringBuilder("<rss version='2.0'><channel><title>" + title + "</title>");
    for (String each : titles) {
      String text = each.replace("&", "&amp;").replace("<", "&lt;");
      feed.append("<item><title><![CDATA[" + each + "]]></title><guid isPermaLink='false'>" + text
          + "</guid><description><![CDATA[<p>About <a href='https://x.example/more'>"
          + each.toLowerCase(Locale.ROOT)
          + "</a>.</p><script>bad()</script>]]></description></item>");
    }
    return feed.append("</channel></rss>").toString();
  }

  private static String number(String list, String title) {
    String line = list.lines().filter(each -> each.contains(title)).findFirst().orElseThrow();
    return line.replaceFirst("^\\D*(\\d+).*", "$1");
  }

  private static List<JsonNode> json(Result result) throws IOException {
    assertThat(result.err()).doesNotContain("error of Meanwhile");
    if (result.out().startsWith("{\n") || result.out().startsWith("{\r")) {
      return List.of(JsonMapper.shared().readTree(result.out()));
    }
    return result.out().lines().map(line -> JsonMapper.shared().readTree(line)).toList();
  }
}
