package dev.meanwhile.http;

import dev.meanwhile.async.net.NameLookup;
import dev.meanwhile.async.net.StreamException;
import dev.meanwhile.http.HttpException.Stage;
import java.net.InetAddress;
import java.util.List;

/// Finds the addresses of hosts, and tells failures as requests do.
///
/// **Threads.** Safe for concurrent use.
final class HostResolver {
  private final NameLookup names;

  HostResolver() {
    this(NameLookup.system());
  }

  HostResolver(NameLookup names) {
    this.names = names;
  }

  /// Waits for the addresses of a host; a literal address is its own.
  ///
  /// @throws HttpException of stage DNS if it has none
  List<InetAddress> resolve(String host) {
    try {
      return names.addresses(host);
    } catch (StreamException unknown) {
      throw HttpException.of(Stage.DNS, String.valueOf(unknown.getMessage()), unknown);
    }
  }
}
