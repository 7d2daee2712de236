package dev.meanwhile.feed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which characters the bytes become.
final class EncodingTest {
  private static final String RSS = "<rss><channel><title>%s</title></channel></rss>";

  private static @Nullable String title(byte[] body, @Nullable String contentType) {
    FeedHints hints = FeedHints.none();
    return Feeds.parse(body, contentType == null ? hints : hints.withContentType(contentType))
        .feed()
        .title();
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-8, é€",
    "ISO-8859-1, é",
    "windows-1252, é€",
    "windows-1251, Привет",
    "KOI8-R, Привет",
    "Shift_JIS, 日本",
    "EUC-JP, 日本",
    "ISO-2022-JP, 日本",
    "GB2312, 新闻",
    "GBK, 新聞",
    "Big5, 新聞",
    "EUC-KR, 뉴스",
    "ISO-8859-7, Νέα",
    "ISO-8859-9, Şık",
    "UTF-16, é€日",
    "UTF-16LE, é€日",
    "UTF-16BE, é€日",
    "UTF-32, é€日"
  })
  void parse_declaredCharset_isUsed(String charset, String text) {
    String document = "<?xml version=\"1.0\" encoding=\"" + charset + "\"?>" + RSS.formatted(text);

    assertThat(title(document.getBytes(Charset.forName(charset)), null)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"KOI8-R, Привет", "windows-1251, Привет", "UTF-8, é€"})
  void parse_charsetOfHttp_isUsed(String charset, String text) {
    byte[] body = RSS.formatted(text).getBytes(Charset.forName(charset));

    assertThat(title(body, "text/xml; charset=\"" + charset + "\"")).isEqualTo(text);
  }

  @Test
  void parse_utf8ThatIsCalledLatin1_isUtf8AndReported() {
    String document = "<?xml version='1.0' encoding='ISO-8859-1'?>" + RSS.formatted("naïve – ok");

    ParsedFeed parsed = Feeds.parse(document.getBytes(UTF_8), FeedHints.none());

    assertThat(parsed.feed().title()).isEqualTo("naïve – ok");
    assertThat(parsed.problems())
        .extracting(FeedProblem::kind)
        .containsExactly(FeedProblem.Kind.ENCODING);
  }

  @Test
  void parse_latin1ThatIsCalledUtf8_isGuessedAndReported() {
    String document = "<?xml version='1.0' encoding='UTF-8'?>\n" + RSS.formatted("caf\u00e9 ole");

    ParsedFeed parsed = Feeds.parse(document.getBytes(ISO_8859_1), FeedHints.none());

    assertThat(parsed.feed().title()).isEqualTo("café ole");
    assertThat(parsed.problems())
        .singleElement()
        .hasToString("line 2, column 25: the bytes are no UTF-8, read as windows-1252");
  }

  @Test
  void parse_oneBadByteInUtf8_isReplacedAndReported() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes("<rss><channel><title>é – é ".getBytes(UTF_8));
    body.write(0xff);
    body.writeBytes("</title></channel></rss>".getBytes(UTF_8));

    ParsedFeed parsed = Feeds.parse(body.toByteArray(), FeedHints.none());

    assertThat(parsed.feed().title()).isEqualTo("é – é \ufffd");
    assertThat(parsed.lenient()).isFalse();
    assertThat(parsed.problems())
        .extracting(FeedProblem::kind)
        .containsExactly(FeedProblem.Kind.ENCODING);
  }

  @ParameterizedTest
  @CsvSource({"no-such-charset", "utf-16", "'!?'", "''"})
  void parse_impossibleCharset_isIgnored(String charset) {
    String document = "<?xml version='1.0' encoding='" + charset + "'?>" + RSS.formatted("é");

    assertThat(title(document.getBytes(UTF_8), "text/xml; charset=" + charset)).isEqualTo("é");
  }
}
