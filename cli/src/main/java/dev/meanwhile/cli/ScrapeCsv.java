package dev.meanwhile.cli;

import dev.meanwhile.scrape.Page;
import dev.meanwhile.scrape.Scraped;
import dev.meanwhile.scrape.Unread;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A table as RFC 4180 has it, one row per result; links are separated by blanks.
final class ScrapeCsv implements ScrapeFormat {
  private static final String HEAD =
      "url,final_url,status,title,description,language,canonical,links,text,fetched_at,error";

  @Override
  public List<String> head() {
    return List.of(HEAD);
  }

  @Override
  public List<String> lines(Scraped result) {
    return List.of(
        switch (result) {
          case Page page ->
            row(
                page.url().toString(),
                page.finalUrl().toString(),
                page.status() == 0 ? "" : Integer.toString(page.status()),
                page.title(),
                page.description(),
                page.language(),
                page.canonical() == null ? "" : page.canonical().toString(),
                page.links().stream().map(URI::toString).collect(Collectors.joining(" ")),
                page.text(),
                page.fetchedAt().toString(),
                "");
          case Unread unread ->
            row(
                unread.url().toString(),
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                unread.fetchedAt().toString(),
                unread.error());
        });
  }

  private static String row(@Nullable String... cells) {
    Stream<@Nullable String> all = Arrays.stream(cells);
    return all.map(ScrapeCsv::cell).collect(Collectors.joining(","));
  }

  private static String cell(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return "";
    }
    String clean = text.lines().map(Terminal::clean).collect(Collectors.joining("\n"));
    if (clean.isEmpty()) {
      return "";
    }
    // A spreadsheet would take it for a formula, which may do what the page's author wants.
    String harmless = "=+-@".indexOf(clean.charAt(0)) < 0 ? clean : "'" + clean;
    boolean isPlain = harmless.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n');
    return isPlain ? harmless : '"' + harmless.replace("\"", "\"\"") + '"';
  }
}
