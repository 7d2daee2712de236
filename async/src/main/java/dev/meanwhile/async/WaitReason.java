package dev.meanwhile.async;

/// Why a task waits: the kind of wait, and on what, in words.
///
/// @param kind what kind of thing it waits for
/// @param subject which one, for people: `task loader`, `3 s`, `GET example.org`
public record WaitReason(WaitKind kind, String subject) {
  @Override
  public String toString() {
    return subject;
  }
}
