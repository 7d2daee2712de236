package dev.meanwhile.feed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a feed entry by entry while it arrives, for feeds that are large or come slowly:
/// [Feeds#open] makes one.
///
/// {@snippet file="FeedExamples.java" region="open"}
///
/// The first entry is there as soon as the document has come that far. What [Feeds#parse] would
/// make of the same bytes comes out, but for what only the whole document shows:
///
/// - what the feed says of itself after an entry (its link, its authors) is not inherited by that
///   entry;
/// - of several entries that claim the same id, the first keeps it;
/// - in which character set the document is written is decided by its first kilobyte.
///
/// **Memory.** One entry at a time while the document is well-formed. Past the place where it is
/// not, the last entry and what follows are read leniently as a whole, at most 16 MiB each way;
/// what is past that is left out and reported.
/// **Blocking.** [#next] and [#feed] wait for the stream, and fail with what its reading fails
/// with: an `IOException` as [UncheckedIOException], anything else as it is.
/// **Threads.** For one thread at a time.
public final class FeedReader implements AutoCloseable {
  private final InputStream in;
  private final FeedHints hints;
  private final Problems problems = new Problems();
  private final ArrivingIds ids = new ArrivingIds();

  private @Nullable Arriving document;
  private @Nullable EntrySource source;
  private int entries;

  FeedReader(InputStream in, FeedHints hints) {
    this.in = in;
    this.hints = hints;
  }

  /// The next entry, null after the last one.
  ///
  /// @throws NotAFeedException if there is no feed in the document, saying what it looks like
  /// @throws UncheckedIOException if the stream fails
  public @Nullable Entry next() {
    EntryDraft draft = draft();
    if (draft == null) {
      source().feed(); // says so if there was no feed at all
      return null;
    }
    if (++entries > Limits.MAX_ENTRIES) {
      problems.add(
          FeedProblem.Kind.LIMIT,
          "more than " + Limits.MAX_ENTRIES + " entries, the rest is left out");
      return null;
    }
    draft.complete(source().feed(), problems);
    ids.assign(draft, problems);
    return draft.toEntry();
  }

  /// What was read of the feed so far, without entries: after the last one, everything.
  ///
  /// @throws NotAFeedException if there is no feed in the document, saying what it looks like
  /// @throws UncheckedIOException if the stream fails
  public Feed feed() {
    FeedDraft feed = guarded(() -> source().feed());
    feed.completeLink(problems);
    return feed.toFeed(List.of());
  }

  /// What was wrong with the document so far, at most 100.
  public List<FeedProblem> problems() {
    return List.copyOf(problems.toList());
  }

  /// Whether the document turned out not to be well-formed, so that the structure of the rest had
  /// to be guessed.
  public boolean isLenient() {
    EntrySource known = source;
    return known != null && known.isLenient();
  }

  /// Closes the stream.
  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable EntryDraft draft() {
    if (entries > Limits.MAX_ENTRIES) {
      return null;
    }
    return guarded(() -> {
      EntryDraft draft = source().next();
      if (draft != null) {
        arriving().passed(source());
      }
      return draft;
    });
  }

  /// Calls the source; if the document is not well-formed, the one that reads the rest of it.
  private <T extends @Nullable Object> T guarded(Reading<T> reading) {
    try {
      try {
        T value = reading.read();
        arriving().rethrow();
        return value;
      } catch (MalformedXmlException e) {
        arriving().rethrow();
        problems.add(
            FeedProblem.Kind.NOT_WELL_FORMED,
            "not well-formed: " + e.getMessage(),
            e.line,
            e.column);
        source = arriving().lenient(hints, problems);
        return reading.read();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private EntrySource source() throws UncheckedIOException {
    EntrySource known = source;
    if (known == null) {
      try {
        known = arriving().source(hints, problems);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      source = known;
    }
    return known;
  }

  private Arriving arriving() {
    Arriving known = document;
    if (known == null) {
      try {
        known = Arriving.of(in, hints);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      document = known;
    }
    return known;
  }

  /// One step of a source.
  private interface Reading<T extends @Nullable Object> {
    T read();
  }
}
