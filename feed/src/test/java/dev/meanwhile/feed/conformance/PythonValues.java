package dev.meanwhile.feed.conformance;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What Python's operators do with the values of an expression: None, Boolean, Long, Double,
/// String, Duration (a timedelta), List, [Tuple], Map, [Dict], [Function] and [OwnEquality].
final class PythonValues {
  /// Python's None.
  enum None {
    NONE;

    @Override
    public String toString() {
      return "None";
    }
  }

  /// A sequence that cannot be changed; never equal to a list.
  record Tuple(List<Object> items) {
    static Tuple of(Object... items) {
      return new Tuple(List.of(items));
    }

    @Override
    public String toString() {
      return items.toString().replace('[', '(').replace(']', ')');
    }
  }

  /// Something that can be called.
  interface Function {
    Object call(List<Object> arguments);
  }

  private PythonValues() {}

  static boolean truth(Object value) {
    return switch (value) {
      case None _ -> false;
      case Boolean known -> known;
      case Number number -> number.doubleValue() != 0;
      case String text -> !text.isEmpty();
      case Collection<?> items -> !items.isEmpty();
      case Tuple tuple -> !tuple.items().isEmpty();
      case Map<?, ?> map -> !map.isEmpty();
      default -> true;
    };
  }

  static boolean equal(Object left, Object right) {
    if (left instanceof OwnEquality && right instanceof OwnEquality) {
      return left.equals(right);
    }
    if (left instanceof OwnEquality own) {
      return own.says(right);
    }
    if (right instanceof OwnEquality own) {
      return own.says(left);
    }
    if (left instanceof Dict dict && right instanceof Map<?, ?> map) {
      return dict.says(map);
    }
    if (left instanceof Tuple(var items) && right instanceof Tuple(var others)) {
      return equalItems(items, others);
    }
    if (left instanceof List<?> items && right instanceof List<?> others) {
      return equalItems(items, others);
    }
    if (isNumber(left) && isNumber(right)) {
      return number(left) == number(right);
    }
    return Objects.equals(left, right);
  }

  private static boolean equalItems(List<?> left, List<?> right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!equal(left.get(i), right.get(i))) {
        return false;
      }
    }
    return true;
  }

  static int compare(Object left, Object right) {
    if (isNumber(left) && isNumber(right)) {
      return Double.compare(number(left), number(right));
    }
    if (left instanceof String text && right instanceof String other) {
      return text.compareTo(other);
    }
    if (left instanceof Duration time && right instanceof Duration other) {
      return time.compareTo(other);
    }
    throw new PythonError("TypeError: no order between " + left + " and " + right);
  }

  static boolean contains(Object container, Object item) {
    return switch (container) {
      case String text when item instanceof String part -> text.contains(part);
      case Tuple(var items) -> items.stream().anyMatch(known -> equal(known, item));
      case List<?> items -> items.stream().anyMatch(known -> equal(known, item));
      case Map<?, ?> map -> map.containsKey(item);
      case Dict dict when item instanceof String key -> dict.has(key);
      default -> throw new PythonError("TypeError: nothing can be in " + container);
    };
  }

  static boolean identical(Object left, Object right) {
    boolean single = right instanceof None || right instanceof Boolean;
    return single ? left.equals(right) : left == right;
  }

  static Object plus(Object left, Object right) {
    if (left instanceof String text && right instanceof String other) {
      return text + other;
    }
    if (left instanceof Long number && right instanceof Long other) {
      return number + other;
    }
    if (isNumber(left) && isNumber(right)) {
      return number(left) + number(right);
    }
    throw new PythonError("TypeError: no sum of " + left + " and " + right);
  }

  static Object negative(Object value) {
    return switch (value) {
      case Long number -> -number;
      case Double number -> -number;
      default -> throw new PythonError("TypeError: no negative of " + value);
    };
  }

  static Object item(Object container, Object key) {
    return switch (container) {
      case Dict dict when key instanceof String name -> dict.get(name);
      case Map<?, ?> map when map.containsKey(key) -> Objects.requireNonNull(map.get(key));
      case Tuple(var items) when key instanceof Long index -> at(items, index);
      case List<?> items when key instanceof Long index -> at(items, index);
      case String text
      when key instanceof Long index ->
        at(text.codePoints().mapToObj(Character::toString).toList(), index);
      default -> throw new PythonError("no item " + key + " in " + container);
    };
  }

  private static Object at(List<?> items, long index) {
    long place = index < 0 ? items.size() + index : index;
    if (place < 0 || place >= items.size()) {
      throw new PythonError("IndexError: no item " + index + " of " + items.size());
    }
    return items.get((int) place);
  }

  /// The part between two places, either of which may be None.
  static Object slice(Object container, Object from, Object to) {
    return switch (container) {
      case String text ->
        text.substring(place(from, 0, text.length()), end(from, to, text.length()));
      case Tuple(var items) ->
        new Tuple(items.subList(place(from, 0, items.size()), end(from, to, items.size())));
      case List<?> items ->
        items.subList(place(from, 0, items.size()), end(from, to, items.size()));
      default -> throw new PythonError("TypeError: no part of " + container);
    };
  }

  private static int end(Object from, Object to, int size) {
    return Math.max(place(from, 0, size), place(to, size, size));
  }

  private static int place(Object index, int missing, int size) {
    if (!(index instanceof Long number)) {
      return missing;
    }
    return (int) Math.clamp(number < 0 ? size + number : number, 0L, size);
  }

  static Object attribute(Object owner, String name) {
    if (owner instanceof Dict dict) {
      return name.equals("has_key")
          ? (Function) arguments -> dict.has((String) arguments.getFirst())
          : dict.get(name);
    }
    throw new PythonError("AttributeError: no " + name + " of " + owner);
  }

  static Object call(Object called, List<Object> arguments) {
    if (called instanceof Function function) {
      return function.call(arguments);
    }
    throw new PythonError("TypeError: cannot be called: " + called);
  }

  /// Number of items or of code points.
  static long length(Object value) {
    return switch (value) {
      case String text -> text.codePointCount(0, text.length());
      case Tuple(var items) -> items.size();
      case Collection<?> items -> items.size();
      case Map<?, ?> map -> map.size();
      default -> throw new PythonError("TypeError: no length of " + value);
    };
  }

  private static boolean isNumber(Object value) {
    return value instanceof Number || value instanceof Boolean;
  }

  private static double number(Object value) {
    return value instanceof Boolean known ? (known ? 1 : 0) : ((Number) value).doubleValue();
  }
}
