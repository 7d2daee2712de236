package dev.meanwhile.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FeedReaderTest {
  private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + "<rss version=\"2.0\"><channel><title>T</title><link>https://a/</link>\n";

  @Test
  void next_wellFormedFeed_givesEntryAfterEntry() {
    FeedReader reader = open(HEAD + item(1) + item(2) + "</channel></rss>");

    assertThat(reader.feed().title()).isEqualTo("T");
    assertThat(titles(reader)).containsExactly("Title 1", "Title 2");
    assertThat(reader.next()).isNull();
    assertThat(reader.isLenient()).isFalse();
    assertThat(reader.problems()).isEmpty();
  }

  @Test
  void next_documentStillArriving_givesTheEntriesThatAreThere() {
    int first = HEAD.length() + item(1).length();
    String document = HEAD + item(1) + " ".repeat(20_000) + item(2) + "</channel></rss>";
    Metered in = new Metered(document.getBytes(UTF_8));
    FeedReader reader = Feeds.open(in, FeedHints.none());

    Entry entry = reader.next();

    assertThat(entry).isNotNull();
    assertThat(in.read).isLessThan(first + 6_000);
  }

  @Test
  void next_brokenInTheMiddle_readsTheRestLeniently() {
    FeedReader reader = open(HEAD + item(1) + item(2)
        + "<item><title>A & B</title><link>/3</link></item>" + item(4) + "</channel></rss>");

    List<String> titles = titles(reader);

    assertThat(titles).containsExactly("Title 1", "Title 2", "A & B", "Title 4");
    assertThat(reader.isLenient()).isTrue();
    assertThat(reader.feed().title()).isEqualTo("T");
    assertThat(reader.problems())
        .extracting(FeedProblem::kind)
        .containsExactly(FeedProblem.Kind.NOT_WELL_FORMED);
    assertThat(reader.problems().getFirst().line()).isPositive();
  }

  @Test
  void next_cutOff_keepsTheWholeEntries() {
    FeedReader reader = open(HEAD + item(1) + item(2).substring(0, 20));

    assertThat(titles(reader)).containsExactly("Title 1");
    assertThat(reader.problems())
        .extracting(FeedProblem::kind)
        .contains(FeedProblem.Kind.TRUNCATED);
  }

  @Test
  void next_otherCharacterSet_isDecoded() {
    String document =
        HEAD.replace("UTF-8", "koi8-r") + "<item><title>Привет</title></item></channel></rss>";
    FeedReader reader = Feeds.open(
        new ByteArrayInputStream(document.getBytes(Charset.forName("koi8-r"))), FeedHints.none());

    assertThat(titles(reader)).containsExactly("Привет");
    assertThat(reader.isLenient()).isFalse();
  }

  @Test
  void next_jsonFeed_givesEntryAfterEntry() {
    FeedReader reader = open("""
        {"version": "https://jsonfeed.org/version/1.1", "title": "T",
         "items": [{"id": "1", "title": "One"}, {"id": "2", "title": "Two"}, {"id": "3", "ti""");

    assertThat(reader.feed().title()).isEqualTo("T");
    assertThat(titles(reader).subList(0, 2)).containsExactly("One", "Two");
    assertThat(reader.isLenient()).isTrue();
  }

  @Test
  void next_repeatedClaim_firstKeepsIt() {
    String copy = "<item><guid>same</guid><title>%s</title></item>";
    FeedReader reader = open(HEAD + copy.formatted("a") + copy.formatted("b") + "</channel></rss>");

    List<String> ids = new ArrayList<>();
    for (Entry entry = reader.next(); entry != null; entry = reader.next()) {
      ids.add(entry.id());
    }

    assertThat(ids).hasSize(2).doesNotHaveDuplicates();
    assertThat(ids.getFirst()).isEqualTo("same");
    assertThat(ids.getLast()).startsWith("same#");
  }

  @Test
  void next_thousandsOfCopies_areNumberedInTime() {
    String copy = "<item><guid>same</guid><title>a</title></item>";
    FeedReader reader = open(HEAD + copy.repeat(40_000) + "</channel></rss>");

    Set<String> ids = new HashSet<>();
    for (Entry entry = reader.next(); entry != null; entry = reader.next()) {
      ids.add(entry.id());
    }

    assertThat(ids).hasSize(40_000);
  }

  @Test
  void next_noFeed_saysWhatItIs() {
    assertThatThrownBy(() -> open("<html><body>Not found</body></html>").next())
        .isInstanceOf(NotAFeedException.class)
        .hasMessageContaining("HTML");
    assertThatThrownBy(() -> open("").next())
        .isInstanceOf(NotAFeedException.class)
        .hasMessageContaining("empty");
    assertThatThrownBy(() -> open("{\"a\": 1}").feed())
        .isInstanceOf(NotAFeedException.class)
        .hasMessageContaining("JSON");
  }

  @Test
  void next_streamFails_failureIsNotTakenForTheEndOfTheDocument() {
    IOException failure = new IOException("the line is dead");
    InputStream in = new InputStream() {
      private final InputStream start = stream(HEAD + item(1) + " ".repeat(2_000));

      @Override
      public int read() throws IOException {
        int next = start.read();
        if (next < 0) {
          throw failure;
        }
        return next;
      }
    };
    FeedReader reader = Feeds.open(in, FeedHints.none());

    assertThatThrownBy(() -> titles(reader))
        .isInstanceOf(UncheckedIOException.class)
        .hasCause(failure);
  }

  @Test
  void next_streamFailsOfItsOwn_failureComesAsItIs() {
    IllegalStateException failure = new IllegalStateException("deadline");
    InputStream in = new InputStream() {
      private final InputStream start = stream(HEAD + " ".repeat(2_000));

      @Override
      public int read() throws IOException {
        int next = start.read();
        if (next < 0) {
          throw failure;
        }
        return next;
      }
    };

    assertThatThrownBy(() -> titles(Feeds.open(in, FeedHints.none()))).isSameAs(failure);
  }

  @Test
  void next_endlessTag_isReadLenientlyInTime() {
    StringBuilder document = new StringBuilder(HEAD).append("<x");
    for (int i = 0; i < 50_000; i++) {
      document.append(" a").append(i).append("=\">\"");
    }
    FeedReader reader = open(document.append("/>").append(item(1)).toString());

    assertThat(titles(reader)).containsExactly("Title 1");
    assertThat(reader.isLenient()).isTrue();
  }

  @Test
  void next_everyCapturedFeed_readsWhatParseReads() {
    List<String> different = new ArrayList<>();
    for (Path file : Corpus.files(Corpus.folder().resolve("real/feeds"))) {
      byte[] body = Corpus.read(file);
      List<String> whole;
      try {
        whole = texts(Feeds.parse(body, FeedHints.none()).feed().entries());
      } catch (NotAFeedException e) {
        continue;
      }
      List<Entry> entries = new ArrayList<>();
      FeedReader reader = Feeds.open(new ByteArrayInputStream(body), FeedHints.none());
      for (Entry entry = reader.next(); entry != null; entry = reader.next()) {
        entries.add(entry);
      }
      if (!texts(entries).equals(whole)) {
        different.add(file + ": " + entries.size() + " of " + whole.size());
      }
    }

    // Two are broken so that what comes before the place is read in another way as well.
    assertThat(different).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void close_always_closesTheStream() {
    boolean[] closed = new boolean[1];
    FeedReader reader = Feeds.open(
        new ByteArrayInputStream(new byte[0]) {
          @Override
          public void close() {
            closed[0] = true;
          }
        },
        FeedHints.none());

    reader.close();

    assertThat(closed[0]).isTrue();
  }

  private static List<String> texts(List<Entry> entries) {
    return entries.stream()
        .map(entry -> entry.title() + '|' + entry.content() + '|' + entry.summary())
        .toList();
  }

  private static String item(int number) {
    return "<item><title>Title %1$d</title><link>https://a/%1$d</link></item>\n".formatted(number);
  }

  private static FeedReader open(String document) {
    return Feeds.open(stream(document), FeedHints.none());
  }

  private static InputStream stream(String document) {
    return new ByteArrayInputStream(document.getBytes(UTF_8));
  }

  private static List<String> titles(FeedReader reader) {
    List<String> titles = new ArrayList<>();
    for (Entry entry = reader.next(); entry != null; entry = reader.next()) {
      titles.add(String.valueOf(entry.title()));
    }
    return titles;
  }

  /// A stream that counts what was read from it.
  private static final class Metered extends ByteArrayInputStream {
    private int read;

    Metered(byte[] bytes) {
      super(bytes);
    }

    @Override
    public int read(byte[] into, int from, int wanted) {
      int count = super.read(into, from, wanted);
      read += Math.max(count, 0);
      return count;
    }
  }
}
