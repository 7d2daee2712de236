package dev.meanwhile.feed;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Does what [EntryIds] does for entries of which the next are not known yet: the first of
/// several with the same claim keeps it, which is the best that can be done for it.
final class ArrivingIds {
  private final Set<String> given = new HashSet<>();

  /// How many copies came of each, so that the next is found without trying.
  private final Map<String, Integer> copies = new HashMap<>();

  /// Replaces the id of the next entry by its final one.
  void assign(EntryDraft entry, Problems problems) {
    String claim = EntryIds.claim(entry);
    String id = claim;
    if (given.contains(claim)) {
      problems.add(
          FeedProblem.Kind.IDENTITY, "another entry claims the id " + Problems.quote(claim));
      id = claim + "#" + EntryIds.fingerprint(entry);
    }
    String wanted = id;
    while (!given.add(id)) {
      id = wanted + "~" + copies.merge(wanted, 2, (known, _) -> known + 1);
    }
    entry.id = id;
  }
}
