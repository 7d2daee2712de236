package dev.meanwhile.news.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jdbi.v3.core.Handle;

/// Brings a database up to date: numbered files of SQL, each run once, all in one transaction.
///
/// A tool for migrations would do the same and cost each command more time than all the rest of
/// opening a store.
final class Migrations {
  /// How many there are.
  static final int LATEST = 1;

  private Migrations() {}

  /// Runs what is missing.
  ///
  /// @throws StoreException if a newer version of this program was here before
  static void run(Database database, Handle handle) {
    if (version(database, handle) == LATEST) {
      return;
    }
    handle.useTransaction(inside -> {
      database.lockForMigration(inside);
      inside.execute("CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY)");
      int version = version(database, inside);
      if (version > LATEST) {
        throw new StoreException(
            database + " was written by a newer version of Meanwhile (its tables have version "
                + version + ", this program knows " + LATEST + ")",
            null);
      }
      for (int next = version + 1; next <= LATEST; next++) {
        inside.createScript(script(database, next)).execute();
        inside.execute("INSERT INTO migration (version) VALUES (?)", next);
      }
    });
  }

  private static int version(Database database, Handle handle) {
    boolean isThere =
        handle.createQuery(database.migrationTables()).mapTo(int.class).one() > 0;
    return isThere
        ? handle
            .createQuery("SELECT coalesce(max(version), 0) FROM migration")
            .mapTo(int.class)
            .one()
        : 0;
  }

  private static String script(Database database, int version) {
    String name = database.migrations() + "/" + version + ".sql";
    try (InputStream file = Migrations.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException("the program lacks its file " + name);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
