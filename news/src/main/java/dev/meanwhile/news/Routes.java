package dev.meanwhile.news;

import dev.meanwhile.http.ClientSession;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// The sessions of a run, one for each route; closing them leaves the usual one open, which is
/// not the run's. Confined to the loop.
final class Routes implements AutoCloseable {
  private final ClientSession usual;
  private final Function<Route, ClientSession> opener;
  private final Map<Route, ClientSession> opened = new HashMap<>();

  Routes(ClientSession usual, Function<Route, ClientSession> opener) {
    this.usual = usual;
    this.opener = opener;
  }

  /// The session for sources of that route.
  ///
  /// @throws IllegalArgumentException if there is none
  ClientSession session(Route route) {
    return route.equals(Route.USUAL) ? usual : opened.computeIfAbsent(route, opener);
  }

  @Override
  public void close() {
    opened.values().forEach(ClientSession::close);
    opened.clear();
  }
}
