package dev.meanwhile.feed;

import org.jspecify.annotations.Nullable;

/// A document is not well-formed; never leaves the package.
final class MalformedXmlException extends RuntimeException {
  private static final long serialVersionUID = 1;

  final int line;
  final int column;

  MalformedXmlException(String message, int line, int column, @Nullable Throwable cause) {
    super(message, cause, false, false);
    this.line = line;
    this.column = column;
  }
}
