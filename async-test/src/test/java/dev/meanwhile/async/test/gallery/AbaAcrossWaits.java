package dev.meanwhile.async.test.gallery;

import static dev.meanwhile.async.test.gallery.Steps.*;

import java.util.ArrayList;
import java.util.List;

/// A list of free places. Who takes one reads the first and the one behind it, waits, and goes
/// on if the first is still the same. It is, again: two were taken and one came back meanwhile.
/// A number that counts the changes does not come back.
final class AbaAcrossWaits {
  static final Bug BUG = new Bug(
      "ABA across waits",
      "a value that was changed and changed back looks as if nothing had happened",
      AbaAcrossWaits.class,
      AbaAcrossWaits::broken,
      AbaAcrossWaits::fixed);

  private AbaAcrossWaits() {}

  static void broken() {
    FreeList free = new FreeList();
    together(
        () -> {
          String first = free.places.getFirst();
          List<String> rest = free.behindFirst();
          io(2);
          if (free.places.getFirst().equals(first)) {
            free.places = rest;
          }
        },
        () -> free.useTwoGiveOneBack());
    check(!free.places.contains(free.inUse), free.inUse + " is free and in use");
  }

  static void fixed() {
    FreeList free = new FreeList();
    together(
        () -> {
          int changes = free.changes;
          List<String> rest = free.behindFirst();
          io(2);
          if (free.changes == changes) {
            free.places = rest;
          }
        },
        () -> free.useTwoGiveOneBack());
    check(!free.places.contains(free.inUse), free.inUse + " is free and in use");
  }

  private static final class FreeList {
    private List<String> places = List.of("A", "B", "C", "D");
    private String inUse = "";
    private int changes;

    List<String> behindFirst() {
      return places.subList(1, places.size());
    }

    /// Takes the first two, and gives the first of them back.
    void useTwoGiveOneBack() {
      io(3);
      String first = take();
      inUse = take();
      io();
      places = new ArrayList<>(places);
      places.addFirst(first);
      changes++;
    }

    private String take() {
      String first = places.getFirst();
      places = behindFirst();
      changes++;
      return first;
    }
  }
}
