package dev.meanwhile.news.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
