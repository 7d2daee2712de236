package dev.meanwhile.news.store;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How one source is read, where it differs from the others.
///
/// @param interval how often, instead of what the site and its history suggest
/// @param headers sent with each request
/// @param userAgent sent instead of the program's own
/// @param cookie sent as the header `Cookie`
/// @param user name for basic authentication
/// @param password for it
/// @param proxy address of the proxy it is read through
/// @param insecure whether a certificate that cannot be verified is taken all the same
/// @param fullText whether the articles' pages are read for their texts
/// @param keep only articles with these words are taken; a search as [SearchWords] reads it
/// @param drop articles with these words are left out
/// @param select CSS selector of the links, in a page that is no feed
public record SourceSettings(
    @Nullable Duration interval,
    Map<String, String> headers,
    @Nullable String userAgent,
    @Nullable String cookie,
    @Nullable String user,
    @Nullable String password,
    @Nullable String proxy,
    boolean insecure,
    boolean fullText,
    @Nullable String keep,
    @Nullable String drop,
    @Nullable String select) {
  /// As all sources are read.
  public static final SourceSettings NONE = new SourceSettings(
      null, Map.of(), null, null, null, null, null, false, false, null, null, null);

  /// Copies the map.
  public SourceSettings {
    headers = headers == null ? Map.of() : Map.copyOf(headers);
  }

  /// The names of what is set, without any value: some of them are secrets.
  @Override
  public String toString() {
    return "SourceSettings[...]";
  }
}
