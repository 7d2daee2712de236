package dev.meanwhile.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meanwhile.cli.Commands.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class OtherCommandsTest {
  @TempDir
  Path folder;

  @Test
  void version_isPrinted() {
    assertThat(Commands.run("--version").out()).startsWith("meanwhile 0.1.0");
  }

  @Test
  void noCommand_showsWhatThereIs() {
    Result result = Commands.run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("news").contains("tour").contains("feed");
  }

  @Test
  void tourList_hasOneLineForEach() {
    Result result = Commands.run("tour", "--list");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out().lines())
        .hasSize(16)
        .first()
        .asString()
        .startsWith("breakfast-blocking ");
  }

  @Test
  void tour_unknownName_exitCodeIsTwo() {
    Result result = Commands.run("tour", "lunch");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("there is no listing 'lunch'");
  }

  @Test
  void feed_addressWithCredentials_showsNone() {
    Result json = Commands.run("feed", "--json", "http://me:secret@127.0.0.1:1/feed");
    Result text = Commands.run("feed", "ftp://me:secret@127.0.0.1:1/feed");

    assertThat(json.out()).contains("http://127.0.0.1:1/feed").doesNotContain("secret");
    assertThat(text.out()).contains("127.0.0.1:1/feed").doesNotContain("secret");
    assertThat(json.exitCode()).isEqualTo(1);
  }

  @Test
  void feedJson_oneObjectALineForEachSource() throws IOException {
    Path good = folder.resolve("good.json");
    Files.writeString(good, """
        {"version": "https://jsonfeed.org/version/1.1", "title": "T",
         "items": [{"id": "1", "title": "One", "url": "https://x.example/1",
                    "date_published": "2025-01-01T00:00:00Z"}]}
        """);
    Path page = folder.resolve("page.html");
    Files.writeString(page, "<!DOCTYPE html><html><body>Hi</body></html>");

    Result result = Commands.run("feed", "--json", good.toString(), page.toString());

    assertThat(result.exitCode()).isZero();
    assertThat(result.out().lines()).hasSize(2);
    JsonNode first = JsonMapper.shared().readTree(result.out().lines().toList().getFirst());
    assertThat(first.get("format").stringValue()).isEqualTo("JSON Feed 1.1");
    assertThat(first.get("entries").get(0).get("published").stringValue())
        .isEqualTo("2025-01-01T00:00:00Z");
    assertThat(first.get("lenient").booleanValue()).isFalse();
    JsonNode second = JsonMapper.shared().readTree(result.out().lines().toList().getLast());
    assertThat(second.get("error").stringValue()).contains("HTML");
  }
}
