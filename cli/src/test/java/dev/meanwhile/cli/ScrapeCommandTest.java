package dev.meanwhile.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.meanwhile.cli.Commands.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The command against a server on this machine: a handful of pages, robots.txt, and a gate that
/// holds requests until several have come.
final class ScrapeCommandTest {
  private static final String HOME = """
      <html lang="en"><head><title>Home \u001b[31mred\u202e</title><meta name=description content="=1+1">
      </head><body><h1>Welcome</h1><p>Hello, world.</p><a href="/a">A</a> <a href="/b">B</a>
      <a href="/secret">S</a><a href="http://other.example/">O</a></body></html>
      """;

  @TempDir
  Path folder;

  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private final CountDownLatch gate = new CountDownLatch(3);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;
  private String base;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    base = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(path);
    switch (path) {
      case "/" -> send(exchange, 200, "text/html; charset=utf-8", HOME);
      case "/robots.txt" -> send(exchange, 200, "text/plain", "User-agent: *\nDisallow: /secret");
      case "/moved" -> {
        exchange.getResponseHeaders().add("Location", "/a");
        send(exchange, 302, "text/plain", "");
      }
      case "/elsewhere" -> {
        exchange
            .getResponseHeaders()
            .add("Location", base.replace("127.0.0.1", "localhost") + "/a");
        send(exchange, 302, "text/plain", "");
      }
      case "/gate" -> {
        gate.countDown();
        awaitGate();
        send(exchange, 200, "application/json", "{\"url\": \"/gate\"}");
      }
      case "/silent" -> {
        awaitGate();
        exchange.close();
      }
      case "/once" -> {
        boolean isFirst = asked.stream().filter(path::equals).count() == 1;
        send(exchange, isFirst ? 200 : 500, "text/html", "<title>Once</title>");
      }
      case "/none" -> send(exchange, 404, "text/html", "<title>Not found</title>");
      default ->
        send(exchange, 200, "text/html", "<title>Page " + path + "</title><p>Text, of it.");
    }
  }

  private void awaitGate() {
    try {
      gate.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static List<JsonNode> json(Result result) {
    return result.out().lines().map(line -> JsonMapper.shared().readTree(line)).toList();
  }

  @Test
  void robots_linesThatNobodyKnows_areNoMessage() {
    Commands.run("scrape", base + "/a");

    assertThat(Logger.getLogger("crawlercommons.robots.SimpleRobotRulesParser")
            .isLoggable(Level.SEVERE))
        .isFalse();
  }

  @Test
  void redirect_toAnotherHostOfThisMachine_isReadWhenAllowed() {
    Result refused = Commands.run("scrape", "--json", base + "/elsewhere");
    Result read = Commands.run("scrape", "--json", "--allow", "localhost", base + "/elsewhere");

    assertThat(refused.out()).contains("refused to connect to localhost: it is a loopback address");
    assertThat(asked).containsOnlyOnce("/a");
    assertThat(read.out()).contains("Page /a");
  }

  @Test
  void json_pagesAndErrors_areOneObjectALine() {
    Result result = Commands.run("scrape", "--json", base + "/", base + "/moved", base + "/secret");

    assertThat(result.exitCode()).isZero();
    List<JsonNode> lines = json(result);
    assertThat(lines).hasSize(3);
    JsonNode home = find(lines, "/");
    assertThat(home.propertyNames())
        .containsExactly(
            "url",
            "final_url",
            "status",
            "title",
            "description",
            "language",
            "canonical",
            "links",
            "text",
            "fetched_at");
    assertThat(home.get("status").intValue()).isEqualTo(200);
    assertThat(home.get("links").size()).isEqualTo(4);
    assertThat(home.get("text").stringValue()).contains("Hello, world.");
    assertThat(find(lines, "/moved").get("final_url").stringValue()).isEqualTo(base + "/a");
    JsonNode secret = find(lines, "/secret");
    assertThat(secret.propertyNames()).containsExactly("url", "error");
    assertThat(secret.get("error").stringValue()).contains("does not allow it");
    assertThat(asked).doesNotContain("/secret").containsOnlyOnce("/robots.txt");
  }

  private JsonNode find(List<JsonNode> lines, String path) {
    return lines.stream()
        .filter(line -> line.get("url").stringValue().equals(base + path))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void text_ofOnePage_isWholeAndSteersNoTerminal() {
    Result result = Commands.run("scrape", base + "/");

    assertThat(result.out().lines().toList())
        .contains(
            "✓ Home [31mred",
            "  200  " + base + "/  4 links",
            "  Hello, world.",
            "  " + base + "/b")
        .last()
        .asString()
        .startsWith("1 page: 1 ok, none failed, in ");
    assertThat(result.out()).doesNotContain("\u001b").doesNotContain("\u202e");
  }

  @Test
  void csv_cells_areQuotedAndNoFormulas() {
    Result result = Commands.run("scrape", "--csv", base + "/");

    assertThat(result.out())
        .startsWith(
            "url,final_url,status,title,description,language,canonical,links,text,fetched_at,error")
        .contains(base + "/," + base + "/,200,")
        .contains(",'=1+1,en,,")
        .contains("\n\nHello, world.")
        .contains(",Home [31mred,")
        .doesNotContain("\u001b");
  }

  @Test
  void requests_threeToOneHost_areUnderWayAtOnce() {
    // None is answered before the third has come.
    Result result =
        Commands.run("scrape", "--json", base + "/gate", base + "/gate", base + "/gate");

    assertThat(json(result)).hasSize(3).allMatch(line -> line.has("status"));
  }

  @Test
  void compare_printsBothTimesAndTheSpeedup() {
    Result result = Commands.run("scrape", "--compare", base + "/a", base + "/b", base + "/a");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .containsPattern("Concurrent: \\d+\\.\\d\\d seconds")
        .containsPattern("Sequential: \\d+\\.\\d\\d seconds")
        .containsPattern("Speedup: \\d+\\.\\d\\dx faster");
    assertThat(asked).containsOnlyOnce("/robots.txt").hasSize(7).startsWith("/robots.txt");
  }

  @Test
  void compare_pageThatFailsTheSecondTime_isToldOf() {
    Result result = Commands.run("scrape", "--compare", base + "/once", base + "/a");

    assertThat(result.out()).contains("Not the same work: 0 failed at once, 1 one by one");
    assertThat(Commands.run("scrape", "--compare", "file:///no/such/page", base + "/a")
            .out())
        .contains("there is no file")
        .doesNotContain("Not the same work");
    assertThat(Commands.run("scrape", "--compare", base + "/none", base + "/a").out())
        .contains("Speedup: ")
        .doesNotContain("Not the same work");
  }

  @Test
  void compare_json_leavesStandardOutputToThePages() {
    Result result = Commands.run("scrape", "--compare", "--json", base + "/a");

    assertThat(json(result)).hasSize(1);
    assertThat(result.err()).contains("Speedup: ");
  }

  @Test
  void depth_followsLinksOfTheHost() {
    Result result = Commands.run("scrape", "--depth", "1", "--json", base + "/");

    assertThat(json(result).stream().map(line -> line.get("url").stringValue()))
        .containsExactlyInAnyOrder(base + "/", base + "/a", base + "/b", base + "/secret");
  }

  @Test
  void select_takesWhatMatches() {
    Result result = Commands.run("scrape", "--select", "h1, p", "--json", base + "/");

    assertThat(json(result).getFirst().get("text").stringValue())
        .isEqualTo("Welcome\n\nHello, world.");
    assertThat(json(result).getFirst().get("selected").size()).isEqualTo(2);
    Result none = Commands.run("scrape", "--select", "h5", "--json", base + "/");
    assertThat(json(none).getFirst().get("selected").size()).isZero();
  }

  @Test
  void ignoreRobots_readsWhatIsNotAllowed() {
    Result result = Commands.run("scrape", "--ignore-robots", "--json", base + "/secret");

    assertThat(json(result).getFirst().get("status").intValue()).isEqualTo(200);
    assertThat(asked).containsExactly("/secret");
  }

  @Test
  void file_isReadAsAPage() throws IOException {
    Path file = folder.resolve("page.html");
    Files.writeString(file, HOME);

    Result result = Commands.run("scrape", "--json", file.toString());

    JsonNode page = json(result).getFirst();
    assertThat(page.get("status").isNull()).isTrue();
    assertThat(page.get("text").stringValue()).contains("Hello, world.");
    assertThat(page.get("links").size()).isEqualTo(1);
  }

  @Test
  void timeout_silentServer_isAnErrorThatSaysSo() {
    Result result = Commands.run("scrape", "--timeout", "200ms", "--json", base + "/silent");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(json(result).getFirst().get("error").stringValue())
        .isEqualTo("not done within 0.2 s");
  }

  @Test
  void exitCode_allFailedOrAny_isOne() {
    assertThat(Commands.run("scrape", base + "/none").exitCode()).isEqualTo(1);
    assertThat(Commands.run("scrape", base + "/none", base + "/a").exitCode()).isZero();
    assertThat(Commands.run("scrape", base + "/none", base + "/a", "--fail-on", "any")
            .exitCode())
        .isEqualTo(1);
    assertThat(Commands.run("scrape", "http://127.0.0.1:1/").exitCode()).isEqualTo(1);
  }

  @Test
  void credentials_areNotPrinted() {
    Result result = Commands.run("scrape", "--json", base.replace("//", "//me:hidden@") + "/a");

    assertThat(result.out()).contains(base + "/a").doesNotContain("hidden");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--depth=-1 x.example",
        "--depth=many x.example",
        "--max-pages=0 x.example",
        "--per-host=0 x.example",
        "--spacing=25h x.example",
        "--timeout=0s x.example",
        "--select=li[ x.example",
        "--json --csv x.example",
        "--compare pom.xml",
        "--no-such x.example",
        "gopher://x.example"
      })
  void wrongUsage_exitCodeIsTwo(String arguments) {
    String[] all = ("scrape " + arguments).strip().split(" ", -1);

    Result result = Commands.run(all);

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).isNotEmpty();
    assertThat(result.out()).isEmpty();
  }

  @Test
  void help_saysWhatIgnoreRobotsDoes() {
    assertThat(Commands.run("scrape", "--help").out().replaceAll("\\s+", " "))
        .contains("Do not ask for robots.txt: read also what hosts ask crawlers not to read");
  }

  /// A process of its own, which is sent SIGINT when one page is done and one never will be.
  @EnabledOnOs({OS.LINUX, OS.MAC})
  @Test
  void interrupt_keepsWhatIsPrintedAndExitsWith130() throws Exception {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dstdout.encoding=UTF-8",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.meanwhile.cli.Meanwhile",
            "scrape",
            base + "/a",
            base + "/silent")
        .start();
    try (var out = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).isEqualTo("✓ Page /a");
      assertThat(new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
              .start()
              .waitFor())
          .isZero();
      String rest = String.join("\n", out.lines().toList());

      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(130);
      assertThat(rest).contains("1 page: 1 ok, none failed, 1 cut off, in ");
    } finally {
      process.destroyForcibly();
    }
  }
}
