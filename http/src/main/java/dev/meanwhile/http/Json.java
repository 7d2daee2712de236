package dev.meanwhile.http;

import dev.meanwhile.http.HttpException.Stage;
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
      JsonNode tree = MAPPER.readTree(content);
      if (tree.isMissingNode()) {
        throw HttpException.of(Stage.BODY, "the body is not the JSON expected: it is empty");
      }
      return tree;
    } catch (JacksonException broken) {
      throw notJson(broken);
    }
  }

  static <T> T read(byte[] content, Class<T> type) {
    try {
      T value = MAPPER.readValue(content, type);
      if (value == null) {
        throw HttpException.of(Stage.BODY, "the body is not the JSON expected: null");
      }
      return value;
    } catch (JacksonException broken) {
      throw notJson(broken);
    }
  }

  private static HttpException notJson(JacksonException broken) {
    return HttpException.of(
        Stage.BODY, "the body is not the JSON expected: " + broken.getOriginalMessage(), broken);
  }
}
