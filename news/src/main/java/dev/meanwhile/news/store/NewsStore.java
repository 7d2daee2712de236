package dev.meanwhile.news.store;

import java.nio.file.Path;
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
