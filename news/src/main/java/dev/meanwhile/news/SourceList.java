package dev.meanwhile.news;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/// Sources as a file lists them, and what was wrong with the file. A bad line loses no other.
///
/// @param sources each once, in the order of the file
/// @param problems what was wrong, each naming the file and the place
public record SourceList(List<Source> sources, List<String> problems) {
  /// How many sources are taken from one file.
  public static final int MAX_SOURCES = 100_000;

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
  /// @param text the content of the file
  /// @param origin the file's name, for messages
  public static SourceList parseLines(String text, String origin) {
    Collector collector = new Collector(origin);
    int number = 0;
    for (String line : withoutByteOrderMark(text).lines().toList()) {
      number++;
      String address = withoutComment(line);
      if (!address.isEmpty()) {
        collector.add("line " + number, "", address);
      }
    }
    return collector.result();
  }

  /// Reads the outlines of an OPML file that have an `xmlUrl`, nested ones too. Such files are
  /// passed around, so what they name must be on the web: no file of this machine.
  ///
  /// @param text the content of the file
  /// @param origin the file's name, for messages
  public static SourceList parseOpml(String text, String origin) {
    Collector collector = new Collector(origin);
    Document document = Jsoup.parse(text, "", Parser.xmlParser());
    int number = 0;
    for (Element outline : document.getElementsByTag("outline")) {
      number++;
      String address = attribute(outline, "xmlUrl");
      if (address.regionMatches(true, 0, "file:", 0, 5)) {
        collector.problem("outline " + number + ": a file of this machine, which is not read");
      } else if (!address.isBlank()) {
        String title = attribute(outline, "title");
        collector.add(
            "outline " + number, title.isBlank() ? attribute(outline, "text") : title, address);
      }
    }
    if (number == 0) {
      collector.problem("it holds no OPML outline");
    }
    return collector.result();
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

  /// Both, the sources of `other` after these; what is in both is taken once and reported.
  public SourceList and(SourceList other) {
    Collector collector = new Collector("");
    sources.forEach(collector::addSource);
    List<String> all = new ArrayList<>(problems);
    all.addAll(other.problems);
    for (Source source : other.sources) {
      if (!collector.addSource(source)) {
        all.add(source.name() + " is given twice: it is read once");
      }
    }
    return new SourceList(collector.result().sources, all);
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

  private static String withoutByteOrderMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static final class Collector {
    private final String origin;
    private final Map<URI, Source> sources = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    Collector(String origin) {
      this.origin = origin;
    }

    void add(String place, String name, String address) {
      if (sources.size() == MAX_SOURCES) {
        if (problems.isEmpty() || !problems.getLast().contains("the rest is not read")) {
          problem(place + ": a file may list " + MAX_SOURCES + " sources, the rest is not read");
        }
        return;
      }
      URI uri;
      try {
        uri = Addresses.parse(address);
      } catch (IllegalArgumentException e) {
        problem(place + ": " + e.getMessage());
        return;
      }
      Source source = name.isBlank() ? Source.of(uri) : new Source(name.strip(), uri);
      if (!addSource(source)) {
        problem(place + ": " + Addresses.display(uri) + " is listed twice, it is read once");
      }
    }

    boolean addSource(Source source) {
      return sources.putIfAbsent(source.uri(), source) == null;
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
