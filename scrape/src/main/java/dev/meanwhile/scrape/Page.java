package dev.meanwhile.scrape;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page, also one that says that something was not found: see [#isSuccess].
///
/// All texts are plain, but come from outside: whoever prints them makes them harmless first.
///
/// @param url the address that was asked for, without credentials
/// @param finalUrl the address that answered, after redirects
/// @param status the status of the answer; 0 for a file
/// @param title the page's title
/// @param description what the page says of itself in a sentence or two
/// @param language its language, as in `en` or `pt-BR`
/// @param canonical the address that it says is its own
/// @param links the addresses that it links to, on the web, complete, each once and in order;
///     at most 10,000
/// @param text its article, see [ArticleText]; or the texts that a selector matched
/// @param selected what the [selector][Scraper.Builder#select] matched; empty without one
/// @param fetchedAt when it was read
public record Page(
    URI url,
    URI finalUrl,
    int status,
    @Nullable String title,
    @Nullable String description,
    @Nullable String language,
    @Nullable URI canonical,
    List<URI> links,
    String text,
    List<String> selected,
    Instant fetchedAt)
    implements Scraped {
  /// Copies the lists.
  public Page {
    links = List.copyOf(links);
    selected = List.copyOf(selected);
  }

  /// Whether the server gave what was asked for: a status below 400.
  public boolean isSuccess() {
    return status < 400;
  }
}
