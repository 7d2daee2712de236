package dev.meanwhile.cli;

/// Why a command could not run: one sentence for the user, who can do something about it.
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommandFailure(String message) {
    super(message);
  }
}
