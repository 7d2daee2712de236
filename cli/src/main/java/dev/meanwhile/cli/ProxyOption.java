package dev.meanwhile.cli;

import dev.meanwhile.http.ClientSession;
import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The address of a proxy as people type it; empty to take one back. What is refused is not
/// repeated, as there may be a password in it.
final class ProxyOption implements ITypeConverter<String> {
  @Override
  public String convert(String text) {
    String typed = text.strip();
    if (typed.isEmpty()) {
      return typed;
    }
    try {
      URI proxy = new URI(typed.contains("://") ? typed : "http://" + typed);
      if (proxy.getHost() == null || !isBare(proxy)) {
        throw invalid();
      }
      ClientSession.builder().proxy(proxy);
      return proxy.toString();
    } catch (URISyntaxException | IllegalArgumentException _) {
      throw invalid();
    }
  }

  private static boolean isBare(URI proxy) {
    String path = proxy.getRawPath();
    return (path == null || path.isEmpty() || path.equals("/"))
        && proxy.getRawQuery() == null
        && proxy.getRawFragment() == null;
  }

  private static TypeConversionException invalid() {
    return new TypeConversionException("that is no proxy: write http://HOST:PORT,"
        + " http://NAME:PASSWORD@HOST:PORT (characters like / and @ as %2F and %40),"
        + " or socks5://HOST:PORT");
  }
}
