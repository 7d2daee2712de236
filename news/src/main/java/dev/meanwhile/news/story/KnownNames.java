package dev.meanwhile.news.story;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which article an address or a guid stands for.
final class KnownNames {
  private static final Pattern UNIQUE =
      Pattern.compile("(urn:uuid:)?[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}|tag:[^,]+,\\d{4}.*");

  private static final int MAX_LENGTH = 2_048;

  private final Map<String, Named> byName = new HashMap<>();

  /// What a name stands for.
  ///
  /// @param article null if a source has used the name for several articles
  /// @param guid of the item that brought it
  record Named(
      @Nullable Article article, long source, @Nullable String guid, long item) {}

  /// An article by an address, unless its source says that it is another one: an address without
  /// a fragment may be the page of many entries.
  @Nullable
  Article byAddress(Item item) {
    String address = addressOf(item);
    Named named = address == null ? null : byName.get(address);
    if (named == null || named.article == null) {
      return null;
    }
    if (saysItIsAnother(item, named)) {
      byName.put(address, new Named(null, named.source, named.guid, named.item));
      return null;
    }
    return named.article;
  }

  @Nullable
  Article byGuid(Item item) {
    String guid = guidOf(item);
    Named named = guid == null ? null : byName.get(guid);
    return named == null ? null : named.article;
  }

  /// Remembers the names of an item that are new.
  ///
  /// @return what has to be [forgotten][#forget] with the item
  List<String> remember(Item item, Article article) {
    List<String> remembered = new ArrayList<>(2);
    Named named = new Named(article, item.source(), item.guid(), item.id());
    for (String name : new @Nullable String[] {addressOf(item), guidOf(item)}) {
      if (name != null && byName.putIfAbsent(name, named) == null) {
        remembered.add(name);
      }
    }
    return remembered;
  }

  void forget(List<String> names) {
    names.forEach(byName::remove);
  }

  private static boolean saysItIsAnother(Item item, Named named) {
    return item.source() == named.source
        && item.guid() != null
        && named.guid != null
        && !item.guid().equals(named.guid);
  }

  private static @Nullable String addressOf(Item item) {
    String address = item.canonical();
    // The front page of a site stands for none of its articles.
    return address == null || address.length() > MAX_LENGTH || isFrontPage(address)
        ? null
        : "a " + address;
  }

  private static boolean isFrontPage(String address) {
    int host = address.indexOf("//");
    int slash = address.indexOf('/', host < 0 ? 0 : host + 2);
    return (slash < 0 || slash == address.length() - 1) && address.indexOf('?') < 0;
  }

  /// A guid that may be in use elsewhere for something else is one of its source alone.
  private static @Nullable String guidOf(Item item) {
    String guid = item.guid();
    if (guid == null || guid.isBlank() || guid.length() > MAX_LENGTH) {
      return null;
    }
    if (UNIQUE.matcher(guid.toLowerCase(Locale.ROOT)).matches()) {
      return "g " + guid;
    }
    return isAddressOfArticle(guid) ? "g " + guid : "g " + item.source() + " " + guid;
  }

  private static boolean isAddressOfArticle(String guid) {
    boolean isAddress = guid.startsWith("http://") || guid.startsWith("https://");
    return isAddress && !isFrontPage(guid);
  }
}
