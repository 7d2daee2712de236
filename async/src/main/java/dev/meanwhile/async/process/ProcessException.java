package dev.meanwhile.async.process;

/// Thrown when a program could not be started. The message names the program and never its
/// arguments, which may hold secrets.
public final class ProcessException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProcessException(String message, Throwable cause) {
    super(message, cause);
  }
}
