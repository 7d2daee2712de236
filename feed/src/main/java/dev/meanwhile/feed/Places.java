package dev.meanwhile.feed;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes places of what the vocabularies of geography say.
final class Places {
  private static final int MAX_POSITIONS = 1_000;

  private Places() {}

  /// A point of two texts; null if either is missing or none.
  static @Nullable Place point(@Nullable String latitude, @Nullable String longitude) {
    return latitude == null || longitude == null
        ? null
        : of(Place.Shape.POINT, latitude + ' ' + longitude);
  }

  /// A place of latitudes and longitudes in turn, with spaces or commas between them; null if
  /// there are too few of them, or one is no position on earth.
  static @Nullable Place of(Place.Shape shape, @Nullable String text) {
    if (text == null || text.length() > Limits.MAX_SHORT_TEXT) {
      return null;
    }
    String[] numbers = text.strip().split("[\\s,]+", 2 * MAX_POSITIONS + 1);
    List<Place.Position> positions = new ArrayList<>(numbers.length / 2);
    for (int i = 0; i + 1 < numbers.length; i += 2) {
      double latitude = number(numbers[i]);
      double longitude = number(numbers[i + 1]);
      if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
        return null;
      }
      positions.add(new Place.Position(latitude, longitude));
    }
    boolean fits = switch (shape) {
      case POINT -> positions.size() == 1;
      case BOX -> positions.size() == 2;
      case LINE -> positions.size() >= 2;
      case POLYGON -> positions.size() >= 3;
    };
    return fits && numbers.length == 2 * positions.size() ? new Place(shape, positions) : null;
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException none) {
      return Double.NaN;
    }
  }
}
