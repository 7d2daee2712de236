package dev.meanwhile.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CharsetsTest {
  @ParameterizedTest
  @CsvSource({
    "c3a4, '', ä",
    "c3a4, text/html; charset=utf-8, ä",
    "e4, text/html; charset=ISO-8859-1, ä",
    "80, text/html; charset=latin1, €",
    "e4, 'text/html; charset=\"windows-1252\"', ä",
    "c3a4, text/html; charset=no-such-thing, ä",
    "c3a4, text/html; charset=, ä",
    "efbbbfc3a4, text/html; charset=latin1, ä",
    "fffee400, '', ä",
    "feff00e4, text/html; charset=utf-8, ä",
    "93fa, text/html; Charset=Shift_JIS, 日",
    "e400, text/html; charset=utf-16, ä",
  })
  void decode_byMarkThenTypeThenUtf8(String hex, String contentType, String expected) {
    assertThat(Charsets.decode(HexFormat.of().parseHex(hex), contentType)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "text/html; boundary=x; charset='utf-8', UTF-8",
    "text/plain;CHARSET = utf-16 , UTF-16LE"
  })
  void named_oddSpelling_isUnderstood(String contentType, String expected) {
    assertThat(Charsets.named(contentType)).isEqualTo(Charset.forName(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/html | <html><meta charset=windows-1251>п | windows-1251",
        "text/html | <meta name=x content='y'><META http-equiv=Content-Type content=\"text/html; charset=KOI8-R\">п | KOI8-R",
        "application/xml | <?xml version='1.0' encoding='windows-1251'?><a>п</a> | windows-1251",
        "text/html | <meta charset='utf-16'>п | UTF-8",
        "text/html | <meta charset='no such'>п | UTF-8",
        "text/html; charset=nonsense | <meta charset='koi8-r'>п | KOI8-R",
        "text/html; charset=utf-8 | <meta charset='koi8-r'>п | UTF-8",
        "text/html; charset=gb2312 | 中镕 | GB18030",
        "text/plain | <meta charset='koi8-r'>grüße | UTF-8",
        "text/plain | grüße | windows-1252",
        "text/html | <!-- charset = \"koi8-r\" -->п | UTF-8",
      })
  void decode_contentThatTellsItself_isBelievedWhereNothingElseDoes(
      String type, String text, String charset) {
    byte[] content = text.getBytes(java.nio.charset.Charset.forName(charset));

    assertThat(Charsets.decode(content, type)).isEqualTo(text);
  }

  @Test
  void decode_hugeHead_isLookedAtForAMomentOnly() {
    byte[] content = "<meta ".repeat(500_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    assertThat(Charsets.decode(content, "text/html")).hasSize(content.length);
  }
}
