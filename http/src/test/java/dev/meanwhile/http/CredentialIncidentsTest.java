package dev.meanwhile.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meanwhile.async.test.Simulation;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Credentials that other clients gave away, each named after the report on it.
final class CredentialIncidentsTest {
  private final List<Request> seen = new ArrayList<>();

  // To another domain.
  @ParameterizedTest
  @ValueSource(strings = {"http://other.example/", "http://sub.a.example/", "http://example/"})
  void scrapyGhsaCw9j_redirectToAnotherHost_dropsCredentials(String to) {
    follow(request("Authorization", "Basic x"), to);

    assertThat(seen.getLast().headers().has("Authorization")).isFalse();
  }

  // The same host, but without TLS, or at another port.
  @ParameterizedTest
  @CsvSource({
    "https://a.example/, http://a.example/",
    "http://a.example/, https://a.example/",
    "https://a.example/, https://a.example:8443/",
  })
  void scrapyGhsa4qqq_redirectToAnotherSchemeOrPort_dropsCredentials(String from, String to) {
    follow(Request.get(from).header("Authorization", "Basic x").header("Cookie", "id=1"), to);

    assertThat(seen.getLast().headers().has("Authorization")).isFalse();
    assertThat(seen.getLast().headers().has("Cookie")).isFalse();
  }

  // Only the first of several was dropped.
  @ParameterizedTest
  @ValueSource(strings = {"Authorization", "Proxy-Authorization", "Cookie", "authorization"})
  void aiohttp3143_repeatedHeaders_areAllDropped(String name) {
    follow(
        request(name, "first")
            .addHeader(name, "second")
            .addHeader(name.toUpperCase(java.util.Locale.ROOT), "third"),
        "http://other.example/");

    assertThat(seen.getFirst().headers().all(name)).hasSize(3);
    assertThat(seen.getLast().headers().has(name)).isFalse();
  }

  // curl sends headers of one's own to wherever a redirect leads; which are keys, only the
  // caller knows.
  @Test
  void confidentialHeaders_stayWithTheirOrigin_andOthersDoNot() {
    Request request = request("Accept-Language", "de")
        .confidentialHeader("X-Key", "old")
        .confidentialHeader("x-key", "secret")
        .confidentialHeader("X-Token", "secret")
        .timeout(Duration.ofSeconds(9));
    follow(request, "http://other.example/");

    assertThat(seen.getFirst().headers().all("X-Key")).containsExactly("secret");
    assertThat(seen.getFirst().headers().has("X-Token")).isTrue();
    assertThat(seen.getLast().uri()).hasToString("http://other.example/");
    assertThat(seen.getLast().headers().has("X-Key")).isFalse();
    assertThat(seen.getLast().headers().has("X-Token")).isFalse();
    assertThat(seen.getLast().headers().first("Accept-Language")).hasValue("de");
  }

  // aiohttp drops it, too: it names a site of the first server.
  @Test
  void hostOfTheCallers_staysWithItsOrigin() {
    follow(request("Host", "inside.example"), "http://other.example/");

    assertThat(seen.getFirst().headers().first("Host")).hasValue("inside.example");
    assertThat(seen.getLast().headers().has("Host")).isFalse();
  }

  @Test
  void origin_ofAnAddressWithCredentials_leavesThemOut() {
    assertThat(Origin.of(URI.create("http://joe:secret@under_score.example/")))
        .hasToString("under_score.example");
    assertThat(Origin.of(URI.create("http://joe:secret@under_score.example:81/")))
        .hasToString("under_score.example:81");
  }

  @Test
  void sessionsDefaultCredentials_areDroppedToo() {
    try (var session = ClientSession.builder()
        .header("Authorization", "Bearer x")
        .transport(InMemoryTransport.of(request -> answer(request, "http://other.example/")))
        .open()) {
      Simulation.run(() -> session.get("http://a.example/").close());
    }

    assertThat(seen.getFirst().headers().has("Authorization")).isTrue();
    assertThat(seen.getLast().headers().has("Authorization")).isFalse();
  }

  @Test
  void credentials_neverShow() {
    Request request = request("Authorization", "Basic c2VjcmV0").header("Cookie", "secret=1");

    assertThat(request.toString()).doesNotContain("c2VjcmV0").doesNotContain("secret");
    assertThat(request.headers().toString()).doesNotContain("c2VjcmV0").doesNotContain("secret");
  }

  private static Request request(String name, String value) {
    return Request.get("http://a.example/").header(name, value);
  }

  private void follow(Request request, String to) {
    try (var session = ClientSession.builder()
        .transport(InMemoryTransport.of(asked -> answer(asked, to)))
        .open()) {
      Simulation.run(() -> session.send(request).close());
    }
    assertThat(seen).hasSize(2);
  }

  private Reply answer(Request request, String to) {
    seen.add(request);
    return seen.size() == 1 ? Reply.of(302).header("Location", to) : Reply.of(204);
  }
}
