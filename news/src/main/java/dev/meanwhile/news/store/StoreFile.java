package dev.meanwhile.news.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/// The file of a store as a whole: what another one is put in the place of. Blocks.
final class StoreFile {
  /*
   * A backup is never copied byte by byte but by SQLite, which also reads what is in the files
   * beside it. The copy is made beside its place, checked there and renamed at the end, so that
   * the place holds one of the two stores whenever the machine stops.
   *
   * The store that is replaced must not be in use: another process would go on writing into the
   * renamed file, and its log would be taken for the new one's. Leaving the mode in which several
   * processes share a file is possible for the last one only, which is how we know.
   */
  private static final List<String> BESIDE = List.of("-wal", "-shm", "-journal");
  private static final int MAX_OLD = 1_000;

  private final Path file;

  StoreFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  /// Puts a copy of the store in `backup` here.
  ///
  /// @param isReplacing whether a store that is here is set aside
  /// @return where that one is now
  /// @throws StoreException saying why that is not possible; then nothing has changed
  Optional<Path> restore(Path backup, boolean isReplacing) {
    if (!Files.isRegularFile(backup)) {
      throw new StoreException("there is no file " + backup, null);
    }
    boolean isTaken = Files.exists(file);
    if (isTaken && !isReplacing) {
      throw new StoreException("there is a store in " + file + " already", null);
    }
    try {
      Path folder = Files.createDirectories(file.getParent());
      Path copy = Files.createTempFile(folder, file.getFileName() + ".", ".restoring");
      try {
        copy(backup, copy);
        bringUpToDate(copy, backup);
        force(copy);
        Path old = isTaken ? setAside() : null;
        put(copy, old != null);
        return Optional.ofNullable(old);
      } finally {
        delete(copy);
      }
    } catch (IOException e) {
      throw new StoreException(
          backup + " cannot be restored to " + file + ": " + e.getMessage(), e);
    }
  }

  /// Checks a store and copies it.
  private static void copy(Path backup, Path copy) {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    try (Connection connection = config.createConnection("jdbc:sqlite:" + backup.toAbsolutePath());
        Statement statement = connection.createStatement()) {
      String tables = first(statement, """
          SELECT count(*) FROM sqlite_master WHERE type = 'table'
            AND name IN ('migration', 'source', 'article', 'reading', 'note')""");
      if (!"5".equals(tables)) {
        throw new StoreException(backup + " is no store of Meanwhile", null);
      }
      String state = first(statement, "PRAGMA integrity_check(1)");
      if (!"ok".equals(state)) {
        throw new StoreException(backup + " is damaged: " + state, null);
      }
      try (PreparedStatement copying = connection.prepareStatement("VACUUM INTO ?")) {
        copying.setString(1, copy.toString());
        copying.execute();
      }
    } catch (SQLException e) {
      throw new StoreException(
          backup + " is no store of Meanwhile, or is damaged: " + e.getMessage(), e);
    }
  }

  /// An older one; a newer one is refused.
  private static void bringUpToDate(Path copy, Path backup) {
    try {
      NewsStore.open(copy).close();
    } catch (StoreException e) {
      String message = String.valueOf(e.getMessage());
      throw new StoreException(message.replace(copy.toString(), backup.toString()), e);
    }
  }

  private static @Nullable String first(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  /// Gives the store that is here another name besides; the files beside it, which only a
  /// damaged one still has, go along.
  private Path setAside() throws IOException {
    refuseInUse();
    for (int i = 1; i <= MAX_OLD; i++) {
      Path old = beside(i == 1 ? ".old" : ".old-" + i);
      try {
        link(old, file);
      } catch (FileAlreadyExistsException _) {
        continue;
      }
      for (String suffix : BESIDE) {
        if (Files.exists(beside(suffix))) {
          Files.move(beside(suffix), old.resolveSibling(old.getFileName() + suffix));
        }
      }
      return old;
    }
    throw new StoreException("there are more than " + MAX_OLD + " old stores beside " + file, null);
  }

  private void refuseInUse() {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(0);
    try (Connection connection = config.createConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      if (!"delete".equals(first(statement, "PRAGMA journal_mode = DELETE"))) {
        throw inUse(null);
      }
    } catch (SQLException e) {
      if ((e.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code) {
        throw inUse(e);
      }
      // It is damaged, which may be why it is replaced.
    }
  }

  private StoreException inUse(@Nullable SQLException cause) {
    return new StoreException(
        "the store in " + file + " is in use: end the program that reads it first", cause);
  }

  private Path beside(String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  private void put(Path copy, boolean isReplacing) throws IOException {
    if (isReplacing) {
      Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
    } else {
      link(file, copy); // never over one that somebody has made meanwhile
    }
  }

  /// Gives a file a second name, where there are such; else another one.
  private static void link(Path name, Path existing) throws IOException {
    try {
      Files.createLink(name, existing);
    } catch (UnsupportedOperationException _) {
      Files.move(existing, name);
    }
  }

  /// Its content is on the disk before its name is. Which of two names a machine that loses
  /// power remembers does not matter: there is a store behind either.
  private static void force(Path file) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.getFD().sync();
    }
  }

  private static void delete(Path copy) throws IOException {
    Files.deleteIfExists(copy);
    for (String suffix : BESIDE) {
      Files.deleteIfExists(copy.resolveSibling(copy.getFileName() + suffix));
    }
  }
}
