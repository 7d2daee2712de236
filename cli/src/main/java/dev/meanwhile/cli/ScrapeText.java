package dev.meanwhile.cli;

import dev.meanwhile.scrape.Page;
import dev.meanwhile.scrape.Scraped;
import dev.meanwhile.scrape.Unread;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// Results in words.
///
/// @param isWhole whether the text is shown to its end, and the links with it
record ScrapeText(Terminal terminal, boolean isWhole) implements ScrapeFormat {
  private static final int EXCERPT_LINES = 3;
  private static final int LINKS = 20;
  private static final int WIDEST = 100;

  @Override
  public List<String> lines(Scraped result) {
    return switch (result) {
      case Page page -> page(page);
      case Unread unread ->
        List.of(
            terminal.red("✗ ") + Terminal.clean(unread.url().toString()),
            "  " + Terminal.clean(unread.error()),
            "");
    };
  }

  @Override
  public boolean isForPeople() {
    return true;
  }

  private List<String> page(Page page) {
    List<String> lines = new ArrayList<>();
    String title = page.title() == null ? "(without a title)" : page.title();
    lines.add((page.isSuccess() ? terminal.green("✓ ") : terminal.red("✗ "))
        + terminal.bold(Terminal.clean(title)));
    lines.add("  " + terminal.dim(Terminal.clean(address(page))));
    List<String> text = new ArrayList<>();
    page.text().lines().forEach(line -> wrap(line, text));
    int shown = isWhole ? text.size() : Math.min(EXCERPT_LINES, text.size());
    for (int i = 0; i < shown; i++) {
      boolean isCut = i == shown - 1 && shown < text.size();
      lines.add(("  " + text.get(i) + (isCut ? " …" : "")).stripTrailing());
    }
    if (isWhole) {
      links(page, lines);
    }
    lines.add("");
    return lines;
  }

  private static String address(Page page) {
    String moved = page.finalUrl().equals(page.url()) ? "" : " → " + page.finalUrl();
    return (page.status() == 0 ? "" : page.status() + "  ") + page.url() + moved + "  "
        + page.links().size() + (page.links().size() == 1 ? " link" : " links");
  }

  private void links(Page page, List<String> lines) {
    if (page.links().isEmpty()) {
      return;
    }
    lines.add("");
    for (URI link : page.links().subList(0, Math.min(LINKS, page.links().size()))) {
      lines.add("  " + terminal.dim(Terminal.clean(link.toString())));
    }
    if (page.links().size() > LINKS) {
      lines.add("  and " + (page.links().size() - LINKS) + " more: --json has all");
    }
  }

  /// Adds a line, broken at blanks where it is wider than the terminal; empty ones only where
  /// all is shown.
  private void wrap(String line, List<String> into) {
    String clean = Terminal.clean(line).strip();
    if (clean.isEmpty()) {
      if (isWhole) {
        into.add("");
      }
      return;
    }
    into.addAll(Paragraphs.wrapped(clean, Math.min(WIDEST, terminal.columns()) - 5));
  }
}
