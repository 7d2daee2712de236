package dev.meanwhile.feed;

/// Direction of a text.
public enum Direction {
  /// As in English.
  LEFT_TO_RIGHT,
  /// As in Arabic or Hebrew.
  RIGHT_TO_LEFT
}
