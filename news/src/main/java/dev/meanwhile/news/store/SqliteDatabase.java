package dev.meanwhile.news.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.sqlite.SQLiteConfig;

/// SQLite: one file, beside which two of its own lie while it is open.
final class SqliteDatabase implements Database {
  /// How long a process waits for another one that writes.
  private static final int BUSY_MILLIS = 30_000;

  private static final int CACHE_KIB = 32 * 1024;

  /// Twice SQLite's own: half as many calls to write as many articles.
  private static final int PAGE_BYTES = 8_192;

  /// So much is written before it is moved to its place, 64 MiB: pages of indexes, which change
  /// with every article, are moved less often.
  private static final int CHECKPOINT_PAGES = 64 * 1024 * 1024 / PAGE_BYTES;

  private final Path file;

  SqliteDatabase(Path file) {
    this.file = file.toAbsolutePath();
  }

  @Override
  public Handle open() {
    create();
    SQLiteConfig config = new SQLiteConfig();
    config.setPageSize(PAGE_BYTES); // of a new file
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    // What is committed outlives the process at once, a failure of the machine's power as soon as
    // it is synced, which a run does once, at its end, instead of a hundred times.
    config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setBusyTimeout(BUSY_MILLIS);
    config.enforceForeignKeys(true);
    config.setCacheSize(-CACHE_KIB);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    try {
      Handle handle =
          Jdbi.create(() -> config.createConnection("jdbc:sqlite:" + file)).open();
      handle.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
      return handle;
    } catch (JdbiException e) {
      throw new StoreException(this + " cannot be opened: " + reason(e), e);
    }
  }

  /// What is in it may be private: addresses with passwords, what somebody reads.
  ///
  /// @return whether it was made: not if it was there
  private boolean create() {
    try {
      Path folder = file.getParent();
      boolean hasOwners =
          Files.getFileStore(Files.createDirectories(folder)).supportsFileAttributeView("posix");
      FileAttribute<?>[] attributes = hasOwners
          ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
          }
          : new FileAttribute<?>[0];
      Files.createFile(file, attributes);
      return true;
    } catch (FileAlreadyExistsException _) {
      return false; // as usual
    } catch (IOException e) {
      throw new StoreException(this + " cannot be made: " + e.getMessage(), e);
    }
  }

  private static String reason(JdbiException failure) {
    Throwable cause = failure.getCause();
    String message = cause instanceof SQLException ? cause.getMessage() : failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  @Override
  public String migrations() {
    return "sqlite";
  }

  @Override
  public String migrationTables() {
    return "SELECT count(*) FROM sqlite_master WHERE name = 'migration'";
  }

  @Override
  public void lockForMigration(Handle handle) {
    // Each transaction is alone: it takes the lock for writing as it begins.
  }

  @Override
  public String textsOfArray() {
    return "(SELECT value FROM json_each(?))";
  }

  @Override
  public String skippingLocked() {
    return "";
  }

  @Override
  public void index(Handle handle, List<IndexedText> texts) {
    unindex(handle, texts.stream().map(IndexedText::article).toList());
    PreparedBatch batch = handle.prepareBatch(
        "INSERT INTO article_text (rowid, title, text) VALUES (:article, :title, :text)");
    for (IndexedText text : texts) {
      batch
          .bind("article", text.article())
          .bind("title", text.title())
          .bind("text", text.text())
          .add();
    }
    batch.execute();
  }

  @Override
  public String indexKey() {
    return "rowid";
  }

  @Override
  public String searchSql() {
    return """
        SELECT rowid AS id, snippet(article_text, 1, '\u0002', '\u0003', '…', 24) AS snippet
        FROM article_text
        WHERE article_text MATCH :words AND rowid < :below
        ORDER BY rowid DESC LIMIT :limit""";
  }

  @Override
  public Map<String, String> searchParameters(SearchWords words) {
    return Map.of("words", words.forSqlite());
  }

  @Override
  public void sync(Handle handle) {
    handle.createQuery("PRAGMA wal_checkpoint(PASSIVE)").mapToMap().list();
  }

  @Override
  public String sizeSql() {
    return "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()";
  }

  @Override
  public void backup(Handle handle, Path target) {
    // As private as the store. SQLite writes into a file that is there if it is empty.
    if (!new SqliteDatabase(target).create()) {
      throw new StoreException(
          this + " cannot be copied to " + target + ": there is such a file already", null);
    }
    try {
      handle.execute("VACUUM INTO ?", target.toAbsolutePath().toString());
    } catch (RuntimeException e) {
      deleteHalf(target, e);
      throw e;
    }
  }

  private static void deleteHalf(Path target, RuntimeException failure) {
    try {
      Files.deleteIfExists(target);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public String toString() {
    return "the store in " + file;
  }
}
