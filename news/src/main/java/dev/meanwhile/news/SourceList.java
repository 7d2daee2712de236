package dev.meanwhile.news;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/// Sources as a file lists them, and what was wrong with the file. A bad line loses no other.
///
/// @param sources each once, in the order of the file
/// @param problems what was wrong, each naming the file and the place
public record SourceList(List<Source> sources, List<String> problems) {
  /// How many sources are taken from one file, and from several together.
  public static final int MAX_SOURCES = 100_000;

  private static final int MAX_TAGS = 20;
  private static final int MAX_TAG = 100;

  /// How many problems of one file are listed.
  private static final int MAX_PROBLEMS = 1_000;

  /// Copies the lists.
  public SourceList {
    sources = List.copyOf(sources);
    problems = List.copyOf(problems);
  }

  /// Reads a list: one address a line, `#` starts a comment, empty lines are skipped, and an
  /// address that is listed twice is read once and reported.
  ///
  /// @param content the file: UTF-8, or UTF-16 when a byte order mark says so
  /// @param origin the file's name, for messages
  public static SourceList parseLines(byte[] content, String origin) {
    Collector collector = new Collector(origin, false);
    int number = 0;
    for (String line : decode(content).lines().toList()) {
      number++;
      String address = withoutComment(line);
      if (!address.isEmpty()) {
        collector.add("line " + number, "", address, Set.of());
      }
    }
    return collector.result();
  }

  /// Reads the outlines of an OPML file that have an `xmlUrl`, nested ones too: the folders
  /// become tags. Such files are
  /// passed around, so what they name must be on the web: no file of this machine, and as
  /// [found][Source#isFound] sources at public addresses.
  ///
  /// @param content the file, in the encoding that its mark or its XML declaration names
  /// @param origin the file's name, for messages
  public static SourceList parseOpml(byte[] content, String origin) {
    Collector collector = new Collector(origin, true);
    Document document = parseXml(content);
    int number = 0;
    for (Element outline : document.getElementsByTag("outline")) {
      number++;
      String address = attribute(outline, "xmlUrl");
      if (address.regionMatches(true, 0, "file:", 0, 5)) {
        collector.problem("outline " + number + ": a file of this machine, which is not read");
      } else if (!address.isBlank()) {
        String title = attribute(outline, "title");
        collector.add(
            "outline " + number,
            title.isBlank() ? attribute(outline, "text") : title,
            address,
            folders(outline));
      }
    }
    if (number == 0) {
      collector.problem("it holds no OPML outline");
    }
    return collector.result();
  }

  /// The folders that an outline lies in, and the categories that it names.
  private static Set<String> folders(Element outline) {
    Set<String> tags = new LinkedHashSet<>();
    for (Element folder : outline.parents()) {
      String text = attribute(folder, "text");
      addTag(text.isBlank() ? attribute(folder, "title") : text, tags);
    }
    for (String category : attribute(outline, "category").split(",", -1)) {
      addTag(category.substring(category.lastIndexOf('/') + 1), tags);
    }
    return tags;
  }

  private static void addTag(String text, Set<String> tags) {
    String tag = text.strip();
    if (!tag.isEmpty() && tag.length() <= MAX_TAG && tags.size() < MAX_TAGS) {
      tags.add(tag);
    }
  }

  /// The address that somebody typed, in which `https://` may be left out.
  ///
  /// @throws IllegalArgumentException saying what is wrong with it
  public static Source parseAddress(String text) {
    return Source.of(Addresses.parse(text));
  }

  /// What somebody typed as an address, without the credentials that may be in it: for messages.
  public static String displayAddress(String text) {
    return Addresses.withoutCredentials(text);
  }

  /// All of them, in order; what is in two of them is taken once and reported.
  public static SourceList concat(List<SourceList> lists) {
    Collector collector = new Collector("", false);
    List<String> problems = new ArrayList<>();
    for (SourceList list : lists) {
      problems.addAll(list.problems);
      for (Source source : list.sources) {
        switch (collector.addSource(source)) {
          case ADDED -> {}
          case REPEATED -> problems.add(source.name() + " is given twice: it is read once");
          case TOO_MANY -> {
            problems.add("more than " + MAX_SOURCES + " sources are given: the rest is not read");
            return new SourceList(collector.result().sources, problems);
          }
        }
      }
    }
    return new SourceList(collector.result().sources, problems);
  }

  private static Document parseXml(byte[] content) {
    try {
      return Jsoup.parse(new ByteArrayInputStream(content), null, "", Parser.xmlParser());
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be read", e);
    }
  }

  /// XML is case-sensitive, and files are not always.
  private static String attribute(Element outline, String name) {
    return outline.attributes().getIgnoreCase(name).strip();
  }

  /// A `#` within an address is a part of it; one after white space, or at the start, is a
  /// comment.
  private static String withoutComment(String line) {
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) == '#' && (i == 0 || Character.isWhitespace(line.charAt(i - 1)))) {
        return line.substring(0, i).strip();
      }
    }
    return line.strip();
  }

  private static String decode(byte[] content) {
    boolean isBig = startsWith(content, 0xFE, 0xFF);
    if (isBig || startsWith(content, 0xFF, 0xFE)) {
      Charset charset = isBig ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
      return new String(content, 2, content.length - 2, charset);
    }
    int start = startsWith(content, 0xEF, 0xBB, 0xBF) ? 3 : 0;
    // What does not decode stands in a comment: addresses are ASCII, or encoded as UTF-8.
    return new String(content, start, content.length - start, StandardCharsets.UTF_8);
  }

  private static boolean startsWith(byte[] content, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i == content.length || (content[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private enum Addition {
    ADDED,
    REPEATED,
    TOO_MANY
  }

  private static final class Collector {
    private final String origin;
    private final boolean isFound;
    private final Map<URI, Source> sources = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private boolean isFull;

    Collector(String origin, boolean isFound) {
      this.origin = origin;
      this.isFound = isFound;
    }

    void add(String place, String name, String address, Set<String> tags) {
      if (isFull) {
        return;
      }
      URI uri;
      try {
        uri = Addresses.parse(address);
      } catch (IllegalArgumentException e) {
        problem(place + ": " + e.getMessage());
        return;
      }
      String title = name.isBlank() ? Addresses.display(uri) : name.strip();
      Source source = new Source(title, uri, isFound, tags);
      switch (addSource(source)) {
        case ADDED -> {}
        case REPEATED ->
          problem(place + ": " + Addresses.display(uri) + " is listed twice, it is read once");
        case TOO_MANY -> {
          isFull = true;
          problems.add(origin + ", " + place + ": a file may list " + MAX_SOURCES
              + " sources, the rest is not read");
        }
      }
    }

    Addition addSource(Source source) {
      if (sources.containsKey(source.uri())) {
        return Addition.REPEATED;
      }
      if (sources.size() == MAX_SOURCES) {
        return Addition.TOO_MANY;
      }
      sources.put(source.uri(), source);
      return Addition.ADDED;
    }

    void problem(String what) {
      if (problems.size() < MAX_PROBLEMS) {
        problems.add(origin + ", " + what);
      } else if (problems.size() == MAX_PROBLEMS) {
        problems.add(origin + ": further problems are not listed");
      }
    }

    SourceList result() {
      return new SourceList(List.copyOf(sources.values()), problems);
    }
  }
}
