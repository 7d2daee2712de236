package dev.meanwhile.cli;

import dev.meanwhile.news.ReadOutcome;
import dev.meanwhile.news.Source;
import dev.meanwhile.news.store.SourceState;
import dev.meanwhile.news.store.Sources.PastReading;
import dev.meanwhile.news.store.StoredSource;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A source that is kept, for people and for programs.
final class SourceText {
  private SourceText() {}

  static String line(StoredSource source, Terminal terminal, Instant now) {
    int nameWidth = Math.clamp(terminal.columns() / 3L, 16, 40);
    return String.format("%5d  ", source.id())
        + Terminal.pad(source.name(), nameWidth) + "  "
        + Terminal.fit(
            (source.settings().insecure() ? "NOT VERIFIED, " : "")
                + condition(source, now)
                + tags(source),
            Math.max(10, terminal.columns() - nameWidth - 10));
  }

  private static String tags(StoredSource source) {
    return source.tags().isEmpty()
        ? ""
        : "  #" + String.join(" #", source.tags().stream().sorted().toList());
  }

  private static String condition(StoredSource source, Instant now) {
    SourceState state = source.state();
    if (source.isRetired()) {
      return "gone for good, as its site says";
    }
    if (source.isPaused()) {
      return "paused";
    }
    if (state.readAt() == null) {
      return "never read yet";
    }
    String error = state.error();
    return error == null
        ? state.articles() + " articles, next " + Ages.until(state.dueAt(), now)
        : (ReadOutcome.SLOW.word().equals(state.outcome()) ? "too slow " : "failed ")
            + Ages.of(state.readAt(), now) + " ago: " + error;
  }

  static List<String> whole(
      StoredSource source, List<PastReading> readings, Terminal terminal, Instant now) {
    SourceState state = source.state();
    List<String> lines = new ArrayList<>();
    lines.add(terminal.bold(Terminal.clean(source.name())) + "  (" + source.id() + ")");
    add(lines, "Address", address(source));
    URI before = source.movedFrom();
    add(lines, "Moved from", before == null ? null : new Source(source.name(), before).address());
    add(lines, "Title", state.title());
    add(lines, "Site", state.site());
    add(lines, "Tags", source.tags().isEmpty() ? null : tags(source).strip());
    String condition = condition(source, now);
    add(lines, "State", condition);
    if (!source.isPaused() && !source.isRetired()) {
      add(lines, "Next read", Ages.until(state.dueAt(), now) + ": " + state.dueWhy());
    }
    add(lines, "Settings", settings(source));
    add(
        lines,
        "Warning",
        source.settings().insecure() ? Unverified.WORDS + Unverified.CONSEQUENCE : null);
    if (!readings.isEmpty()) {
      lines.add("");
      lines.add(terminal.bold("Last readings"));
    }
    for (PastReading reading : readings) {
      String what = reading.stage() == null
          ? reading.outcome()
          : reading.outcome() + " at stage " + reading.stage();
      lines.add("  " + Terminal.pad(Ages.of(reading.at(), now) + " ago", 14)
          + Terminal.pad(what, 28)
          + Terminal.pad(reading.status() == 0 ? "" : "HTTP " + reading.status(), 10)
          + Terminal.pad(reading.bytes() / 1024 + " KiB", 10)
          + Terminal.pad(reading.took().toMillis() + " ms", 10)
          + (reading.added() == 0 ? "" : reading.added() + " new"));
    }
    return lines;
  }

  /// What is set, without secrets.
  private static @Nullable String settings(StoredSource source) {
    var set = source.settings();
    List<String> parts = new ArrayList<>();
    if (set.interval() != null) {
      parts.add("every " + set.interval().toMinutes() + " min");
    }
    set.headers().keySet().stream().sorted().forEach(name -> parts.add("header " + name));
    if (set.userAgent() != null) {
      parts.add("its own user agent");
    }
    if (set.cookie() != null) {
      parts.add("a cookie");
    }
    if (set.user() != null) {
      parts.add("user " + set.user());
    }
    if (set.proxy() != null) {
      parts.add("through the proxy " + proxy(set.proxy()));
    }
    if (set.keep() != null) {
      parts.add("keep: " + set.keep());
    }
    if (set.drop() != null) {
      parts.add("drop: " + set.drop());
    }
    return parts.isEmpty() ? null : String.join("; ", parts);
  }

  /// Without user and password.
  private static String proxy(String address) {
    return address.replaceFirst("//[^/]*@", "//");
  }

  private static void add(List<String> lines, String name, @Nullable String value) {
    if (value != null) {
      lines.add("  " + Terminal.pad(name, 11) + Terminal.clean(value));
    }
  }

  static String address(StoredSource source) {
    return new Source(source.name(), source.address()).address();
  }

  static String json(StoredSource source) {
    SourceState state = source.state();
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("id", source.id());
    json.put("name", source.name());
    json.put("url", address(source));
    var tags = json.putArray("tags");
    source.tags().stream().sorted().forEach(tags::add);
    json.put("paused", source.isPaused());
    json.put("retired", source.isRetired());
    if (source.settings().insecure()) {
      json.put("insecure", true);
    }
    if (source.settings().proxy() != null) {
      json.put("proxy", proxy(source.settings().proxy()));
    }
    json.put("title", state.title());
    json.put("site", state.site());
    json.put("articles", state.articles());
    Instant readAt = state.readAt();
    json.put(
        "read_at",
        readAt == null ? null : readAt.truncatedTo(ChronoUnit.SECONDS).toString());
    json.put("outcome", state.outcome());
    json.put("error", state.error());
    json.put("next_read", state.dueAt().toString());
    json.put("next_read_why", state.dueWhy());
    return Terminal.escaped(JsonMapper.shared().writeValueAsString(json));
  }
}
