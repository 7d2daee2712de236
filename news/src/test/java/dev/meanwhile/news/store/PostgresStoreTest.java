package dev.meanwhile.news.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class PostgresStoreTest extends StoreContract {
  private static EmbeddedPostgres server;

  private static int databases;

  @BeforeAll
  static void start() throws Exception {
    server = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Override
  String address() throws Exception {
    databases++;
    try (Connection admin = server.getPostgresDatabase().getConnection()) {
      admin.createStatement().execute("CREATE DATABASE news" + databases);
    }
    return addressAgain();
  }

  @Override
  String addressAgain() {
    return server.getJdbcUrl("postgres", "news" + databases);
  }

  @Test
  void open_noServer_saysSoWithoutThePassword() {
    assertThatThrownBy(
            () -> NewsStore.open("jdbc:postgresql://ada:hidden@127.0.0.1:1/x?password=hidden"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("127.0.0.1:1/x")
        .hasMessageNotContaining("hidden");
  }

  @Test
  void open_unknownDatabase_saysWhy() {
    assertThatThrownBy(() -> NewsStore.open(server.getJdbcUrl("postgres", "missing")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("3D000");
    assertThat(databases).isPositive();
  }
}
