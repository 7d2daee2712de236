package dev.meanwhile.benchmarks;

import com.apptasticsoftware.rssreader.RssReader;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import com.rometools.rome.feed.synd.SyndFeed;
import com.rometools.rome.io.SyndFeedInput;
import com.rometools.rome.io.XmlReader;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.meanwhile.feed.Entry;
import dev.meanwhile.feed.FeedHints;
import dev.meanwhile.feed.FeedReader;
import dev.meanwhile.feed.Feeds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.io.Stax2ByteArraySource;
import org.jsoup.Jsoup;
import org.jsoup.parser.Parser;

/// Reads all captured XML feeds with one parser on one thread, over and over: a process of its
/// own, so that each parser is compiled for itself. Prints what one pass took of the processor's
/// time, which others on the machine disturb less than the clock's, collection included.
///
/// Arguments: the parser's name in lower case, the folder of the feeds, the number of passes.
public final class FeedProgram {
  /// Who reads.
  enum Reader {
    MEANWHILE("Meanwhile, `Feeds.parse`"),
    ARRIVING("Meanwhile, `Feeds.open`, entry by entry"),
    AALTO("bare Aalto: every text looked at, nothing made of it"),
    JSOUP("jsoup in XML mode, to a tree"),
    RSSREADER("rssreader 3.12.0"),
    ROME("ROME 2.1.0");

    final String label;

    Reader(String label) {
      this.label = label;
    }
  }

  /// Readings of everything in a pass: the processor's time is told in hundredths of a second.
  private static final int TIMES = 5;

  private static final Logger QUIET = Logger.getLogger("com.apptasticsoftware");

  /// Kept so that no compiler can leave the work out.
  private static long seen;

  /// Bytes of documents that bare Aalto did not come to, because of an error before them: it
  /// stops there, at the first byte of some. The others read on after an error or fail at the
  /// end; how far they came they do not say, so all bytes are counted for them.
  private static long leftOut;

  private FeedProgram() {}

  /// Measures.
  public static void main(String[] arguments) throws IOException {
    QUIET.setLevel(Level.OFF);
    Reader reader = Reader.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    List<byte[]> feeds = load(Path.of(arguments[1]));
    int passes = Integer.parseInt(arguments[2]);
    long bytes = feeds.stream().mapToLong(feed -> feed.length).sum();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    for (int pass = 0; pass < passes; pass++) {
      leftOut = 0;
      int lost = 0;
      int entries = 0;
      long allocated = threads.getCurrentThreadAllocatedBytes();
      long start = system.getProcessCpuTime();
      for (int again = 0; again < TIMES; again++) {
        lost = 0;
        entries = 0;
        for (byte[] feed : feeds) {
          int count = read(reader, feed);
          lost += count < 0 ? 1 : 0;
          entries += Math.max(count, 0);
        }
      }
      double seconds = (system.getProcessCpuTime() - start) / 1e9;
      allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
      System.out.printf(
          Locale.ROOT,
          "feeds=%d bytes=%d seconds=%.6f allocated=%d lost=%d entries=%d%n",
          feeds.size(),
          TIMES * bytes - leftOut,
          seconds,
          allocated,
          lost,
          entries);
    }
    if (seen == 0) {
      throw new IllegalStateException("nothing was read");
    }
  }

  /// The captured feeds in XML.
  static List<byte[]> load(Path folder) throws IOException {
    List<byte[]> feeds = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        byte[] body = Files.readAllBytes(file);
        String head =
            new String(body, 0, Math.min(body.length, 2_000), StandardCharsets.ISO_8859_1);
        if (!file.toString().endsWith(".json")
            && (head.contains("<rss") || head.contains("<feed") || head.contains("<rdf:RDF"))) {
          feeds.add(body);
        }
      }
    }
    return feeds;
  }

  /// The number of entries, or -1 if the feed is lost.
  private static int read(Reader reader, byte[] feed) {
    try {
      int entries = switch (reader) {
        case MEANWHILE -> meanwhile(feed);
        case ARRIVING -> arriving(feed);
        case AALTO -> aalto(feed);
        case JSOUP -> jsoup(feed);
        case RSSREADER -> rssreader(feed);
        case ROME -> rome(feed);
      };
      seen += entries;
      return entries;
    } catch (Exception _) {
      return -1; // each parser has its own exceptions, some of them slips of its own
    }
  }

  private static int meanwhile(byte[] feed) {
    return Feeds.parse(feed, FeedHints.none()).feed().entries().size();
  }

  private static int arriving(byte[] feed) {
    int entries = 0;
    try (FeedReader reader = Feeds.open(new ByteArrayInputStream(feed), FeedHints.none())) {
      for (Entry entry = reader.next(); entry != null; entry = reader.next()) {
        entries++;
      }
    }
    return entries;
  }

  private static int aalto(byte[] feed) throws XMLStreamException {
    XMLStreamReader events = new InputFactoryImpl()
        .createXMLStreamReader(new Stax2ByteArraySource(feed, 0, feed.length));
    int entries = 0;
    boolean isRead = false;
    try {
      while (events.hasNext()) {
        int event = events.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
          String name = events.getLocalName();
          entries += name.equals("item") || name.equals("entry") ? 1 : 0;
        } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
          seen += events.getTextLength();
        }
      }
      isRead = true;
    } finally {
      if (!isRead) {
        // Characters, of which most are a byte.
        leftOut += feed.length - events.getLocation().getCharacterOffset();
      }
    }
    return entries;
  }

  private static int jsoup(byte[] feed) throws IOException {
    return Jsoup.parse(new ByteArrayInputStream(feed), null, "", Parser.xmlParser())
        .select("item, entry")
        .size();
  }

  private static int rssreader(byte[] feed) {
    try (Stream<?> items = new RssReader().read(new ByteArrayInputStream(feed))) {
      return (int) items.peek(item -> seen += item.hashCode()).count();
    }
  }

  private static int rome(byte[] feed) throws Exception {
    SyndFeed read = new SyndFeedInput().build(new XmlReader(new ByteArrayInputStream(feed)));
    return read.getEntries().size();
  }
}
