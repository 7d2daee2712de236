package dev.meanwhile.news.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/// What differs between the two kinds of databases; everything else is the same SQL.
sealed interface Database permits SqliteDatabase, PostgresDatabase {
  /// The database in a file, or at an address that begins with `jdbc:postgresql:`.
  static Database of(String fileOrAddress) {
    if (fileOrAddress.startsWith("jdbc:postgresql:")) {
      return new PostgresDatabase(fileOrAddress);
    }
    if (fileOrAddress.toLowerCase(Locale.ROOT).startsWith("jdbc:")) {
      throw new IllegalArgumentException(
          "a store is a file, or a database at jdbc:postgresql:...; no other kind is known");
    }
    return new SqliteDatabase(Path.of(fileOrAddress));
  }

  /// Opens a connection. Blocks.
  ///
  /// @throws StoreException saying why that is not possible
  Handle open();

  /// The folder of its migrations.
  String migrations();

  /// SQL that counts the tables called `migration`.
  String migrationTables();

  /// Lets only one process at a time migrate, up to the end of the transaction.
  void lockForMigration(Handle handle);

  /// SQL for the texts in a JSON array, its one parameter, as a table for `IN`.
  String textsOfArray();

  /// SQL that ends the choice of rows that will be changed: whoever else chooses at the same
  /// time gets others.
  String skippingLocked();

  /// Writes texts into the index for searching; what was there of these articles goes.
  void index(Handle handle, List<IndexedText> texts);

  /// The column of the index for searching that holds the number of an article.
  String indexKey();

  /// Takes articles out of the index for searching.
  default void unindex(Handle handle, List<Long> articles) {
    PreparedBatch batch =
        handle.prepareBatch("DELETE FROM article_text WHERE " + indexKey() + " = :article");
    for (Long article : articles) {
      batch.bind("article", article).add();
    }
    batch.execute();
  }

  /// SQL of a search: columns `id` and `snippet`, the newest first. Parameters are those of
  /// [#searchParameters], and `limit` and `below`, an id.
  String searchSql();

  /// The words as this database wants them.
  Map<String, String> searchParameters(SearchWords words);

  /// Makes what is committed outlive a failure of the machine's power.
  void sync(Handle handle);

  /// SQL for the bytes that it takes on its disk.
  String sizeSql();

  /// Writes a copy of the database that can be opened like it.
  void backup(Handle handle, Path target);

  /// Where it is, for people: without a password.
  @Override
  String toString();
}
