package dev.meanwhile.async;

/// What becomes of `blocking` and `offload` on virtual time, where there is no outside.
public enum OutsidePolicy {
  /// Their bodies run at once, on the loop, and take no virtual time.
  INLINE,

  /// They are refused with an [IllegalStateException].
  REFUSE
}
