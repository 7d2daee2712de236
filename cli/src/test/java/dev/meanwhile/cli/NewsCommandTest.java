package dev.meanwhile.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meanwhile.cli.Commands.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class NewsCommandTest {
  private static final String FEED = """
      <rss version="2.0"><channel><title>Good feed</title>
      <item><title>First \u001b[31mred\u202e</title><pubDate>Wed, 01 Jan 2025 10:00:00 GMT</pubDate></item>
      <item><title>Second</title><pubDate>Thu, 02 Jan 2025 10:00:00 GMT</pubDate></item>
      </channel></rss>
      """;

  @TempDir
  Path folder;

  @Test
  void json_someSourcesFail_hasEveryKeyAndEverySourceInOrder() throws IOException {
    String good = write("good.xml", FEED);
    String empty = write("empty.xml", "");
    String refused = "http://127.0.0.1:" + unusedPort() + "/feed";

    Result result = Commands.run("news", "--json", good, refused, empty);

    assertThat(result.exitCode()).isZero();
    JsonNode json = JsonMapper.shared().readTree(result.out());
    assertThat(json.propertyNames())
        .containsExactly(
            "total_sources",
            "successful_sources",
            "failed_sources",
            "total_articles",
            "fetch_duration_seconds",
            "results",
            "problems");
    assertThat(json.get("total_sources").intValue()).isEqualTo(3);
    assertThat(json.get("successful_sources").intValue()).isEqualTo(1);
    assertThat(json.get("failed_sources").intValue()).isEqualTo(2);
    assertThat(json.get("total_articles").intValue()).isEqualTo(2);
    assertThat(result.out()).containsPattern("\"fetch_duration_seconds\" : \\d+\\.\\d\\d,");
    JsonNode first = json.get("results").get(0);
    assertThat(first.propertyNames())
        .containsExactly(
            "source",
            "url",
            "status",
            "outcome",
            "articles_count",
            "new_articles",
            "fetch_time",
            "stage",
            "error");
    assertThat(first.get("status").stringValue()).isEqualTo("success");
    assertThat(first.get("outcome").stringValue()).isEqualTo("new");
    assertThat(first.get("articles_count").intValue()).isEqualTo(2);
    assertThat(first.get("fetch_time").stringValue())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,3})?Z");
    JsonNode second = json.get("results").get(1);
    assertThat(second.get("source").stringValue()).isEqualTo(refused);
    assertThat(second.get("status").stringValue()).isEqualTo("error");
    assertThat(second.get("outcome").stringValue()).isEqualTo("failed");
    assertThat(second.get("stage").stringValue()).isEqualTo("connect");
    assertThat(second.get("error").stringValue()).contains("refused");
    assertThat(json.get("results").get(2).get("error").stringValue()).contains("empty");
  }

  @Test
  void text_hasHeadlinesFailuresAndSummary_andNothingThatSteersATerminal() throws IOException {
    String good = write("good.xml", FEED);
    String page = write("page.html", "<!DOCTYPE html><html><body>Hi</body></html>");

    Result result = Commands.run("news", good, page);

    assertThat(result.exitCode()).isZero();
    assertThat(result.out().lines().toList())
        .anyMatch(line -> line.contains("Second") && line.contains("Good feed"))
        .anyMatch(line -> line.contains("First [31mred"))
        .anyMatch(line -> line.contains("✗") && line.contains("an HTML page"))
        .anyMatch(line -> line.contains("Sources   2: 1 ok, 1 failed"))
        .anyMatch(line -> line.contains("Articles  2"))
        .anyMatch(line -> line.contains("times as fast"));
    assertThat(result.out()).doesNotContain("\u001b").doesNotContain("\u202e");
    assertThat(result.out().indexOf("Second")).isLessThan(result.out().indexOf("First"));
    assertThat(result.err().lines().toList())
        .anyMatch(line -> line.startsWith("[1/2] "))
        .anyMatch(line -> line.startsWith("[2/2] "));
  }

  @Test
  void list_badLine_isReportedAndTheRestIsRead() throws IOException {
    write("good.xml", FEED);
    String list = write(
        "list.txt",
        "# mine\n" + folder.resolve("good.xml").toUri() + "\nftp://nowhere.example/\n"
            + folder.resolve("good.xml").toUri());

    Result result = Commands.run("news", "--list", list, "--json");

    assertThat(result.exitCode()).isZero();
    assertThat(result.err())
        .contains("list.txt, line 3: \"ftp://nowhere.example/\" cannot be read")
        .contains("line 4: ");
    JsonNode json = JsonMapper.shared().readTree(result.out());
    assertThat(json.get("total_sources").intValue()).isEqualTo(1);
    assertThat(json.get("problems").size()).isEqualTo(2);
  }

  @Test
  void opml_outlines_areReadUnderTheirNames() throws IOException {
    String opml = write(
        "mine.opml",
        "<opml><body><outline text='The closed one' xmlUrl='http://127.0.0.1:" + unusedPort()
            + "/feed'/></body></opml>");

    Result result = Commands.run("news", "--opml", opml, "--json");

    JsonNode json = JsonMapper.shared().readTree(result.out());
    assertThat(json.get("results").get(0).get("source").stringValue()).isEqualTo("The closed one");
  }

  @Test
  void opml_namesThisMachine_isRefusedUnlessAllowed() throws IOException {
    String opml = write(
        "mine.opml",
        "<opml><body><outline xmlUrl='http://127.0.0.1:" + unusedPort() + "/feed'/></body></opml>");

    assertThat(stageOf("news", "--opml", opml, "--json")).isEqualTo("policy");
    assertThat(stageOf("news", "--opml", opml, "--json", "--allow", "127.0.0.0/8"))
        .isEqualTo("connect");
  }

  private static String stageOf(String... command) {
    JsonNode json = JsonMapper.shared().readTree(Commands.run(command).out());
    return json.get("results").get(0).get("stage").stringValue();
  }

  @Test
  void allSourcesFail_exitCodeIsOne() throws IOException {
    assertThat(Commands.run("news", write("empty.xml", "")).exitCode()).isEqualTo(1);
  }

  @Test
  void failOnAny_oneSourceFails_exitCodeIsOne() throws IOException {
    String good = write("good.xml", FEED);

    assertThat(Commands.run("news", good, "--fail-on", "any").exitCode()).isZero();
    assertThat(Commands.run("news", good, write("empty.xml", ""), "--fail-on", "any")
            .exitCode())
        .isEqualTo(1);
  }

  @Test
  void missingList_saysSoAndExitCodeIsOne() {
    Result result = Commands.run("news", "--list", folder.resolve("none.txt").toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).startsWith("meanwhile: there is no file ");
    assertThat(result.out()).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void endlessList_isRefused() {
    Result result = Commands.run("news", "--list", "/dev/zero");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("/dev/zero is larger than 50 MiB");
  }

  @Test
  void emptyList_saysSoAndStartsNoSamples() throws IOException {
    Result result = Commands.run("news", "--list", write("list.txt", "# nothing\n"));

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("there is no source to read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--timeout=soon",
        "--timeout=-1s",
        "--deadline=0s",
        "--concurrency=0",
        "--per-host=-1",
        "--spacing=5 parsecs",
        "--spacing=25h",
        "--fail-on=some",
        "--no-such-option",
        "gopher://example.org"
      })
  void wrongUsage_exitCodeIsTwo(String argument) {
    Result result = Commands.run("news", argument);

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).isNotEmpty();
    assertThat(result.out()).isEmpty();
  }

  @Test
  void noSource_readsTheSampleNewsroom() {
    Result result = Commands.run("news", "--timeout", "1s", "--json");

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).startsWith("No source was given: reading a newsroom of 16 samples");
    JsonNode json = JsonMapper.shared().readTree(result.out());
    assertThat(json.get("total_sources").intValue()).isEqualTo(16);
    assertThat(json.get("successful_sources").intValue()).isEqualTo(9);
  }

  @Test
  void slowSource_isToldApart_andIsAFailureAtItsDeadlineInJson() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      String slow = "http://127.0.0.1:" + silent.getLocalPort() + "/feed";

      Result told = Commands.run("news", "--timeout", "100ms", slow);
      Result json = Commands.run("news", "--timeout", "100ms", "--json", slow);

      assertThat(told.out())
          .contains("too slow: not done within 100 ms", "0 ok, none failed, 1 too slow");
      assertThat(told.err()).contains("slow    http://127.0.0.1");
      JsonNode result = JsonMapper.shared().readTree(json.out()).get("results").get(0);
      assertThat(result.get("status").stringValue()).isEqualTo("error");
      assertThat(result.get("outcome").stringValue()).isEqualTo("failed");
      assertThat(result.get("stage").stringValue()).isEqualTo("deadline");
      assertThat(JsonMapper.shared().readTree(json.out()).get("failed_sources").intValue())
          .isEqualTo(1);
    }
  }

  /// A process of its own, which is sent SIGINT as soon as its request has arrived.
  @EnabledOnOs({OS.LINUX, OS.MAC})
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void interrupt_printsWhatIsDoneAndExitsWith130(boolean isKept) throws Exception {
    String good = write("good.xml", FEED);
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Process process = new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Dstdout.encoding=UTF-8",
              "-cp",
              System.getProperty("java.class.path"),
              "dev.meanwhile.cli.Meanwhile",
              "news",
              "--json",
              isKept ? "--save" : "--fail-on=all",
              "--db=" + folder.resolve("news.db"),
              good,
              "http://127.0.0.1:" + silent.getLocalPort() + "/feed")
          .start();
      try (Socket _ = silent.accept()) {
        awaitLine(process, "[1/2] ok");
        assertThat(new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor())
            .isZero();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        JsonNode results = JsonMapper.shared().readTree(out).get("results");
        assertThat(List.of(
                results.get(0).get("outcome").stringValue(),
                results.get(1).get("outcome").stringValue()))
            .containsExactly("new", "cut_off");
        assertThat(results.get(1).get("error").stringValue())
            .isEqualTo("cut off: it was interrupted");
      } finally {
        process.destroyForcibly();
      }
    }
  }

  private static void awaitLine(Process process, String start) throws IOException {
    BufferedReader err = process.errorReader(StandardCharsets.UTF_8);
    String line = err.readLine();
    while (line != null && !line.startsWith(start)) {
      line = err.readLine();
    }
    assertThat(line).isNotNull();
  }

  private String write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, content);
    return file.toString();
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
