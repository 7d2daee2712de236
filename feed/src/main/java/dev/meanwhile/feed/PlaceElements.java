package dev.meanwhile.feed;

import static dev.meanwhile.feed.ElementReader.first;

import org.jspecify.annotations.Nullable;

/// Maps the vocabularies of geography: GeoRSS, GML inside of it, and the W3C's `geo`. Elements
/// that only hold others are left open.
final class PlaceElements {
  private final ElementReader in;
  private boolean inPolygon;
  private boolean isGlobal = true;
  private @Nullable String lowerCorner;

  /// Numbers in a position: the third is the altitude, which is dropped.
  private int dimension = 2;

  PlaceElements(ElementReader in) {
    this.in = in;
  }

  void readGeo(String name, EntryDraft entry) {
    switch (name) {
      case "lat" -> entry.latitude = first(entry.latitude, in.plain());
      case "long", "lon" -> entry.longitude = first(entry.longitude, in.plain());
      case "lat_long" -> readPlace(Place.Shape.POINT, entry);
      case "point" -> {}
      default -> in.texts.skip();
    }
  }

  void readGeoRss(String name, EntryDraft entry) {
    switch (name) {
      case "where" -> {}
      case "point" -> readPlace(Place.Shape.POINT, entry);
      case "line" -> readPlace(Place.Shape.LINE, entry);
      case "polygon" -> readPlace(Place.Shape.POLYGON, entry);
      case "box" -> readPlace(Place.Shape.BOX, entry);
      default -> in.texts.skip();
    }
  }

  void readGml(String name, EntryDraft entry) {
    switch (name) {
      case "polygon", "linestring", "point", "envelope" -> {
        inPolygon = name.equals("polygon");
        dimension = dimension(2);
        isGlobal = isGlobal(in.attribute("srsname"));
      }
      case "pos" -> readPositions(Place.Shape.POINT, entry);
      case "poslist" -> readPositions(inPolygon ? Place.Shape.POLYGON : Place.Shape.LINE, entry);
      case "lowercorner" -> lowerCorner = flat(in.plain(), dimension);
      case "uppercorner" -> {
        String corners = lowerCorner + " " + flat(in.plain(), dimension);
        setPlace(Place.Shape.BOX, corners, entry);
      }
      default -> {}
    }
  }

  private void readPositions(Place.Shape shape, EntryDraft entry) {
    int numbers = dimension(dimension);
    setPlace(shape, flat(in.plain(), numbers), entry);
  }

  private void setPlace(Place.Shape shape, @Nullable String positions, EntryDraft entry) {
    if (isGlobal) {
      entry.place = first(entry.place, Places.of(shape, positions));
    }
  }

  /// Whether numbers in this system are degrees on earth, latitude first; in others they may be
  /// meters from somewhere.
  private static boolean isGlobal(@Nullable String system) {
    return system == null || system.endsWith("4326") || system.endsWith("4979");
  }

  private int dimension(int otherwise) {
    return "3".equals(in.attribute("srsdimension")) ? 3 : otherwise;
  }

  private static @Nullable String flat(@Nullable String positions, int dimension) {
    return positions == null || dimension == 2
        ? positions
        : positions.replaceAll("(\\S+)\\s+(\\S+)\\s+\\S+", "$1 $2");
  }

  private void readPlace(Place.Shape shape, EntryDraft entry) {
    entry.place = first(entry.place, Places.of(shape, in.plain()));
  }
}
