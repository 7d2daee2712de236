package dev.meanwhile.news.store;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Where sources and articles are kept: a file of SQLite, or a database of PostgreSQL.
///
/// {@snippet :
/// try (var store = NewsStore.open(Path.of("news.db"))) {
///   store.sources().add(List.of(...), Instant.now());
///   store.articles().list(ArticleQuery.newest(20).unread());
/// }
/// }
///
/// What a method has changed when it returns stays when the process dies a moment later, however
/// it dies; what it has not is not there in part. After [#sync] it also outlives a failure of the
/// machine's power (in a file, what came after may be lost then, and damages nothing). Several
/// processes may have the same store open.
///
/// **Blocking.** A task waits, others of its loop run meanwhile; other threads block.
/// **Cancellation.** A change is made as a whole or not at all. **Threads.** For any.
public final class NewsStore implements AutoCloseable {
  private static final String RETENTION = "retention";
  private static final String TIDIED = "tidied";
  private static final Duration READINGS = Duration.ofDays(90);
  private static final Duration PAUSE = Duration.ofDays(1);

  private final Database database;
  private final Access access;
  private final Sources sources;
  private final Articles articles;

  private NewsStore(Database database, Access access) {
    this.database = database;
    this.access = access;
    this.sources = new Sources(access, database);
    this.articles = new Articles(access, database);
  }

  /// Opens a store in a file, and makes it if there is none, readable for its owner alone.
  /// Blocks.
  ///
  /// @throws StoreException saying why that is not possible
  public static NewsStore open(Path file) {
    return open(file.toString());
  }

  /// Opens a store in a file, or at an address of PostgreSQL, which begins with
  /// `jdbc:postgresql:`; its tables are made there if there are none. Blocks.
  ///
  /// @throws StoreException saying why that is not possible
  /// @throws IllegalArgumentException if it is an address of another database
  public static NewsStore open(String fileOrAddress) {
    Database database = Database.of(fileOrAddress);
    Handle handle = database.open();
    try {
      Migrations.run(database, handle);
    } catch (StoreException e) {
      handle.close();
      throw e;
    } catch (RuntimeException e) {
      handle.close();
      throw new StoreException(database + " is no store of Meanwhile, or is damaged", e);
    }
    return new NewsStore(database, new Access(database, new Writer(handle)));
  }

  /// The sources.
  public Sources sources() {
    return sources;
  }

  /// The articles.
  public Articles articles() {
    return articles;
  }

  /// A value that was kept under a name.
  public Optional<String> note(String name) {
    return access.read(handle -> handle
        .createQuery("SELECT value FROM note WHERE name = :name")
        .bind("name", name)
        .mapTo(String.class)
        .findOne());
  }

  /// Keeps a value under a name.
  public void note(String name, String value) {
    access.write(handle -> handle
        .createUpdate("INSERT INTO note (name, value) VALUES (:name, :value)"
            + " ON CONFLICT (name) DO UPDATE SET value = excluded.value")
        .bind("name", name)
        .bind("value", value)
        .execute());
  }

  /// How much there is in it.
  public StoreSummary summary() {
    return access.read(handle -> handle
        .createQuery("SELECT (" + database.sizeSql() + ") AS bytes,"
            + " (SELECT count(*) FROM source) AS sources,"
            + " (SELECT count(*) FROM article WHERE is_expired = 0) AS articles,"
            + " (SELECT count(*) FROM article WHERE is_expired = 0 AND is_read = 0) AS unread,"
            + " (SELECT count(*) FROM article WHERE is_starred = 1) AS starred,"
            + " (SELECT count(*) FROM article WHERE is_expired = 1) AS dropped,"
            + " (SELECT count(*) FROM reading) AS readings")
        .map((row, _) -> new StoreSummary(
            row.getLong("bytes"),
            row.getLong("sources"),
            row.getLong("articles"),
            row.getLong("unread"),
            row.getLong("starred"),
            row.getLong("dropped"),
            row.getLong("readings")))
        .one());
  }

  /// How long the texts of articles are kept; empty if for ever, as at first.
  public Optional<Retention> retention() {
    return note(RETENTION).flatMap(Retention::read);
  }

  /// Keeps the texts of articles only so long from now on: see [#tidy].
  public void retain(Retention retention) {
    note(RETENTION, retention.written());
  }

  /// Keeps the texts of articles for ever from now on.
  public void retainAll() {
    note(RETENTION, "");
  }

  /// Forgets what is old, once a day at most, of all who use the store: readings that ended more
  /// than 90 days ago, and the texts of articles as the [#retention] says. A run does it at its
  /// end.
  ///
  /// @return how many articles lost their texts
  public int tidy(Instant now) {
    Instant before = now.minus(PAUSE);
    boolean isDue =
        note(TIDIED).map(at -> isOutside(Long.parseLong(at), before, now)).orElse(true);
    if (!isDue || !markTidied(before, now)) {
      return 0;
    }
    forgetReadings(now);
    return retention()
        .map(retention -> articles.expire(now.minus(retention.age()), retention.keep()))
        .orElse(0);
  }

  /// Forgets readings that ended more than 90 days ago.
  public void forgetReadings(Instant now) {
    sources.forgetReadings(now.minus(READINGS));
  }

  /// In the future it was a wrong clock.
  private static boolean isOutside(long at, Instant before, Instant now) {
    return at <= before.toEpochMilli() || at > now.toEpochMilli();
  }

  /// Whether nobody else has begun to do it.
  private boolean markTidied(Instant before, Instant now) {
    return access.write(handle -> handle
            .createUpdate("INSERT INTO note (name, value) VALUES (:name, :now)"
                + " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
                + " WHERE CAST(note.value AS BIGINT) <= :before"
                + " OR CAST(note.value AS BIGINT) > :moment")
            .bind("name", TIDIED)
            .bind("now", Long.toString(now.toEpochMilli()))
            .bind("before", before.toEpochMilli())
            .bind("moment", now.toEpochMilli())
            .execute()
        > 0);
  }

  /// Makes what was changed so far outlive a failure of the machine's power: at the end of a run,
  /// for instance.
  public void sync() {
    access.read(handle -> {
      database.sync(handle);
      return (@Nullable Void) null;
    });
  }

  /// Writes a copy that can be opened like the store itself, as it is at that moment, while
  /// others go on working with it.
  ///
  /// @param target a file that does not exist
  /// @throws StoreException if it does, or the store is no file
  public void backup(Path target) {
    try {
      access.read(handle -> {
        database.backup(handle, target);
        return (@Nullable Void) null;
      });
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new StoreException(database + " cannot be copied to " + target, e);
    }
  }

  /// Puts a copy of a backup, or of another store, where there is no store. The backup is
  /// checked as a whole first, and brought up to date. Blocks.
  ///
  /// @throws StoreException if that is no store of ours, is damaged or of a newer program, or if
  ///     there is a file already; then nothing has changed
  public static void restore(Path backup, Path file) {
    new StoreFile(file).restore(backup, false);
  }

  /// As [#restore], also where there is a store, which is kept beside it under another name. The
  /// one takes the other's place in one step. Blocks.
  ///
  /// @return where the store is now that was there; empty if there was none
  /// @throws StoreException as for [#restore], or if that store is open
  public static Optional<Path> replace(Path backup, Path file) {
    return new StoreFile(file).restore(backup, true);
  }

  /// Makes the changes that are under way, and closes the store. Blocks.
  @Override
  public void close() {
    access.close();
  }

  /// Where it is, without a password.
  @Override
  public String toString() {
    return database.toString();
  }
}
