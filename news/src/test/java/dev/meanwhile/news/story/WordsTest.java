package dev.meanwhile.news.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

final class WordsTest {
  @Test
  void of_latinText_isLowerCaseWithoutDiacritics() {
    assertThat(Words.of("L'Élysée: Ångström’s ﬁrst, co-op", 20))
        .containsExactly("elysee", "angstrom", "first", "co", "op");
  }

  @Test
  void of_numbers_keepTheirPoints() {
    assertThat(Words.of("Xcode 2.3, 1,500 shares. 7.", 20))
        .containsExactly("xcode", "2.3", "1,500", "shares", "7");
  }

  @Test
  void of_textWithoutSpaces_isPairs() {
    assertThat(Words.of("東京都 in Japan 한국어", 20))
        .containsExactly("東京", "京都", "in", "japan", "한국", "국어");
  }

  @Test
  void of_indianVowels_areKept() {
    assertThat(Words.of("हिन्दी में", 20)).containsExactly("हिन्दी", "में");
  }

  @Test
  void of_turkishLocale_isTheSame() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr-TR"));
    try {
      assertThat(Words.of("TITLE", 20)).containsExactly("title");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void of_muchText_isBounded() {
    assertThat(Words.of("word ".repeat(1_000_000), 10)).hasSize(10);
    assertThat(Words.of("x".repeat(1_000_000), 10)).singleElement().asString().hasSize(40);
    assertThat(Words.of("- ".repeat(1_000_000) + "late", 10)).isEmpty();
    assertThat(Words.of("京".repeat(1_000), 10)).hasSize(10);
  }
}
