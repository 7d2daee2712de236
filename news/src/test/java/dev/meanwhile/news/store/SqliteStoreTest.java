package dev.meanwhile.news.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStoreTest extends StoreContract {
  @TempDir
  private Path folder;

  @Override
  String address() {
    return file().toString();
  }

  @Override
  String addressAgain() {
    return address();
  }

  private Path file() {
    return folder.resolve("deep/news.db");
  }

  @Test
  void open_newFile_isForItsOwnerAlone() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void backup_canBeOpened_andOverwritesNothing() {
    Path copy = folder.resolve("copy.db");
    try (NewsStore store = NewsStore.open(file())) {
      store.note("x", "1");
      store.backup(copy);
      assertThatThrownBy(() -> store.backup(copy))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("cannot be copied to " + copy);
    }

    try (NewsStore store = NewsStore.open(copy)) {
      assertThat(store.note("x")).contains("1");
    }
  }

  @Test
  void backup_isForItsOwnerAlone_andNothingIsLeftOfOneThatFails() throws Exception {
    Path copy = folder.resolve("deeper/copy.db");
    try (NewsStore store = NewsStore.open(file())) {
      store.backup(copy);
      assertThatThrownBy(() -> store.backup(file()))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("there is such a file already");
    }

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
        .isEqualTo("rw-------");
    assertThat(beside(copy)).containsExactly("copy.db");
  }

  @Test
  void restore_putsItWhereNoneIs_alone() throws Exception {
    Path backup = backup("1");
    Path place = folder.resolve("other/news.db");

    NewsStore.restore(backup, place);

    assertThat(note(place)).isEqualTo("1");
    assertThat(beside(place)).containsExactly("news.db");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place)))
        .isEqualTo("rw-------");
    assertThatThrownBy(() -> NewsStore.restore(backup, place))
        .isInstanceOf(StoreException.class)
        .hasMessage("there is a store in " + place + " already");
  }

  @Test
  void restore_ofAStoreThatIsOpen_hasWhatItHasJustWritten() throws Exception {
    Path place = folder.resolve("other/news.db");
    try (NewsStore store = NewsStore.open(file())) {
      store.note("x", "fresh");
      NewsStore.restore(file(), place);
    }

    assertThat(note(place)).isEqualTo("fresh");
  }

  @Test
  void replace_keepsTheOldOnesBeside() throws Exception {
    Path backup = backup("1");
    Path place = folder.resolve("other/news.db");

    assertThat(NewsStore.replace(backup, place)).isEmpty();
    write(place, "2");
    assertThat(NewsStore.replace(backup, place)).contains(place.resolveSibling("news.db.old"));
    write(place, "3");
    assertThat(NewsStore.replace(backup, place)).contains(place.resolveSibling("news.db.old-2"));

    assertThat(note(place)).isEqualTo("1");
    assertThat(note(place.resolveSibling("news.db.old"))).isEqualTo("2");
    assertThat(note(place.resolveSibling("news.db.old-2"))).isEqualTo("3");
    assertThat(beside(place)).containsExactlyInAnyOrder("news.db", "news.db.old", "news.db.old-2");
  }

  @Test
  void replace_storeInUse_isRefused_andStays() throws Exception {
    Path backup = backup("1");
    Path place = folder.resolve("other/news.db");
    write(place, "2");
    try (NewsStore store = NewsStore.open(place)) {
      assertThat(store.note("x")).contains("2");

      assertThatThrownBy(() -> NewsStore.replace(backup, place))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("is in use");

      store.note("x", "3");
    }
    assertThat(note(place)).isEqualTo("3");
    assertThat(beside(place)).containsExactly("news.db");
  }

  @Test
  void replace_damagedStore_isPossible() throws Exception {
    Path backup = backup("1");
    Path place = folder.resolve("other/news.db");
    Files.createDirectories(folder.resolve("other"));
    Files.writeString(place, "no database ".repeat(1_000));

    assertThat(NewsStore.replace(backup, place)).isPresent();

    assertThat(note(place)).isEqualTo("1");
  }

  @Test
  void restore_whatIsNoIntactStoreOfOurs_isRefused_andChangesNothing() throws Exception {
    Path place = folder.resolve("other/news.db");
    write(place, "2");
    Path text = Files.writeString(folder.resolve("text.db"), "hello ".repeat(1_000));
    Path foreign = folder.resolve("foreign.db");
    try (var connection = new org.sqlite.SQLiteConfig().createConnection("jdbc:sqlite:" + foreign);
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE source (id INTEGER)");
    }
    Path damaged = backup("1");
    byte[] bytes = Files.readAllBytes(damaged);
    Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 4_096 * 4, (byte) 0x5a);
    Files.write(damaged, bytes);
    Path newer = folder.resolve("newer.db");
    try (var handle = Database.of(newer.toString()).open()) {
      Migrations.run(Database.of(newer.toString()), handle);
      handle.execute("INSERT INTO migration (version) VALUES (99)");
    }

    for (Path bad : List.of(text, foreign, damaged, newer, folder, folder.resolve("none.db"))) {
      assertThatThrownBy(() -> NewsStore.replace(bad, place))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(bad.toString());
    }

    assertThat(note(place)).isEqualTo("2");
    assertThat(beside(place)).containsExactly("news.db");
  }

  /// A backup of a store whose note `x` says that.
  private Path backup(String note) {
    Path backup = folder.resolve("backup" + note + ".db");
    write(file(), note);
    try (NewsStore store = NewsStore.open(file())) {
      store.backup(backup);
    }
    return backup;
  }

  private static void write(Path file, String note) {
    try (NewsStore store = NewsStore.open(file)) {
      store.note("x", note);
    }
  }

  private static String note(Path file) {
    try (NewsStore store = NewsStore.open(file)) {
      return store.note("x").orElseThrow();
    }
  }

  /// The names in a file's folder.
  private static List<String> beside(Path file) throws IOException {
    try (Stream<Path> files = Files.list(file.resolveSibling("."))) {
      return files.map(each -> each.getFileName().toString()).toList();
    }
  }

  @Test
  void open_whatIsNoStore_saysSo() throws Exception {
    Path text = Files.writeString(folder.resolve("text.db"), "hello ".repeat(1_000));

    assertThatThrownBy(() -> NewsStore.open(text))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(text.toString());
    assertThatThrownBy(() -> NewsStore.open(folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(folder.toString());
    assertThatThrownBy(() -> NewsStore.open("jdbc:mysql://x/y"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("jdbc:postgresql:");
  }
}
