package dev.meanwhile.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TerminalTest {
  @Test
  void clean_controlCharactersAndTurnedText_areLeftOut() {
    assertThat(Terminal.clean("a\u001b[31mb\u0007c\u009b2Jd\u202ee\u0000\nf\tg"))
        .isEqualTo("a[31mbc2Jde f g");
  }

  @Test
  void escaped_controlCharactersAndTurnedText_areEscapes() {
    String json = "{\"a\":\"b\u009b2J\u202ec\u2028d\ud800 \udb40\udc41 👩‍🚀 ä\"}";

    assertThat(Terminal.escaped(json))
        .isEqualTo("{\"a\":\"b\\u009b2J\\u202ec\\u2028d\\ud800 \\udb40\\udc41 👩‍🚀 ä\"}");
  }

  @Test
  void clean_joinedEmoji_staysWhole() {
    assertThat(Terminal.clean("👩‍🚀 up")).isEqualTo("👩‍🚀 up");
  }

  @ParameterizedTest
  @CsvSource({"plain,10,plain", "exactly,7,exactly", "too long,6,too l…", "日本語の話,6,日本…", "日本,4,日本"})
  void fit_textOfWidth_isCutAtColumns(String text, int width, String expected) {
    assertThat(Terminal.fit(text, width)).isEqualTo(expected);
  }

  @Test
  void fit_heapedMarks_areCutThough() {
    assertThat(Terminal.fit("a" + "\u0301".repeat(100_000), 10)).hasSizeLessThan(100);
  }

  @Test
  void pad_wideCharacters_countTwice() {
    assertThat(Terminal.pad("日本", 6)).isEqualTo("日本  ");
  }

  @Test
  void styles_withoutATerminal_areNotWritten() {
    assertThat(new Terminal(80, 24, false, false).red("plain")).isEqualTo("plain");
  }
}
