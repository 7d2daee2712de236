package dev.meanwhile.feed.conformance;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A part of the model under the keys of another parser. A key may have a value, none, or no
/// counterpart in the model; any other key is an error.
final class Dict {
  private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
  private final Map<String, String> aliases = new HashMap<>();
  private final Set<String> texts = new HashSet<>();
  private final Map<String, String> without = new HashMap<>();

  /// Adds a value, null if there is none.
  ///
  /// @param names under which it is found; equality with a literal looks at the first only
  Dict put(@Nullable Object value, String name, String... names) {
    values.put(name, value);
    for (String alias : names) {
      aliases.put(alias, name);
    }
    return this;
  }

  /// Adds a text; the model has null where feedparser has an empty one.
  Dict putText(@Nullable Object value, String name, String... names) {
    texts.add(name);
    return put(value, name, names);
  }

  /// Says that the model has no place for these.
  Dict without(String reason, String... names) {
    for (String name : names) {
      without.put(name, reason);
    }
    return this;
  }

  Object get(String key) {
    String reason = without.get(key);
    if (reason != null) {
      throw new NoCounterpart(reason);
    }
    String name = aliases.getOrDefault(key, key);
    if (!values.containsKey(name)) {
      throw new PythonError("the view has no key '" + key + "'");
    }
    Object value = values.get(name);
    if (value == null && texts.contains(name)) {
      return "";
    }
    if (value == null) {
      throw new PythonError("no value for '" + key + "'");
    }
    return value;
  }

  boolean has(String key) {
    String reason = without.get(key);
    if (reason != null) {
      throw new NoCounterpart(reason);
    }
    return values.get(aliases.getOrDefault(key, key)) != null;
  }

  /// Whether it has the same keys and values as a literal.
  boolean says(Map<?, ?> expected) {
    for (Map.Entry<?, ?> pair : expected.entrySet()) {
      String key = String.valueOf(pair.getKey());
      if (!has(key) || !PythonValues.equal(get(key), pair.getValue())) {
        return false;
      }
    }
    long known = values.values().stream().filter(value -> value != null).count();
    return known == expected.size();
  }

  @Override
  public String toString() {
    Map<String, @Nullable Object> known = new LinkedHashMap<>(values);
    known.values().removeIf(value -> value == null);
    return known.toString();
  }
}
