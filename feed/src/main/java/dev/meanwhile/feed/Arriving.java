package dev.meanwhile.feed;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A document that is read as it arrives: what it is, and what is needed to read the rest of it
/// leniently.
final class Arriving {
  /// Enough to tell what it is, unless it begins with neither a tag nor a brace.
  private static final int FIRST_LOOK = 1024;

  private static final int SECOND_LOOK = 64 * 1024;

  private final Sniffer.Guess guess;
  private final KeptStream utf8;
  private final int skippedLines;
  private byte @Nullable [] prolog;

  private Arriving(Sniffer.Guess guess, KeptStream utf8, int skippedLines) {
    this.guess = guess;
    this.utf8 = utf8;
    this.skippedLines = skippedLines;
  }

  static Arriving of(InputStream in, FeedHints hints) throws IOException {
    byte[] head = in.readNBytes(FIRST_LOOK);
    Sniffer.Guess guess = Sniffer.sniff(head);
    if (guess != Sniffer.Guess.XML && guess != Sniffer.Guess.JSON) {
      head = joined(head, in.readNBytes(SECOND_LOOK));
      guess = Sniffer.sniff(head);
    }
    Decoding.Start start = Decoding.start(head, hints);
    InputStream whole = new SequenceInputStream(
        new ByteArrayInputStream(head, start.from(), head.length - start.from()), in);
    InputStream utf8 =
        start.charset() == StandardCharsets.UTF_8 ? whole : new Transcoded(whole, start.charset());
    return guess == Sniffer.Guess.XML
        ? withoutDeclaration(utf8)
        : new Arriving(guess, new KeptStream(utf8), 0);
  }

  private static Arriving withoutDeclaration(InputStream utf8) throws IOException {
    byte[] head = utf8.readNBytes(FIRST_LOOK / 2);
    int start = AaltoEvents.skipDeclaration(head, 0);
    int lines = 0;
    for (int i = 0; i < start; i++) {
      lines += head[i] == '\n' ? 1 : 0;
    }
    InputStream rest =
        new SequenceInputStream(new ByteArrayInputStream(head, start, head.length - start), utf8);
    return new Arriving(Sniffer.Guess.XML, new KeptStream(rest), lines);
  }

  /// The document as far as it is well-formed.
  ///
  /// @throws NotAFeedException if its first bytes show that it is none
  EntrySource source(FeedHints hints, Problems problems) throws IOException {
    return switch (guess) {
      case XML -> new XmlMapping(new AaltoEvents(utf8, skippedLines, problems), hints, problems);
      case JSON -> JsonFeeds.open(utf8, hints, problems);
      case EMPTY, BINARY, TEXT -> throw Sniffer.notAFeed(guess);
    };
  }

  /// The rest of a document that turned out not to be well-formed: from the end of the last entry
  /// on, with what came before the first one, which says what the rest is.
  EntrySource lenient(FeedHints hints, Problems problems) throws IOException {
    byte[] rest = utf8.readNBytes(Limits.MAX_KEPT);
    if (rest.length == Limits.MAX_KEPT) {
      problems.add(
          FeedProblem.Kind.LIMIT,
          "not well-formed and longer than " + Limits.MAX_KEPT + " bytes, the rest is not read");
    }
    // What was just read passed through the stream, so that it is kept as well.
    byte[] before = prolog == null ? new byte[0] : prolog;
    Decoding all = Decoding.lenient(joined(before, utf8.kept()));
    return new XmlMapping(new JsoupEvents(all.text(), false), hints, problems);
  }

  /// Lets go of what was read up to the end of the last entry.
  void passed(EntrySource source) {
    if (source instanceof XmlMapping mapping && !mapping.isLenient()) {
      if (prolog == null) {
        prolog = utf8.keptBefore(mapping.firstEntryAt(), Limits.MAX_PROLOG);
      }
      utf8.forgetBefore(mapping.position());
    } else {
      utf8.forgetBefore(Long.MAX_VALUE);
    }
  }

  /// Throws again what failed in reading the stream, if anything did.
  void rethrow() throws IOException {
    utf8.rethrow();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
