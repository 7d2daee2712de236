package dev.meanwhile.news;

import static dev.meanwhile.async.Async.sleep;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.http.BodySource;
import dev.meanwhile.http.InMemoryTransport;
import dev.meanwhile.http.LocalServer;
import dev.meanwhile.http.Reply;
import dev.meanwhile.http.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A small newsroom to try things on: sources in all formats, slow and broken ones among them,
/// each served by this process on a port of its own on 127.0.0.1.
///
/// {@snippet :
/// try (var newsroom = SampleNewsroom.open()) {
///   Account account = aggregator.refresh(newsroom.sources(), RunListener.NONE);
/// }
/// }
///
/// **Threads.** For a task of a loop, which answers the requests while it waits.
public final class SampleNewsroom implements AutoCloseable {
  private static final Duration NEVER_MIND = Duration.ofSeconds(20);
  private static final int DRIP_BYTES = 40;

  private final List<LocalServer> servers = new ArrayList<>();
  private final List<Source> sources = new ArrayList<>();

  private SampleNewsroom() {}

  /// Opens the newsroom.
  public static SampleNewsroom open() {
    SampleNewsroom newsroom = new SampleNewsroom();
    for (Desk desk : desks(EventLoop.current().clock().instant())) {
      LocalServer server = LocalServer.open(desk.handler);
      newsroom.servers.add(server);
      newsroom.sources.add(new Source(desk.name, server.address("/feed")));
    }
    newsroom.sources.add(new Source("Nobody Home", unusedAddress()));
    return newsroom;
  }

  /// Its sources.
  public List<Source> sources() {
    return List.copyOf(sources);
  }

  /// Closes the servers; answers that are under way are broken off.
  @Override
  public void close() {
    servers.forEach(LocalServer::close);
  }

  /// An address at which nobody listens: that of a server which has just closed.
  private static URI unusedAddress() {
    LocalServer server = LocalServer.open(_ -> Reply.of(204));
    URI address = server.address("/feed");
    server.close();
    return address;
  }

  /// What the newsroom consists of, for serving it in another way.
  ///
  /// @param name the source's name
  /// @param handler what answers requests for it; it may wait
  record Desk(String name, InMemoryTransport.Handler handler) {}

  static List<Desk> desks(Instant now) {
    List<Desk> desks = new ArrayList<>();
    for (SampleFeed feed : SampleFeeds.all()) {
      desks.add(new Desk(feed.title(), after(feed.delay(), _ -> reply(feed, now))));
    }
    SampleFeed sleeper = SampleFeeds.sleeper();
    desks.add(new Desk(sleeper.title(), after(NEVER_MIND, _ -> reply(sleeper, now))));
    SampleFeed moved = SampleFeeds.moved();
    desks.add(new Desk(moved.title(), request -> moved(request, moved, now)));
    SampleFeed dripping = SampleFeeds.dripping();
    desks.add(new Desk(dripping.title(), _ -> drip(dripping, now)));
    SampleFeed mangled = SampleFeeds.mangled();
    desks.add(new Desk(
        mangled.title(), after(mangled.delay(), _ -> xml(mangle(mangled.document(now))))));
    desks.add(new Desk("The Broken Press", _ -> Reply.of(500).body("The press is broken.")));
    desks.add(new Desk("The Front Page", _ -> page()));
    return desks;
  }

  private static InMemoryTransport.Handler after(
      Duration delay, InMemoryTransport.Handler handler) {
    return request -> {
      sleep(delay);
      return handler.handle(request);
    };
  }

  private static Reply reply(SampleFeed feed, Instant now) {
    return Reply.of(200)
        .header("Content-Type", feed.format().contentType())
        .body(feed.document(now).getBytes(StandardCharsets.UTF_8));
  }

  private static Reply xml(String document) {
    return Reply.of(200)
        .header("Content-Type", "application/xml")
        .body(document.getBytes(StandardCharsets.UTF_8));
  }

  private static Reply moved(Request request, SampleFeed feed, Instant now) {
    return request.uri().getPath().equals("/feed")
        ? Reply.of(301).header("Location", "/moved/here.xml")
        : reply(feed, now);
  }

  private static Reply drip(SampleFeed feed, Instant now) {
    byte[] document = feed.document(now).getBytes(StandardCharsets.UTF_8);
    return Reply.of(200)
        .header("Content-Type", feed.format().contentType())
        .body(BodySource.paced(document, DRIP_BYTES, Duration.ofMillis(500)));
  }

  private static Reply page() {
    return Reply.of(200)
        .header("Content-Type", "text/html; charset=utf-8")
        .body("<!DOCTYPE html><html><head><title>The Front Page</title></head>"
            + "<body><h1>Welcome</h1><p>This is a page and no feed.</p></body></html>");
  }

  /// What happens to feeds that are put together by hand: a bare ampersand, an unknown entity,
  /// an element that is never closed.
  private static String mangle(String document) {
    return document
        .replaceFirst("</description>", " & more &nbsp; to &unknown; come</description>")
        .replaceFirst("<item>", "<item><b>");
  }
}
