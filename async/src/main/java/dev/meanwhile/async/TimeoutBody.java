package dev.meanwhile.async;

import org.jspecify.annotations.Nullable;

/// The block of [Async#timeout(java.time.Duration, TimeoutBody)], which is given the scope whose
/// deadline it may move.
///
/// @param <T> what the block returns
@FunctionalInterface
public interface TimeoutBody<T extends @Nullable Object> extends Body<CancelScope, T> {}
