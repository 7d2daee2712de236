package dev.meanwhile.async;

/// A [TimeoutBody] without a result.
@FunctionalInterface
public interface TimeoutAction extends BodyAction<CancelScope> {}
