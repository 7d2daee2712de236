package dev.meanwhile.cli;

import dev.meanwhile.feed.Author;
import dev.meanwhile.feed.Enclosure;
import dev.meanwhile.feed.Entry;
import dev.meanwhile.feed.Feed;
import dev.meanwhile.feed.ParsedFeed;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A feed as JSON, on one line.
final class FeedJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private FeedJson() {}

  static String write(FeedCommand.Reading reading) {
    ObjectNode json = MAPPER.createObjectNode();
    switch (reading) {
      case FeedCommand.Reading.Read(var source, var parsed) ->
        feed(json.put("source", source), parsed);
      case FeedCommand.Reading.Unread(var source, var error) ->
        json.put("source", source).put("error", error);
    }
    return Terminal.escaped(MAPPER.writeValueAsString(json));
  }

  private static void feed(ObjectNode json, ParsedFeed parsed) {
    Feed feed = parsed.feed();
    json.put("format", feed.format().toString());
    json.put("title", feed.title());
    json.put("link", feed.link());
    json.put("description", feed.description());
    json.put("language", feed.language());
    json.put("updated", text(feed.updated()));
    json.put("self", feed.self());
    json.put("hub", feed.hub());
    json.put("ttl_minutes", feed.ttl() == null ? null : feed.ttl().toMinutes());
    json.put("image", feed.image() == null ? null : feed.image().url());
    json.put("generator", feed.generator() == null ? null : feed.generator().name());
    ArrayNode authors = json.putArray("authors");
    feed.authors().forEach(author -> authors.add(author(author)));
    ArrayNode entries = json.putArray("entries");
    feed.entries().forEach(entry -> entries.add(entry(entry)));
    json.put("lenient", parsed.lenient());
    ArrayNode problems = json.putArray("problems");
    parsed.problems().forEach(problem -> problems.add(problem.toString()));
  }

  private static ObjectNode entry(Entry entry) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("id", entry.id());
    json.put("title", entry.title());
    json.put("link", entry.link());
    json.put("published", text(entry.published()));
    json.put("updated", text(entry.updated()));
    json.put("summary", entry.summary());
    json.put("content", entry.content());
    ArrayNode authors = json.putArray("authors");
    entry.authors().forEach(author -> authors.add(author(author)));
    ArrayNode categories = json.putArray("categories");
    entry.categories().forEach(categories::add);
    ArrayNode enclosures = json.putArray("enclosures");
    entry.enclosures().forEach(enclosure -> enclosures.add(enclosure(enclosure)));
    json.put("language", entry.language());
    json.put("image", entry.image() == null ? null : entry.image().url());
    json.put("comments", entry.comments() == null ? null : entry.comments().link());
    Duration duration = entry.episode() == null ? null : entry.episode().duration();
    json.put("duration_seconds", duration == null ? null : duration.toSeconds());
    return json;
  }

  private static ObjectNode author(Author author) {
    return MAPPER
        .createObjectNode()
        .put("name", author.name())
        .put("email", author.email())
        .put("uri", author.uri());
  }

  private static ObjectNode enclosure(Enclosure enclosure) {
    return MAPPER
        .createObjectNode()
        .put("url", enclosure.url())
        .put("type", enclosure.type())
        .put("length", enclosure.length());
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
