package dev.meanwhile.examples;

import static dev.meanwhile.async.Async.sleep;

import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.InMemoryTransport;
import dev.meanwhile.http.LocalServer;
import dev.meanwhile.http.Reply;
import dev.meanwhile.http.Request;
import java.time.Duration;
import java.util.function.Supplier;

/// The site that the fetching listings ask: `/delay/N` answers after N seconds with a JSON
/// object, any other address at once with a page.
final class Site implements AutoCloseable {
  private final String root;
  private final Supplier<ClientSession> sessions;
  private final Runnable close;

  private Site(String root, Supplier<ClientSession> sessions, Runnable close) {
    this.root = root;
    this.sessions = sessions;
    this.close = close;
  }

  /// A server on this machine.
  static Site onThisMachine() {
    LocalServer server = LocalServer.open(Site::answer);
    String address = server.address("/").toString();
    return new Site(address.substring(0, address.length() - 1), ClientSession::open, server::close);
  }

  /// No server at all: what would be sent is answered in memory, also on virtual time.
  static Site inMemory() {
    Supplier<ClientSession> sessions = () ->
        ClientSession.builder().transport(InMemoryTransport.of(Site::answer)).open();
    return new Site("http://site.example", sessions, () -> {});
  }

  /// The address of a path.
  String url(String path) {
    return root + path;
  }

  /// A session in which the site can be reached.
  ClientSession openSession() {
    return sessions.get();
  }

  @Override
  public void close() {
    close.run();
  }

  private static Reply answer(Request request) {
    String path = request.uri().getPath();
    if (!path.startsWith("/delay/")) {
      return Reply.of(200).body("<!DOCTYPE html><title>A page</title><p>Hello from the site.</p>");
    }
    sleep(Duration.ofSeconds(Long.parseLong(path.substring("/delay/".length()))));
    return Reply.of(200).header("Content-Type", "application/json").body("""
            {
              "headers": {
                "Accept": "*/*",
                "Accept-Encoding": "gzip, deflate",
                "Host": "%s",
                "User-Agent": "meanwhile"
              },
              "url": "%s"
            }
            """.formatted(
            request.uri().getAuthority(), request.uri()));
  }
}
