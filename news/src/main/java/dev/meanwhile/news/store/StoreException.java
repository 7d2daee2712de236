package dev.meanwhile.news.store;

import org.jspecify.annotations.Nullable;

/// The store could not do what it was asked for; the message is for people and names neither a
/// password nor anything out of an article.
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
