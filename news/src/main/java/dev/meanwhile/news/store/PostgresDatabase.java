package dev.meanwhile.news.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.PreparedBatch;

/// PostgreSQL 12 or later.
final class PostgresDatabase implements Database {
  /// A number of our own among the locks that programs agree on: "meanwhil" in ASCII.
  private static final long MIGRATION_LOCK = 0x6d65616e7768696cL;

  private final String address;

  PostgresDatabase(String address) {
    this.address = address;
  }

  @Override
  public Handle open() {
    try {
      return Jdbi.create(address).open();
    } catch (JdbiException e) {
      Throwable cause = e.getCause();
      String reason = cause instanceof SQLException failure && failure.getSQLState() != null
          ? "it answers with error " + failure.getSQLState()
          : "it cannot be reached";
      throw new StoreException(this + " cannot be opened: " + reason, e);
    }
  }

  @Override
  public String migrations() {
    return "postgresql";
  }

  @Override
  public String migrationTables() {
    return "SELECT count(*) FROM pg_tables"
        + " WHERE tablename = 'migration' AND schemaname = current_schema()";
  }

  @Override
  public void lockForMigration(Handle handle) {
    handle.execute("SELECT pg_advisory_xact_lock(?)", MIGRATION_LOCK);
  }

  @Override
  public String textsOfArray() {
    return "(SELECT jsonb_array_elements_text(CAST(? AS jsonb)))";
  }

  @Override
  public String skippingLocked() {
    return "FOR UPDATE SKIP LOCKED";
  }

  @Override
  public void index(Handle handle, List<IndexedText> texts) {
    // No language is assumed, as none is in SQLite's index: letters without their marks, in lower
    // case, as they stand.
    PreparedBatch batch = handle.prepareBatch("""
        INSERT INTO article_text (id, title, text, words)
        VALUES (:article, :title, :text, to_tsvector('simple', :words))
        ON CONFLICT (id) DO UPDATE
        SET title = excluded.title, text = excluded.text, words = excluded.words""");
    for (IndexedText text : texts) {
      batch
          .bind("article", text.article())
          .bind("title", withoutZeros(text.title()))
          .bind("text", withoutZeros(text.text()))
          .bind("words", SearchWords.folded(withoutZeros(text.title() + " " + text.text())))
          .add();
    }
    batch.execute();
  }

  /// PostgreSQL's texts hold every character but this one.
  private static String withoutZeros(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
  }

  @Override
  public String indexKey() {
    return "id";
  }

  @Override
  public String searchSql() {
    return """
        SELECT id, ts_headline('simple', text, to_tsquery('simple', :words),
            'StartSel=\u0002, StopSel=\u0003, MaxWords=24, MinWords=12, MaxFragments=1') AS snippet
        FROM (
          SELECT id, text FROM article_text
          WHERE words @@ to_tsquery('simple', :words) AND id < :below
          ORDER BY id DESC LIMIT :limit) AS found
        ORDER BY id DESC""";
  }

  @Override
  public Map<String, String> searchParameters(SearchWords words) {
    return Map.of("words", words.forPostgres());
  }

  @Override
  public void sync(Handle handle) {
    // Its commits are, unless its owner decided otherwise.
  }

  @Override
  public String sizeSql() {
    return """
        SELECT CAST(coalesce(sum(pg_total_relation_size(class.oid)), 0) AS BIGINT)
        FROM pg_class AS class JOIN pg_namespace AS space ON space.oid = class.relnamespace
        WHERE space.nspname = current_schema() AND class.relkind = 'r'""";
  }

  @Override
  public void backup(Handle handle, Path target) {
    throw new StoreException(
        "a database of PostgreSQL is saved with its own program, pg_dump", null);
  }

  @Override
  public String toString() {
    int end = address.indexOf('?');
    String shown = end < 0 ? address : address.substring(0, end);
    int at = shown.lastIndexOf('@');
    int slashes = shown.indexOf("//");
    return "the store at "
        + (at < 0 || slashes < 0
            ? shown
            : shown.substring(0, slashes + 2) + shown.substring(at + 1));
  }
}
