package dev.meanwhile.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.HexFormat;
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
  })
  void decode_byMarkThenTypeThenUtf8(String hex, String contentType, String expected) {
    assertThat(Charsets.decode(HexFormat.of().parseHex(hex), contentType)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "text/html; boundary=x; charset='utf-8', UTF-8",
    "text/plain;CHARSET = utf-16 , UTF-16"
  })
  void named_oddSpelling_isUnderstood(String contentType, String expected) {
    assertThat(Charsets.named(contentType)).isEqualTo(Charset.forName(expected));
  }
}
