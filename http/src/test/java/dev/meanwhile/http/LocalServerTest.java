package dev.meanwhile.http;

import static dev.meanwhile.async.Async.run;
import static dev.meanwhile.async.Async.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meanwhile.http.HttpException.Stage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LocalServerTest {
  @Test
  void handler_mayWait_andSeesTheRequest() {
    run(() -> {
      try (LocalServer server = LocalServer.open(request -> {
            sleep(Duration.ofMillis(1));
            String name = request.headers().first("X-Name").orElse("nobody");
            return Reply.of(201).header("X-Path", request.uri().getPath()).body("hello " + name);
          });
          ClientSession session = ClientSession.open();
          Response response =
              session.send(Request.get(server.address("/a?b=c")).header("X-Name", "you"))) {

        assertThat(response.status()).isEqualTo(201);
        assertThat(response.headers().first("X-Path")).contains("/a");
        assertThat(response.text()).isEqualTo("hello you");
      }
    });
  }

  @Test
  void handler_failing_breaksTheConnectionOff() {
    run(() -> {
      try (LocalServer server = LocalServer.open(_ -> {
            throw new IllegalArgumentException("on purpose");
          });
          ClientSession session = ClientSession.open()) {

        assertThatThrownBy(() -> session.get(server.address("/")))
            .isInstanceOfSatisfying(
                HttpException.class,
                failure -> assertThat(failure.stage()).isEqualTo(Stage.HEADERS));
      }
    });
  }

  @Test
  void close_freesThePortAndEndsWhatIsAnswered() {
    run(() -> {
      LocalServer server = LocalServer.open(_ -> Reply.of(200));
      server.close();
      try (ClientSession session = ClientSession.open()) {

        assertThatThrownBy(() -> session.get(server.address("/")))
            .isInstanceOfSatisfying(
                HttpException.class,
                failure -> assertThat(failure.stage()).isEqualTo(Stage.CONNECT));
      }
    });
  }
}
