package dev.meanwhile.http;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON in and out. Apart, so that Jackson is loaded only by those who use it.
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private Json() {}

  static byte[] write(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  static JsonNode tree(byte[] content) {
    try {
      return MAPPER.readTree(content);
    } catch (JacksonException broken) {
      throw notJson(broken);
    }
  }

  static <T> T read(byte[] content, Class<T> type) {
    try {
      return MAPPER.readValue(content, type);
    } catch (JacksonException broken) {
      throw notJson(broken);
    }
  }

  private static HttpException notJson(JacksonException broken) {
    return HttpException.of(
        HttpException.Stage.BODY,
        "the body is not the JSON expected: " + broken.getOriginalMessage(),
        broken);
  }
}
