package dev.meanwhile.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The header fields of a request or response, in their order. Names are compared without regard
/// to case.
///
/// Immutable: the methods that change something give a changed copy.
public final class Headers implements Iterable<Headers.Field> {
  private static final Headers EMPTY = new Headers(List.of());

  /// Fields whose values [#toString] does not show.
  private static final Set<String> SECRET =
      Set.of("authorization", "proxy-authorization", "cookie", "set-cookie", "www-authenticate");

  private final List<Field> fields;

  private Headers(List<Field> fields) {
    this.fields = fields;
  }

  /// No field.
  public static Headers empty() {
    return EMPTY;
  }

  /// These fields, in this order.
  public static Headers of(List<Field> fields) {
    return fields.isEmpty() ? EMPTY : new Headers(List.copyOf(fields));
  }

  /// The value of the first field of that name.
  public Optional<String> first(String name) {
    for (Field field : fields) {
      if (field.name.equalsIgnoreCase(name)) {
        return Optional.of(field.value);
      }
    }
    return Optional.empty();
  }

  /// The values of all fields of that name.
  public List<String> all(String name) {
    return fields.stream()
        .filter(field -> field.name.equalsIgnoreCase(name))
        .map(Field::value)
        .toList();
  }

  /// The date in the first field of that name, in any of HTTP's forms; empty if there is none, or
  /// it cannot be read.
  public Optional<Instant> date(String name) {
    return first(name).map(HttpDates::parse);
  }

  /// The pause that `Retry-After` asks for, in seconds or up to a date, which is compared with the
  /// server's own clock where `Date` tells it; empty if there is none, or it cannot be read.
  ///
  /// @param now the time, for an answer without `Date`
  public Optional<Duration> retryAfter(Instant now) {
    return RateAdvice.retryAfter(this, now);
  }

  /// Whether there is a field of that name.
  public boolean has(String name) {
    return first(name).isPresent();
  }

  /// A copy in which the field has this value and no other.
  ///
  /// @throws IllegalArgumentException if name or value cannot stand in a header
  public Headers with(String name, String value) {
    return without(name).and(name, value);
  }

  /// A copy with one more field.
  ///
  /// @throws IllegalArgumentException if name or value cannot stand in a header
  public Headers and(String name, String value) {
    List<Field> more = new ArrayList<>(fields.size() + 1);
    more.addAll(fields);
    more.add(new Field(name, value));
    return new Headers(List.copyOf(more));
  }

  /// A copy without the fields of that name.
  public Headers without(String name) {
    if (!has(name)) {
      return this;
    }
    return of(
        fields.stream().filter(field -> !field.name.equalsIgnoreCase(name)).toList());
  }

  /// The number of fields.
  public int size() {
    return fields.size();
  }

  @Override
  public Iterator<Field> iterator() {
    return fields.iterator();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Headers headers && fields.equals(headers.fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  /// The fields, without the values of those that hold secrets.
  @Override
  public String toString() {
    return fields.stream().map(Field::toString).collect(Collectors.joining(", ", "Headers[", "]"));
  }

  /// One header field.
  ///
  /// @param name its name, as written
  /// @param value its value
  public record Field(String name, String value) {
    /// Checks that neither part could end the field and begin another, and that both can be sent
    /// as they are: the value in ISO 8859-1.
    ///
    /// @throws IllegalArgumentException if name or value cannot stand in a header
    public Field {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(value, "value");
      requireToken(name);
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (c == '\r' || c == '\n' || c == 0) {
          throw new IllegalArgumentException(
              "the header " + name + " has a line break or NUL in its value");
        }
        if (c > 0xff) {
          throw new IllegalArgumentException(
              "the header " + name + " has a letter in its value that headers cannot carry");
        }
      }
    }

    // No stream: each field of each answer comes this way.
    private static void requireToken(String name) {
      boolean isToken = !name.isEmpty();
      for (int i = 0; isToken && i < name.length(); i++) {
        char c = name.charAt(i);
        boolean isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
        isToken = isPlain || (c > ' ' && c < 127 && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0);
      }
      if (!isToken) {
        throw new IllegalArgumentException("not a header name: " + name);
      }
    }

    @Override
    public String toString() {
      return name + ": " + (SECRET.contains(name.toLowerCase(Locale.ROOT)) ? "***" : value);
    }
  }
}
