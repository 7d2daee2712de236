package dev.meanwhile.news.store;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The sources that are kept.
///
/// **Blocking.** A task waits, others run meanwhile; other threads block. What changes something
/// returns when that is done for good. **Failure.** [StoreException] when the database fails.
/// **Threads.** For any.
public final class Sources {
  private static final String COLUMNS = "SELECT * FROM source";

  /// What makes a source one of which nothing is known, and that is due.
  private static final String ANEW = "etag = '', last_modified = '', body_hash = '', health = '',"
      + " is_retired = 0, due_at = 0, due_why = 'its address was changed'";

  private final Access access;
  private final Database database;

  /// Of the writer's thread, which keeps its one connection as long as there are changes.
  private @Nullable ReadingWriter readingWriter;

  Sources(Access access, Database database) {
    this.access = access;
    this.database = database;
  }

  /// A source to be kept.
  ///
  /// @param address where it is
  /// @param name what people call it; null for the title of its feed, and its address until that
  ///     is known
  /// @param kind what stands there
  /// @param isFound whether it stood in content
  /// @param tags what it is filed under
  /// @param settings how it is read
  public record Added(
      URI address,
      @Nullable String name,
      SourceKind kind,
      boolean isFound,
      Set<String> tags,
      SourceSettings settings) {
    /// A feed.
    public static Added feed(
        URI address, @Nullable String name, boolean isFound, Set<String> tags) {
      return new Added(address, name, SourceKind.FEED, isFound, tags, SourceSettings.NONE);
    }

    /// Copies the tags.
    public Added {
      tags = Set.copyOf(tags);
    }
  }

  /// Keeps sources, all or none; those whose address is known get the tags besides theirs.
  ///
  /// @return how many were not known
  public int add(List<Added> sources, Instant now) {
    return access.write(handle -> {
      int added = 0;
      for (Added source : sources) {
        added += add(handle, source, now);
      }
      return added;
    });
  }

  private static int add(Handle handle, Added source, Instant now) {
    int added = handle
        .createUpdate("""
            INSERT INTO source (address, name, is_named, kind, is_found, settings, added_at)
            VALUES (:address, :name, :named, :kind, :found, :settings, :now)
            ON CONFLICT (address) DO NOTHING""")
        .bind("address", source.address.toString())
        .bind("name", source.name == null ? withoutCredentials(source.address) : source.name)
        .bind("named", source.name == null ? 0 : 1)
        .bind("kind", source.kind.word())
        .bind("found", source.isFound ? 1 : 0)
        .bind("settings", written(source.settings))
        .bind("now", now.toEpochMilli())
        .execute();
    for (String tag : source.tags) {
      handle
          .createUpdate("""
              INSERT INTO source_tag (tag, source_id)
              SELECT :tag, id FROM source WHERE address = :address
              ON CONFLICT DO NOTHING""")
          .bind("tag", tag)
          .bind("address", source.address.toString())
          .execute();
    }
    return added;
  }

  private static String withoutCredentials(URI address) {
    String authority = address.getRawAuthority();
    int at = authority == null ? -1 : authority.lastIndexOf('@');
    return authority == null || at < 0
        ? address.toString()
        : address.toString().replace(authority, authority.substring(at + 1));
  }

  /// All of them, in the order in which they were added.
  public List<StoredSource> all() {
    return access.read(handle -> list(handle, COLUMNS + " ORDER BY id", Map.of()));
  }

  /// How many there are.
  public long count() {
    return access.read(handle ->
        handle.createQuery("SELECT count(*) FROM source").mapTo(long.class).one());
  }

  /// The source of that number.
  public Optional<StoredSource> byId(long id) {
    return access.read(handle ->
        list(handle, COLUMNS + " WHERE id = :id", Map.of("id", id)).stream().findFirst());
  }

  /// The source at that address.
  public Optional<StoredSource> byAddress(URI address) {
    return access.read(handle ->
        list(handle, COLUMNS + " WHERE address = :a", Map.of("a", address.toString())).stream()
            .findFirst());
  }

  /// Forgets a source with its articles.
  public void remove(long id) {
    access.write(handle -> {
      List<Long> articles = handle
          .createQuery("SELECT id FROM article WHERE source_id = :id AND is_indexed = 1")
          .bind("id", id)
          .mapTo(long.class)
          .list();
      database.unindex(handle, articles);
      return handle.execute("DELETE FROM source WHERE id = ?", id);
    });
  }

  /// Leaves a source alone, or reads it again. One that has retired comes back.
  public void pause(long id, boolean isPaused) {
    access.write(handle -> handle.execute(
        "UPDATE source SET is_paused = ?, is_retired = 0 WHERE id = ?", isPaused ? 1 : 0, id));
  }

  /// Leaves a source alone for good, because it is gone.
  public void retire(long id) {
    access.write(handle -> handle.execute("UPDATE source SET is_retired = 1 WHERE id = ?", id));
  }

  /// Calls a source by another name.
  public void rename(long id, String name) {
    access.write(handle ->
        handle.execute("UPDATE source SET name = ?, is_named = 1 WHERE id = ?", name, id));
  }

  /// Reads a source at the address where its site says that it has moved: from now on it counts
  /// as found in content, not as typed. The address before is remembered, and what it answered
  /// last is not: another address may not know it.
  ///
  /// @return whether it was done: not if there is a source at that address already
  public boolean move(long id, URI address) {
    return access.write(handle -> handle
            .createUpdate("""
                UPDATE source SET moved_from = address, moved_found = is_found,
                  address = :address, is_found = 1, etag = '', last_modified = '', body_hash = ''
                WHERE id = :id AND NOT EXISTS (
                  SELECT 1 FROM source WHERE address = :address AND id <> :id)""")
            .bind("address", address.toString())
            .bind("id", id)
            .execute()
        > 0);
  }

  /// Reads a source at an address that somebody typed, beginning with the next run, and forgets
  /// what was learned of the one before. That one is remembered.
  ///
  /// @return whether it was done: not if there is a source at that address already, this one
  ///     included
  public boolean relocate(long id, URI address) {
    return access.write(handle -> handle
            .createUpdate("UPDATE source SET moved_from = address, moved_found = is_found,"
                + " address = :address, is_found = 0, " + ANEW
                + " WHERE id = :id AND NOT EXISTS (SELECT 1 FROM source WHERE address = :address)")
            .bind("address", address.toString())
            .bind("id", id)
            .execute()
        > 0);
  }

  /// Reads a source where it was before it moved, as what it was there, typed or found; the
  /// address that it leaves is remembered in its turn, so that its site cannot send it there
  /// again.
  ///
  /// @return whether it was done: not if it has not moved, or there is a source at that address
  ///     meanwhile
  public boolean moveBack(long id) {
    return access.write(handle -> handle
            .createUpdate("UPDATE source SET moved_from = address, moved_found = is_found,"
                + " address = moved_from, is_found = moved_found, " + ANEW
                + " WHERE id = :id AND moved_from IS NOT NULL AND NOT EXISTS ("
                + "SELECT 1 FROM source AS other WHERE other.address = source.moved_from)")
            .bind("id", id)
            .execute()
        > 0);
  }

  /// Reads a source in another way from now on, beginning with the next run.
  public void settings(long id, SourceSettings settings) {
    access.write(handle -> handle.execute(
        "UPDATE source SET settings = ?, etag = '', last_modified = '', body_hash = '', due_at = 0,"
            + " due_why = 'its settings were changed' WHERE id = ?",
        written(settings),
        id));
  }

  /// Files a source under these tags and no others.
  public void tag(long id, Set<String> tags) {
    access.write(handle -> {
      handle.execute("DELETE FROM source_tag WHERE source_id = ?", id);
      for (String tag : tags) {
        handle.execute("INSERT INTO source_tag (tag, source_id) VALUES (?, ?)", tag, id);
      }
      return null;
    });
  }

  /// Takes the sources that are due, those that have waited longest first: nobody else gets them
  /// before [#release], or `until`, when whoever took them has probably died.
  ///
  /// @param holder a name that no other process, and no other run of this one, has
  /// @param tag only sources that are filed under it; null for all
  /// @param isForced whether those are taken as well that are not due yet
  public List<StoredSource> claim(
      String holder, Instant now, Instant until, @Nullable String tag, boolean isForced) {
    return access.write(handle -> {
      handle
          .createUpdate("""
              UPDATE source SET leased_by = :holder, leased_until = :until WHERE id IN (
                SELECT id FROM source
                WHERE is_paused = 0 AND is_retired = 0 AND due_at <= :due AND leased_until <= :now
                  AND (:tag = '' OR id IN (SELECT source_id FROM source_tag WHERE tag = :tag))
                ORDER BY due_at, id
              """ + database.skippingLocked() + ")")
          .bind("holder", holder)
          .bind("until", until.toEpochMilli())
          .bind("due", isForced ? Long.MAX_VALUE : now.toEpochMilli())
          .bind("now", now.toEpochMilli())
          .bind("tag", tag == null ? "" : tag)
          .execute();
      return list(
          handle,
          COLUMNS + " WHERE leased_by = :holder ORDER BY due_at, id",
          Map.of("holder", holder));
    });
  }

  /// Gives back what was taken and not read.
  public void release(String holder) {
    access.write(handle -> handle.execute(
        "UPDATE source SET leased_by = NULL, leased_until = 0 WHERE leased_by = ?", holder));
  }

  /// Keeps what a reading brought, all of it or nothing, and gives the source back.
  public Reading.Kept keep(Reading reading) {
    return access.write(handle -> {
      ReadingWriter known = readingWriter;
      ReadingWriter writing =
          known == null ? new ReadingWriter(handle.getConnection(), database) : known;
      readingWriter = writing;
      return writing.write(reading);
    });
  }

  /// The last readings of a source, newest first.
  public List<PastReading> readings(long source, int limit) {
    return access.read(handle -> handle
        .createQuery(
            "SELECT * FROM reading WHERE source_id = :id ORDER BY read_at DESC LIMIT :limit")
        .bind("id", source)
        .bind("limit", limit)
        .map((rows, _) -> new PastReading(
            Instant.ofEpochMilli(rows.getLong("read_at")),
            rows.getString("outcome"),
            rows.getString("stage"),
            rows.getInt("status"),
            rows.getLong("bytes"),
            Duration.ofMillis(rows.getLong("millis")),
            rows.getInt("new_articles")))
        .list());
  }

  /// A reading in the past.
  ///
  /// @param at when it ended
  /// @param outcome how
  /// @param stage where it failed; null if it did not
  /// @param status of the answer; 0 if there was none
  /// @param bytes of the body
  /// @param took how long it took
  /// @param added how many new articles it brought
  public record PastReading(
      Instant at,
      String outcome,
      @Nullable String stage,
      int status,
      long bytes,
      Duration took,
      int added) {}

  /// Forgets readings that ended before that.
  public void forgetReadings(Instant before) {
    access.write(
        handle -> handle.execute("DELETE FROM reading WHERE read_at < ?", before.toEpochMilli()));
  }

  static @Nullable Long millis(@Nullable Instant instant) {
    return instant == null ? null : instant.toEpochMilli();
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  private static String written(SourceSettings settings) {
    return settings.equals(SourceSettings.NONE)
        ? "{}"
        : JsonMapper.shared().writeValueAsString(settings);
  }

  private static SourceSettings settings(String written) {
    return written.equals("{}")
        ? SourceSettings.NONE
        : JsonMapper.shared().readValue(written, SourceSettings.class);
  }

  private static List<StoredSource> list(Handle handle, String sql, Map<String, Object> bound) {
    Map<Long, Set<String>> tags = new HashMap<>();
    handle
        .createQuery("SELECT tag, source_id FROM source_tag")
        .map((row, _) -> Map.entry(row.getLong("source_id"), row.getString("tag")))
        .forEach(
            tag -> tags.computeIfAbsent(tag.getKey(), _ -> new TreeSet<>()).add(tag.getValue()));
    return handle
        .createQuery(sql)
        .bindMap(bound)
        .map((row, _) -> source(row, tags))
        .list();
  }

  private static StoredSource source(ResultSet row, Map<Long, Set<String>> tags)
      throws SQLException {
    long id = row.getLong("id");
    String movedFrom = row.getString("moved_from");
    return new StoredSource(
        id,
        URI.create(row.getString("address")),
        movedFrom == null ? null : URI.create(movedFrom),
        row.getString("name"),
        SourceKind.of(row.getString("kind")),
        row.getInt("is_found") == 1,
        row.getInt("is_paused") == 1,
        row.getInt("is_retired") == 1,
        tags.getOrDefault(id, Set.of()),
        settings(row.getString("settings")),
        new SourceState(
            row.getString("title"),
            row.getString("site"),
            row.getString("etag"),
            row.getString("last_modified"),
            row.getString("body_hash"),
            row.getInt("articles"),
            row.getString("health"),
            instant(row, "read_at"),
            row.getString("outcome"),
            row.getString("error"),
            Instant.ofEpochMilli(row.getLong("due_at")),
            row.getString("due_why")));
  }
}
