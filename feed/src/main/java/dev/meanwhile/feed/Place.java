package dev.meanwhile.feed;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// Where on earth an entry belongs, as GeoRSS, GML or the W3C's `geo` vocabulary say it.
///
/// @param shape what the positions mean
/// @param positions one for a point; lower corner, then upper corner for a box; in the order of
///     the line or of the outline otherwise, at most 1,000
public record Place(Shape shape, List<Position> positions) {
  /// What the positions mean.
  public enum Shape {
    /// One position.
    POINT,
    /// A line through at least two.
    LINE,
    /// An area inside at least three; a last one that repeats the first is kept.
    POLYGON,
    /// A box between two opposite corners.
    BOX
  }

  /// A position on earth.
  ///
  /// @param latitude degrees north of the equator, -90 to 90
  /// @param longitude degrees east of Greenwich, -180 to 180
  public record Position(double latitude, double longitude) {}

  /// Copies the list.
  public Place {
    requireNonNull(shape, "shape");
    positions = List.copyOf(positions);
  }
}
