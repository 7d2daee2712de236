package dev.meanwhile.news.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Writes what readings brought, over one connection.
final class ReadingWriter {
  /*
   * A run writes hundreds of thousands of articles here, and little elsewhere. So this is the one
   * place that speaks JDBC itself: its statements are prepared once, and values are bound by
   * their places.
   */

  /// How many earlier texts of an article are kept.
  private static final int MAX_VERSIONS = 5;

  private static final String ADD = """
      INSERT INTO article (source_id, entry_id, text_hash, title, link, author, published_at,
        updated_at, seen_at, sort_at, language, base, summary, content, files)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

  private static final String HAS_SOME =
      "SELECT count(*) FROM (SELECT 1 FROM article WHERE source_id = ? LIMIT 1) AS one";

  /// An article whose texts were dropped for its age stays so.
  private static final String KEEP_VERSION = """
      INSERT INTO article_version (article_id, replaced_at, title, summary, content)
      SELECT id, ?, title, summary, content FROM article WHERE id = ? AND is_expired = 0""";

  private static final String DROP_VERSIONS = """
      DELETE FROM article_version WHERE article_id = ? AND replaced_at < (
        SELECT min(replaced_at) FROM (
          SELECT replaced_at FROM article_version WHERE article_id = ?
          ORDER BY replaced_at DESC LIMIT ?) AS newest)""";

  private static final String CHANGE = """
      UPDATE article SET text_hash = ?, title = ?, link = ?, author = ?, updated_at = ?,
        language = ?, base = ?, summary = ?, content = ?, files = ?, is_indexed = 0
      WHERE id = ? AND is_expired = 0""";

  private static final String STATE = """
      UPDATE source SET title = ?, site = ?, etag = ?, last_modified = ?, body_hash = ?,
        articles = ?, health = ?, read_at = ?, outcome = ?, error = ?,
        name = CASE WHEN is_named = 0 AND ? <> '' THEN ? ELSE name END,
        due_at = ?, due_why = ?, leased_by = NULL, leased_until = 0
      WHERE id = ?""";

  private static final String READING = """
      INSERT INTO reading (source_id, read_at, outcome, stage, status, bytes, millis, new_articles)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";

  private final Connection connection;
  private final String knownOnes;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  ReadingWriter(Connection connection, Database database) {
    this.connection = connection;
    this.knownOnes = "SELECT id, entry_id, text_hash FROM article WHERE source_id = ?"
        + " AND entry_id IN " + database.textsOfArray();
  }

  /// An article that is there already.
  private record Known(long id, long hash) {}

  /// Writes the articles that are not known, and those that say something else than before; what
  /// the reading leaves behind in its source; and that it was.
  Reading.Kept write(Reading reading) {
    try {
      Reading.Kept kept =
          reading.articles().isEmpty() ? new Reading.Kept(0, 0) : writeArticles(reading);
      String outcome = kept.added() > 0 ? reading.outcome() : reading.outcomeWithoutNews();
      writeState(reading.source(), reading.state(), outcome);
      on(READING)
          .number(reading.source())
          .time(reading.at())
          .text(outcome)
          .text(reading.stage())
          .number(reading.status())
          .number(reading.bytes())
          .number(reading.took().toMillis())
          .number(kept.added())
          .execute();
      return kept;
    } catch (SQLException e) {
      throw new StoreException("a reading could not be kept", e);
    }
  }

  private Reading.Kept writeArticles(Reading reading) throws SQLException {
    Map<String, Known> known = known(reading);
    PreparedStatement batch = prepared(ADD);
    int added = 0;
    int changed = 0;
    try {
      // The last one in a feed is the oldest: added first, it has the lowest number.
      for (ArticleText article : reading.articles().reversed()) {
        Known old = known.get(article.entryId());
        if (old == null) {
          add(article, reading);
          batch.addBatch();
          added++;
        } else if (old.hash != article.hash()) {
          change(old, article, reading.at());
          changed++;
        }
      }
      if (added > 0) {
        batch.executeBatch();
      }
    } finally {
      batch.clearBatch();
    }
    return new Reading.Kept(added, changed);
  }

  /// Most sources have none that are known when they are read first, which costs one look.
  private Map<String, Known> known(Reading reading) throws SQLException {
    Map<String, Known> known = new HashMap<>();
    try (ResultSet some = on(HAS_SOME).number(reading.source()).query()) {
      if (!some.next() || some.getInt(1) == 0) {
        return known;
      }
    }
    List<String> ids = reading.articles().stream().map(ArticleText::entryId).toList();
    Row asked =
        on(knownOnes).number(reading.source()).text(JsonMapper.shared().writeValueAsString(ids));
    try (ResultSet rows = asked.query()) {
      while (rows.next()) {
        known.put(rows.getString(2), new Known(rows.getLong(1), rows.getLong(3)));
      }
    }
    return known;
  }

  private void add(ArticleText article, Reading reading) throws SQLException {
    Instant published = article.published() == null ? article.updated() : article.published();
    Instant said = published == null ? reading.changed() : published;
    // A date in the future would stay at the top for ever.
    Instant sorted = said == null || said.isAfter(reading.at()) ? reading.at() : said;
    on(ADD)
        .number(reading.source())
        .text(article.entryId())
        .number(article.hash())
        .text(article.title())
        .text(article.link())
        .text(article.author())
        .time(article.published())
        .time(article.updated())
        .time(reading.at())
        .time(sorted)
        .text(article.language())
        .text(article.base())
        .text(article.summary())
        .text(article.content())
        .text(article.files());
  }

  /// Keeps what it said before.
  private void change(Known old, ArticleText article, Instant now) throws SQLException {
    on(KEEP_VERSION).time(now).number(old.id).execute();
    on(DROP_VERSIONS).number(old.id).number(old.id).number(MAX_VERSIONS).execute();
    on(CHANGE)
        .number(article.hash())
        .text(article.title())
        .text(article.link())
        .text(article.author())
        .time(article.updated())
        .text(article.language())
        .text(article.base())
        .text(article.summary())
        .text(article.content())
        .text(article.files())
        .number(old.id)
        .execute();
  }

  private void writeState(long source, SourceState state, String outcome) throws SQLException {
    on(STATE)
        .text(state.title())
        .text(state.site())
        .text(state.etag())
        .text(state.lastModified())
        .text(state.bodyHash())
        .number(state.articles())
        .text(state.health())
        .time(state.readAt())
        .text(outcome)
        .text(state.error())
        .text(state.title())
        .text(state.title())
        .time(state.dueAt())
        .text(state.dueWhy())
        .number(source)
        .execute();
  }

  private Row on(String sql) throws SQLException {
    return new Row(prepared(sql));
  }

  private PreparedStatement prepared(String sql) throws SQLException {
    PreparedStatement known = statements.get(sql);
    if (known == null) {
      known = connection.prepareStatement(sql);
      statements.put(sql, known);
    }
    return known;
  }

  /// The values of a statement, one after the other.
  private static final class Row {
    private final PreparedStatement statement;
    private int place;

    Row(PreparedStatement statement) {
      this.statement = statement;
    }

    Row text(@Nullable String value) throws SQLException {
      statement.setString(++place, value);
      return this;
    }

    Row number(long value) throws SQLException {
      statement.setLong(++place, value);
      return this;
    }

    Row time(@Nullable Instant value) throws SQLException {
      if (value == null) {
        statement.setNull(++place, Types.BIGINT);
        return this;
      }
      return number(value.toEpochMilli());
    }

    ResultSet query() throws SQLException {
      return statement.executeQuery();
    }

    void execute() throws SQLException {
      statement.executeUpdate();
    }
  }
}
