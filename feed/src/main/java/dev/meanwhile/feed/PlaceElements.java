package dev.meanwhile.feed;

import static dev.meanwhile.feed.ElementReader.first;

import org.jspecify.annotations.Nullable;

/// Maps the vocabularies of geography: GeoRSS, GML inside of it, and the W3C's `geo`. Elements
/// that only hold others are left open.
final class PlaceElements {
  private final ElementReader in;
  private boolean inPolygon;
  private @Nullable String lowerCorner;

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
      case "polygon" -> inPolygon = true;
      case "linestring", "point" -> inPolygon = false;
      case "pos" -> readPlace(Place.Shape.POINT, entry);
      case "poslist" -> readPlace(inPolygon ? Place.Shape.POLYGON : Place.Shape.LINE, entry);
      case "lowercorner" -> lowerCorner = in.plain();
      case "uppercorner" ->
        entry.place =
            first(entry.place, Places.of(Place.Shape.BOX, lowerCorner + " " + in.plain()));
      default -> {}
    }
  }

  private void readPlace(Place.Shape shape, EntryDraft entry) {
    entry.place = first(entry.place, Places.of(shape, in.plain()));
  }
}
