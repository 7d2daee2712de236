package dev.meanwhile.news.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/// The articles that are kept.
///
/// **Blocking.** A task waits, others run meanwhile; other threads block. What changes something
/// returns when that is done for good. **Failure.** [StoreException] when the database fails.
/// **Threads.** For any.
public final class Articles {
  private static final String HEAD = """
      SELECT a.id, a.source_id, s.name AS source_name, a.entry_id, a.title, a.link, a.author,
        a.published_at, a.updated_at, a.seen_at, a.language, a.base, a.files, a.is_read,
        a.is_starred, a.same_as, a.story_id, a.story_why""";

  private static final String FROM = " FROM article a JOIN source s ON s.id = a.source_id ";

  private final Access access;
  private final Database database;

  Articles(Access access, Database database) {
    this.access = access;
    this.database = database;
  }

  /// The articles that are asked for, newest first, without their HTML and without those that
  /// repeat another one.
  public List<Article> list(ArticleQuery query) {
    StringBuilder sql = new StringBuilder(HEAD + FROM + "WHERE a.is_expired = 0");
    Map<String, Object> bound = new HashMap<>();
    bound.put("limit", query.limit());
    sql.append(query.isUnread() ? " AND a.is_read = 0" : "");
    sql.append(query.isStarred() ? " AND a.is_starred = 1" : " AND a.same_as IS NULL");
    if (query.seenSince() != null) {
      sql.append(" AND a.seen_at >= :seen");
      bound.put("seen", query.seenSince().toEpochMilli());
    }
    if (query.publishedSince() != null) {
      sql.append(" AND a.sort_at >= :published");
      bound.put("published", query.publishedSince().toEpochMilli());
    }
    if (query.tag() != null) {
      sql.append(" AND a.source_id IN (SELECT source_id FROM source_tag WHERE tag = :tag)");
      bound.put("tag", query.tag());
    }
    if (query.source() != null) {
      sql.append(" AND a.source_id = :source");
      bound.put("source", query.source());
    }
    if (query.after() != null) {
      sql.append(" AND a.id > :after");
      bound.put("after", query.after());
    }
    sql.append(" ORDER BY a.sort_at DESC, a.id DESC LIMIT :limit");
    return access.read(handle -> handle
        .createQuery(sql.toString())
        .bindMap(bound)
        .map((row, _) -> article(row, false, null))
        .list());
  }

  /// The article of that number, with its HTML.
  public Optional<Article> byId(long id) {
    return access.read(handle -> whole(handle, id));
  }

  /// The same articles with their HTML, but for those that are gone meanwhile.
  public List<Article> withHtml(List<Article> articles) {
    return access.read(handle -> articles.stream()
        .flatMap(article -> whole(handle, article.id()).stream())
        .toList());
  }

  private static Optional<Article> whole(Handle handle, long id) {
    return handle
        .createQuery(HEAD + ", a.summary, a.content" + FROM + "WHERE a.id = :id")
        .bind("id", id)
        .map((row, _) -> article(row, true, null))
        .findOne();
  }

  /// The articles of a story, or that repeat an article, newest first.
  public List<Article> story(long story) {
    return access.read(handle -> handle
        .createQuery(HEAD + FROM + "WHERE a.id = :id OR a.story_id = :id OR a.same_as = :id"
            + " ORDER BY a.sort_at DESC, a.id DESC")
        .bind("id", story)
        .map((row, _) -> article(row, false, null))
        .list());
  }

  /// The number of the article that arrived last; 0 if there is none.
  public long last() {
    return access.read(handle -> handle
        .createQuery("SELECT coalesce(max(id), 0) FROM article")
        .mapTo(long.class)
        .one());
  }

  /// How many there are, without those whose texts were dropped for their age.
  public long count() {
    return access.read(handle -> handle
        .createQuery("SELECT count(*) FROM article WHERE is_expired = 0")
        .mapTo(long.class)
        .one());
  }

  /// How many nobody has read.
  public long unread() {
    return access.read(handle -> handle
        .createQuery("SELECT count(*) FROM article WHERE is_read = 0 AND is_expired = 0")
        .mapTo(long.class)
        .one());
  }

  /// Marks articles as read or unread.
  ///
  /// @return how many there were
  public int markRead(List<Long> ids, boolean isRead) {
    return mark("is_read", ids, isRead);
  }

  /// Stars articles, or not any more.
  ///
  /// @return how many there were
  public int star(List<Long> ids, boolean isStarred) {
    return mark("is_starred", ids, isStarred);
  }

  private int mark(String column, List<Long> ids, boolean value) {
    return access.write(handle -> {
      int found = 0;
      for (Long id : ids) {
        found +=
            handle.execute("UPDATE article SET " + column + " = ? WHERE id = ?", value ? 1 : 0, id);
      }
      return found;
    });
  }

  /// Marks everything as read that was published before that.
  ///
  /// @return how many were unread
  public int markReadBefore(Instant before) {
    return access.write(handle -> handle.execute(
        "UPDATE article SET is_read = 1 WHERE is_read = 0 AND sort_at < ?", before.toEpochMilli()));
  }

  /// The articles that have the words, the latest to arrive first, without their HTML.
  ///
  /// @param below only those with a lower number, to go on where a search ended;
  ///     [Long#MAX_VALUE] to begin
  public List<Article> search(SearchWords words, int limit, long below) {
    return access.read(handle -> {
      Map<Long, String> snippets = new HashMap<>();
      List<Long> ids = new ArrayList<>();
      handle
          .createQuery(database.searchSql())
          .bindMap(database.searchParameters(words))
          .bind("limit", limit)
          .bind("below", below)
          .map((row, _) -> Map.entry(row.getLong("id"), row.getString("snippet")))
          .forEach(found -> {
            ids.add(found.getKey());
            snippets.put(found.getKey(), found.getValue());
          });
      List<Article> articles = new ArrayList<>();
      for (Long id : ids) {
        handle
            .createQuery(HEAD + FROM + "WHERE a.id = :id")
            .bind("id", id)
            .map((row, _) -> article(row, false, snippets.get(id)))
            .findOne()
            .ifPresent(articles::add);
      }
      return articles;
    });
  }

  /// Articles that cannot be searched for yet, with their HTML, oldest first.
  public List<Article> pending(int limit) {
    return access.read(handle -> handle
        .createQuery(HEAD + ", a.summary, a.content" + FROM
            + "WHERE a.is_indexed = 0 ORDER BY a.id LIMIT :limit")
        .bind("limit", limit)
        .map((row, _) -> article(row, true, null))
        .list());
  }

  /// Makes articles findable.
  public void index(List<IndexedText> texts) {
    access.write(handle -> {
      database.index(handle, texts);
      PreparedBatch done = handle.prepareBatch("UPDATE article SET is_indexed = 1 WHERE id = :id");
      for (IndexedText text : texts) {
        done.bind("id", text.article()).add();
      }
      done.execute();
      return null;
    });
  }

  /// Where an article belongs among the others.
  ///
  /// @param article which one
  /// @param sameAs number of the article that it repeats; null if it repeats none
  /// @param story number of the article whose story it belongs to; null if to none
  /// @param why for people; null if it stands alone
  public record Place(
      long article,
      @Nullable Long sameAs,
      @Nullable Long story,
      @Nullable String why) {}

  /// Says where articles belong.
  public void place(List<Place> places) {
    access.write(handle -> {
      for (Place place : places) {
        handle
            .createUpdate("UPDATE article SET same_as = :same, story_id = :story, story_why = :why"
                + " WHERE id = :id")
            .bind("same", place.sameAs)
            .bind("story", place.story)
            .bind("why", place.why)
            .bind("id", place.article)
            .execute();
      }
      return null;
    });
  }

  /// Drops the texts of articles that were published before that, unless somebody starred them;
  /// of each source the newest `keep` stay.
  ///
  /// @return how many
  public int expire(Instant before, int keep) {
    return access.write(handle -> {
      List<Long> old = handle
          .createQuery("""
              SELECT id FROM (
                SELECT id, sort_at, row_number() OVER (
                  PARTITION BY source_id ORDER BY sort_at DESC, id DESC) AS place
                FROM article WHERE is_starred = 0 AND is_expired = 0) AS placed
              WHERE sort_at < :before AND place > :keep""")
          .bind("before", before.toEpochMilli())
          .bind("keep", keep)
          .mapTo(long.class)
          .list();
      database.unindex(handle, old);
      PreparedBatch batch = handle.prepareBatch("""
          UPDATE article SET is_expired = 1, is_read = 1, is_indexed = 1, summary = NULL,
            content = NULL, files = NULL, author = NULL WHERE id = :id""");
      PreparedBatch versions =
          handle.prepareBatch("DELETE FROM article_version WHERE article_id = :id");
      for (Long id : old) {
        batch.bind("id", id).add();
        versions.bind("id", id).add();
      }
      batch.execute();
      versions.execute();
      return old.size();
    });
  }

  /// How many earlier texts of an article are kept.
  public int versions(long id) {
    return access.read(handle -> handle
        .createQuery("SELECT count(*) FROM article_version WHERE article_id = :id")
        .bind("id", id)
        .mapTo(int.class)
        .one());
  }

  private static Article article(ResultSet row, boolean hasHtml, @Nullable String snippet)
      throws SQLException {
    long sameAs = row.getLong("same_as");
    boolean isCopy = !row.wasNull();
    long story = row.getLong("story_id");
    boolean isInStory = !row.wasNull();
    return new Article(
        row.getLong("id"),
        row.getLong("source_id"),
        row.getString("source_name"),
        new ArticleText(
            row.getString("entry_id"),
            row.getString("title"),
            row.getString("link"),
            row.getString("author"),
            Sources.instant(row, "published_at"),
            Sources.instant(row, "updated_at"),
            row.getString("language"),
            row.getString("base"),
            hasHtml ? row.getString("summary") : null,
            hasHtml ? row.getString("content") : null,
            row.getString("files")),
        Instant.ofEpochMilli(row.getLong("seen_at")),
        row.getInt("is_read") == 1,
        row.getInt("is_starred") == 1,
        isCopy ? sameAs : null,
        isInStory ? story : null,
        row.getString("story_why"),
        snippet);
  }
}
