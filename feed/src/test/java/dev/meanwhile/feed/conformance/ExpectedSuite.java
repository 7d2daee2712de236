package dev.meanwhile.feed.conformance;

import dev.meanwhile.feed.Entry;
import dev.meanwhile.feed.Feed;
import dev.meanwhile.feed.FeedHints;
import dev.meanwhile.feed.Feeds;
import dev.meanwhile.feed.NotAFeedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A suite whose cases are a feed and, in another file, the JSON expected of it.
abstract class ExpectedSuite implements Suite {
  /*
   * Fields that our model does not have, on purpose. A case is not applicable if it expects
   * nothing but such fields.
   */
  static final String NO_LEFTOVERS =
      "elements that nobody has used for twenty years: cloud, textInput, rating, docs";
  static final String NO_TREES = "other elements as trees: our model names all that it carries";
  static final String NO_SCHEMES = "schemes and labels of categories: ours are plain words";
  static final String NO_AVATARS = "pictures of authors";
  static final String NO_NUANCES = "details that only a search engine or a player would use";
  static final String NO_LABEL_WITHOUT_PICTURE = "what is said of a picture that is missing";
  static final String REPEATED = "the same once more under another name";

  static final String STRICTER = "feeds that the other parser refuses: ours reads what is there";
  static final String NO_LINK_TO_NOWHERE = "links without an address";

  /// Files that are inputs, not expectations.
  abstract boolean isInput(Path file);

  /// Where the expectation for an input is.
  abstract Path expectation(Path input);

  /// Compares what was read with what is expected.
  abstract Verdict compare(Path input, Feed feed, ExpectedJson expected);

  /// What is known of a document from outside.
  FeedHints hints(Path input) {
    return FeedHints.none();
  }

  /// The verdict if this case needs none of the above, or null.
  @Nullable
  Verdict special(Path input, Supplier<Feed> parsed) {
    return null;
  }

  @Override
  public SequencedMap<String, Verdict> run(Path folder) {
    return runAll(folder);
  }

  private SequencedMap<String, Verdict> runAll(Path folder) {
    SequencedMap<String, Verdict> verdicts = new LinkedHashMap<>();
    for (Path input : files(folder)) {
      if (isInput(input)) {
        verdicts.put(folder.relativize(input).toString(), judge(input));
      }
    }
    return verdicts;
  }

  /// The verdicts on these files and on the captured feeds of the same project.
  final SequencedMap<String, Verdict> withReal(Path folder) {
    SequencedMap<String, Verdict> verdicts = runAll(folder);
    Path real = folder.resolve("../../real/feeds").resolve(folder()).normalize();
    runAll(real).forEach((name, verdict) -> verdicts.put("real/" + name, verdict));
    return verdicts;
  }

  private Verdict judge(Path input) {
    try {
      Verdict special = special(input, () -> parse(input));
      if (special != null) {
        return special;
      }
      Path expectation = expectation(input);
      if (!Files.exists(expectation)) {
        return new Verdict.NotApplicable("inputs without an expectation");
      }
      return compare(input, parse(input), ExpectedJson.read(expectation));
    } catch (NotAFeedException e) {
      return new Verdict.Failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) { // a defect of the parser, or an expectation of a new kind
      return new Verdict.Failed(String.valueOf(e));
    }
  }

  /// Passed if these bytes are refused.
  static Verdict refused(Supplier<Feed> parsed) {
    try {
      return new Verdict.Failed("expected to be no feed, found " + parsed.get());
    } catch (NotAFeedException expected) {
      return new Verdict.Passed();
    }
  }

  static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /// Whether the id of this entry was made up as ours are: of the link, else of the address of a
  /// file, else of what the entry says. RSS 1.0 has ids in an attribute that some do not read.
  static boolean isMadeUp(Entry entry, String source) {
    String id = entry.id();
    if (source.contains("rdf:about=\"" + id + "\"")) {
      return true;
    }
    if (entry.link() != null) {
      return id.equals(entry.link());
    }
    return entry.enclosures().isEmpty()
        ? id.startsWith("fingerprint:")
        : id.equals(entry.enclosures().getFirst().url());
  }

  /// The document as text, one character a byte.
  static String source(Path input) {
    try {
      return Files.readString(input, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The file beside this one that has this ending instead.
  static Path beside(Path file, String ending) {
    String name = name(file);
    return file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ending);
  }

  private Feed parse(Path input) {
    try {
      return Feeds.parse(Files.readAllBytes(input), hints(input)).feed();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
