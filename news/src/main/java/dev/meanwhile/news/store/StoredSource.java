package dev.meanwhile.news.store;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A source that is kept.
///
/// @param id its number, for ever
/// @param address where it is
/// @param movedFrom where it was before it moved; null if it has not
/// @param name what people call it
/// @param kind what stands there
/// @param isFound whether it stood in content, as in a file that is passed around, and was not
///     typed
/// @param isPaused whether it is left alone because somebody said so
/// @param isRetired whether it is left alone because its site said that it is gone
/// @param tags what it is filed under
/// @param settings how it is read
/// @param state what its last reading left behind
public record StoredSource(
    long id,
    URI address,
    @Nullable URI movedFrom,
    String name,
    SourceKind kind,
    boolean isFound,
    boolean isPaused,
    boolean isRetired,
    Set<String> tags,
    SourceSettings settings,
    SourceState state) {
  /// Copies the tags.
  public StoredSource {
    tags = Set.copyOf(tags);
  }
}
