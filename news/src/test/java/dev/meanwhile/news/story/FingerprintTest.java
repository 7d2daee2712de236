package dev.meanwhile.news.story;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FingerprintTest {
  private static List<String> text(int seed, int words) {
    Random random = new Random(seed);
    List<String> text = new ArrayList<>();
    for (int i = 0; i < words; i++) {
      text.add("w" + random.nextInt(5_000));
    }
    return text;
  }

  private static int distance(List<String> one, List<String> other) {
    return requireNonNull(Fingerprint.of(one)).distance(requireNonNull(Fingerprint.of(other)));
  }

  @Test
  void of_shortText_isNone() {
    assertThat(Fingerprint.of(text(1, 23))).isNull();
    assertThat(Fingerprint.of(text(1, 24))).isNotNull();
  }

  @Test
  void distance_textCutOff_isNone() {
    assertThat(distance(text(1, 500), text(1, 60))).isZero();
  }

  @Test
  void distance_wordChanged_isSmall() {
    List<String> changed = text(1, 100);
    changed.set(50, "other");

    assertThat(distance(text(1, 100), changed)).isLessThanOrEqualTo(12);
  }

  @Test
  void distance_wordsPermuted_isBetween() {
    List<String> permuted = text(1, 100);
    Collections.shuffle(permuted, new Random(3));

    assertThat(distance(text(1, 96), permuted.subList(0, 96))).isBetween(8, 40);
  }

  @Test
  void distance_otherTexts_isFar() {
    for (int seed = 2; seed < 200; seed++) {
      assertThat(distance(text(1, 100), text(seed, 100))).isGreaterThan(14);
    }
  }

  @Test
  void similarity_ofDistance_isCosine() {
    assertThat(Fingerprint.similarity(0)).isEqualTo(1);
    assertThat(Fingerprint.similarity(32)).isLessThan(1e-9);
    assertThat(Fingerprint.similarity(64)).isZero();
  }
}
