package dev.meanwhile.feed.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An object of the JSON that another parser is expected to make of a feed. It knows which of its
/// fields were asked for, so that none is overlooked. What is empty counts as absent.
final class ExpectedJson {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final JsonNode node;
  private final String path;
  private final Set<String> seen = new HashSet<>();
  private final Map<String, ExpectedJson> children = new LinkedHashMap<>();

  private ExpectedJson(JsonNode node, String path) {
    this.node = node;
    this.path = path;
  }

  static ExpectedJson read(Path file) {
    try {
      return new ExpectedJson(MAPPER.readTree(Files.readAllBytes(file)), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether the whole document is `null`.
  boolean isNull() {
    return node.isNull();
  }

  boolean has(String name) {
    return !isEmpty(field(name));
  }

  /// A text, a number or a truth value as text; null if it is absent.
  @Nullable
  String text(String name) {
    JsonNode value = field(name);
    return isEmpty(value) || !value.isValueNode() ? null : value.asString();
  }

  /// A list of texts, or one alone: the field of this name, or what further names lead to inside
  /// of it.
  List<String> texts(String name, String... further) {
    List<JsonNode> values = List.of(field(name));
    for (String inner : further) {
      values = values.stream()
          .flatMap(ExpectedJson::items)
          .map(item -> item.path(inner))
          .toList();
    }
    return values.stream()
        .flatMap(ExpectedJson::items)
        .filter(item -> item.isValueNode() && !isEmpty(item))
        .map(JsonNode::asString)
        .toList();
  }

  /// The first of a list of texts, or the only one.
  @Nullable
  String first(String name, String... further) {
    List<String> texts = texts(name, further);
    return texts.isEmpty() ? null : texts.getFirst();
  }

  /// Names of all its fields.
  String[] names() {
    return node.properties().stream().map(Map.Entry::getKey).toArray(String[]::new);
  }

  /// An object; an empty one if it is absent.
  ExpectedJson object(String name) {
    return child(field(name), path + "/" + name);
  }

  /// A list of objects.
  List<ExpectedJson> objects(String name) {
    List<ExpectedJson> objects = new ArrayList<>();
    int at = 0;
    for (JsonNode item : field(name)) {
      objects.add(child(item, path + "/" + name + "/" + at++));
    }
    return objects;
  }

  /// Whether nothing is in it.
  boolean isAbsent() {
    return isEmpty(node);
  }

  /// The value itself, if it is not an object after all.
  @Nullable
  String value() {
    return node.isValueNode() && !isEmpty(node) ? node.asString() : null;
  }

  /// Paths of the fields that are there and were never asked for.
  List<String> overlooked() {
    List<String> overlooked = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!seen.contains(field.getKey()) && !isEmpty(field.getValue())) {
        overlooked.add(path + "/" + field.getKey());
      }
    }
    children.values().forEach(child -> overlooked.addAll(child.overlooked()));
    return overlooked;
  }

  private ExpectedJson child(JsonNode value, String where) {
    return children.computeIfAbsent(where, _ -> new ExpectedJson(value, where));
  }

  private JsonNode field(String name) {
    seen.add(name);
    return node.path(name);
  }

  private static Stream<JsonNode> items(JsonNode value) {
    return value.isArray() ? value.valueStream().flatMap(ExpectedJson::items) : Stream.of(value);
  }

  private static boolean isEmpty(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return true;
    }
    if (value.isContainer()) {
      for (JsonNode inner : value) {
        if (!isEmpty(inner)) {
          return false;
        }
      }
      return true;
    }
    return value.isString() && value.asString().isBlank();
  }
}
