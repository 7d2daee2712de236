package dev.meanwhile.news;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Sources as other readers take them over.
public final class Opml {
  private Opml() {}

  /// An OPML 2.0 document: a folder for each tag, in it the sources whose first tag it is, with
  /// all their tags as categories. Addresses have no credentials in it.
  public static String write(List<Source> sources, Instant now) {
    Map<String, List<Source>> folders = new TreeMap<>();
    for (Source source : sources) {
      String folder = source.tags().stream().sorted().findFirst().orElse("");
      folders.computeIfAbsent(folder, _ -> new ArrayList<>()).add(source);
    }
    StringBuilder out = new StringBuilder(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <opml version="2.0">
          <head>
            <title>Sources of Meanwhile</title>
            <dateCreated>%s</dateCreated>
          </head>
          <body>
        """.formatted(DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC))));
    folders.forEach((folder, inside) -> {
      if (folder.isEmpty()) {
        inside.forEach(source -> outline(source, "    ", out));
      } else {
        out.append("    <outline text=\"").append(Markup.escaped(folder)).append("\">\n");
        inside.forEach(source -> outline(source, "      ", out));
        out.append("    </outline>\n");
      }
    });
    return out.append("  </body>\n</opml>\n").toString();
  }

  private static void outline(Source source, String indent, StringBuilder out) {
    String name = Markup.escaped(source.name());
    out.append(indent).append("<outline type=\"rss\" text=\"").append(name);
    out.append("\" title=\"").append(name);
    out.append("\" xmlUrl=\"").append(Markup.escaped(source.address())).append('"');
    if (source.tags().size() > 1) {
      String tags = String.join(",", source.tags().stream().sorted().toList());
      out.append(" category=\"").append(Markup.escaped(tags)).append('"');
    }
    out.append("/>\n");
  }
}
