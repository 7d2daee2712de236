package dev.meanwhile.http;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps what a listener throws away from the request. A cancellation is an error and passes.
record Hooks(@Nullable RequestListener listener) {
  private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);

  void beforeSend(Request request) {
    tell(told -> told.beforeSend(request));
  }

  void afterHead(Request request, Reply reply) {
    tell(told -> told.afterHead(request, reply.status(), reply.headers()));
  }

  void onRetry(Request request, Duration pause, String reason) {
    tell(told -> told.onRetry(request, pause, reason));
  }

  private void tell(Consumer<RequestListener> what) {
    if (listener == null) {
      return;
    }
    try {
      what.accept(listener);
    } catch (RuntimeException failure) {
      LOG.warn("a listener of a session failed", failure);
    }
  }
}
