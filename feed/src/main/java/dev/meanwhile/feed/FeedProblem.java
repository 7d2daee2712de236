package dev.meanwhile.feed;

import static java.util.Objects.requireNonNull;

/// One thing that is wrong with a document, worded for the author of the site.
///
/// @param kind what sort of problem
/// @param message what was found and what was made of it, one sentence without the place
/// @param line line of the document, from 1; 0 when unknown
/// @param column column in that line, from 1; 0 when unknown
public record FeedProblem(Kind kind, String message, int line, int column) {
  /// The sorts of problems.
  public enum Kind {
    /// The XML or JSON breaks the rules of its syntax.
    NOT_WELL_FORMED,
    /// Bytes and declared character set do not fit.
    ENCODING,
    /// An entity that nothing declares.
    ENTITY,
    /// A date that could not be read.
    DATE,
    /// An address that is none, or of a kind that is never followed.
    ADDRESS,
    /// Two entries of the feed claim to be the same one.
    IDENTITY,
    /// The document ends in the middle.
    TRUNCATED,
    /// More than is ever read: what is past the limit was left out.
    LIMIT,
    /// Something is missing or out of place for a feed of this format.
    STRUCTURE
  }

  /// Checks that there is a kind and a message.
  public FeedProblem {
    requireNonNull(kind, "kind");
    requireNonNull(message, "message");
  }

  /// `line 3, column 7: message`, or the message alone where the place is unknown.
  @Override
  public String toString() {
    if (line == 0) {
      return message;
    }
    return "line " + line + (column == 0 ? "" : ", column " + column) + ": " + message;
  }
}
