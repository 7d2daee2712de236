package dev.meanwhile.async.test.gallery;

import dev.meanwhile.async.Action;

/// A classic mistake as a program, and the same program without it. Each checks itself, and fails
/// when the mistake has shown.
///
/// @param name what it is called
/// @param what what goes wrong, in one sentence
/// @param source where it is written
/// @param broken the program with the mistake
/// @param fixed the program without it
record Bug(String name, String what, Class<?> source, Action broken, Action fixed) {
  @Override
  public String toString() {
    return name;
  }
}
