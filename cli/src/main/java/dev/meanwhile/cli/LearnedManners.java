package dev.meanwhile.cli;

import dev.meanwhile.http.HostManners;
import dev.meanwhile.news.store.NewsStore;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// What hosts have taught, kept between runs.
final class LearnedManners {
  private static final String NOTE = "hosts";

  private LearnedManners() {}

  static List<HostManners> load(NewsStore store) {
    try {
      return store
          .note(NOTE)
          .map(json ->
              JsonMapper.shared().readValue(json, new TypeReference<List<HostManners>>() {}))
          .orElse(List.of());
    } catch (JacksonException _) {
      return List.of(); // another version's: it will be learned again
    }
  }

  static void save(NewsStore store, List<HostManners> learned) {
    if (!learned.isEmpty() || store.note(NOTE).isPresent()) {
      store.note(NOTE, JsonMapper.shared().writeValueAsString(learned));
    }
  }
}
