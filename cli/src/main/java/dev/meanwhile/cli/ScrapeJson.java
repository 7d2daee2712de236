package dev.meanwhile.cli;

import dev.meanwhile.scrape.Page;
import dev.meanwhile.scrape.Scraped;
import dev.meanwhile.scrape.Unread;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One JSON object per result, each on one line.
///
/// @param hasSelected whether a selector was given, so that what it matched is said
record ScrapeJson(boolean hasSelected) implements ScrapeFormat {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  @Override
  public List<String> lines(Scraped result) {
    ObjectNode json = switch (result) {
      case Page page -> page(page);
      case Unread unread -> {
        ObjectNode error = MAPPER.createObjectNode();
        error.put("url", unread.url().toString());
        error.put("error", unread.error());
        yield error;
      }
    };
    return List.of(Terminal.escaped(MAPPER.writeValueAsString(json)));
  }

  private ObjectNode page(Page page) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("url", page.url().toString());
    json.put("final_url", page.finalUrl().toString());
    if (page.status() == 0) {
      json.putNull("status");
    } else {
      json.put("status", page.status());
    }
    json.put("title", page.title());
    json.put("description", page.description());
    json.put("language", page.language());
    json.put("canonical", textOrNull(page.canonical()));
    ArrayNode links = json.putArray("links");
    page.links().forEach(link -> links.add(link.toString()));
    json.put("text", page.text());
    if (hasSelected) {
      ArrayNode selected = json.putArray("selected");
      page.selected().forEach(selected::add);
    }
    json.put("fetched_at", page.fetchedAt().toString());
    return json;
  }

  private static @Nullable String textOrNull(@Nullable URI uri) {
    return uri == null ? null : uri.toString();
  }
}
