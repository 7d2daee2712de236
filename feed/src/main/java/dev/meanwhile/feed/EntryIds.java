package dev.meanwhile.feed;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Gives every entry an id that is its own within the feed, and the same on every fetch.
final class EntryIds {
  /*
   * First choice is what the entry claims, then its link, then its file (the titles of podcasts
   * change), then a fingerprint of what it says.
   *
   * If several entries claim the same id, none of them may keep it by being first: the next fetch
   * has another first one. So all of them get the claim plus a fingerprint of link, title and
   * date. Copies that are equal in these as well are the same entry twice: the first keeps the
   * claim, and it does not matter which one that is; the others are numbered.
   */
  private static final int FINGERPRINT_BYTES = 8;

  private EntryIds() {}

  /// Replaces the ids of the drafts by final ones.
  static void assign(List<EntryDraft> entries, Problems problems) {
    Map<String, List<EntryDraft>> byClaim = HashMap.newHashMap(entries.size());
    boolean repeated = false;
    for (EntryDraft entry : entries) {
      String claim = claim(entry);
      entry.id = claim;
      repeated |= !byClaim.computeIfAbsent(claim, _ -> new ArrayList<>(1)).isEmpty();
      byClaim.get(claim).add(entry);
    }
    if (repeated) {
      tellApart(byClaim, problems);
    }
  }

  /// What an entry claims to be, for lack of a claim what makes it known again.
  static String claim(EntryDraft entry) {
    if (entry.id != null) {
      return entry.id;
    }
    if (entry.link != null) {
      return entry.link;
    }
    String file = entry.firstFile();
    if (file != null) {
      return file;
    }
    String said = entry.title == null ? entry.body() : entry.title;
    return "fingerprint:" + fingerprint(said, String.valueOf(entry.published));
  }

  private static void tellApart(Map<String, List<EntryDraft>> byClaim, Problems problems) {
    Set<String> taken = new HashSet<>(byClaim.keySet());
    byClaim.forEach((claim, entries) -> {
      if (entries.size() > 1) {
        problems.add(
            FeedProblem.Kind.IDENTITY,
            entries.size() + " entries claim the id " + Problems.quote(claim));
        tellApart(claim, entries, taken);
      }
    });
  }

  private static void tellApart(String claim, List<EntryDraft> entries, Set<String> taken) {
    Map<String, List<EntryDraft>> byPrint = new HashMap<>();
    for (EntryDraft entry : entries) {
      byPrint.computeIfAbsent(fingerprint(entry), _ -> new ArrayList<>(1)).add(entry);
    }
    byPrint.forEach((print, same) -> {
      String own = byPrint.size() == 1 ? claim : free(claim + "#" + print, taken);
      for (int i = 0; i < same.size(); i++) {
        same.get(i).id = i == 0 ? own : free(own + "~" + (i + 1), taken);
      }
    });
  }

  private static String free(String wanted, Set<String> taken) {
    String id = wanted;
    while (!taken.add(id)) {
      id += "~";
    }
    return id;
  }

  /// What else an entry says that tells it from another with the same claim.
  static String fingerprint(EntryDraft entry) {
    return fingerprint(entry.link, entry.title, String.valueOf(entry.published));
  }

  private static String fingerprint(@Nullable String... parts) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    for (String part : parts) {
      digest.update(String.valueOf(part).getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    return HexFormat.of().formatHex(digest.digest(), 0, FINGERPRINT_BYTES);
  }
}
