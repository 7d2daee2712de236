package dev.meanwhile.news.story;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What tells nearly equal texts: 64 bits for each of a few beginnings of a text.
///
/// The bits are a SimHash: texts that share most of their words and pairs of words differ in few
/// bits. The beginnings are of 24, 48, 96 and 192 words, so that a text can be compared with one
/// that was cut off sooner: over the longest beginning that both have. A text of fewer than 24
/// words has no fingerprint: it is too short to tell.
///
/// @param bits of each beginning, the shortest first
record Fingerprint(List<Long> bits) {
  // M. S. Charikar, "Similarity Estimation Techniques from Rounding Algorithms", STOC 2002: each
  // feature has a random vector of +1 and -1; the signs of the sum are the bits. Two sums at the
  // angle a differ in a bit with the chance a/pi, hence the estimate cos(pi * distance / 64).
  // G. S. Manku, A. Jain, A. Das Sarma, "Detecting Near-Duplicates for Web Crawling", WWW 2007,
  // use it on pages with 64 bits and a distance of 3. Ours is wider (see Bars): texts of feeds
  // are short, a changed word is a greater part of them, and candidates share rare words
  // anyway.

  /// How many words are looked at.
  static final int MAX_WORDS = 192;

  /// How many words a text must have.
  static final int MIN_WORDS = 24;

  Fingerprint {
    bits = List.copyOf(bits);
  }

  /// The fingerprint of a text in [words][Words]; null if it is too short.
  static @Nullable Fingerprint of(List<String> words) {
    if (words.size() < MIN_WORDS) {
      return null;
    }
    int[] sums = new int[Long.SIZE];
    List<Long> bits = new ArrayList<>();
    long before = 0;
    int wanted = MIN_WORDS;
    for (int i = 0; i < words.size() && wanted <= MAX_WORDS; i++) {
      long hash = hash(words.get(i));
      add(sums, hash);
      if (i > 0) {
        add(sums, mix(before * 31 + hash));
      }
      before = hash;
      if (i + 1 == wanted) {
        bits.add(signs(sums));
        wanted *= 2;
      }
    }
    return new Fingerprint(bits);
  }

  /// How many words of the two texts are compared.
  int wordsComparedWith(Fingerprint other) {
    return MIN_WORDS << (Math.min(bits.size(), other.bits.size()) - 1);
  }

  /// In how many of 64 bits the longest beginnings that both have differ.
  int distance(Fingerprint other) {
    int last = Math.min(bits.size(), other.bits.size()) - 1;
    return Long.bitCount(bits.get(last) ^ other.bits.get(last));
  }

  /// The cosine between the two texts that a distance stands for.
  static double similarity(int distance) {
    return Math.max(0, Math.cos(Math.PI * distance / Long.SIZE));
  }

  private static void add(int[] sums, long hash) {
    for (int i = 0; i < Long.SIZE; i++) {
      sums[i] += (hash >>> i & 1) == 1 ? 1 : -1;
    }
  }

  private static long signs(int[] sums) {
    long bits = 0;
    for (int i = 0; i < Long.SIZE; i++) {
      bits |= sums[i] > 0 ? 1L << i : 0;
    }
    return bits;
  }

  private static long hash(String word) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < word.length(); i++) {
      hash = (hash ^ word.charAt(i)) * 0x100000001b3L;
    }
    return mix(hash);
  }

  /// The finaliser of SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014).
  private static long mix(long value) {
    long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }
}
