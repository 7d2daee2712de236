package dev.meanwhile.news.store;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import tools.jackson.databind.json.JsonMapper;

/// Writes the articles of one reading: those that are not known, and those that say something
/// else than before.
final class ArticleWriter {
  /// How many earlier texts of an article are kept.
  private static final int MAX_VERSIONS = 5;

  private final Handle handle;
  private final Database database;
  private final Reading reading;

  ArticleWriter(Handle handle, Database database, Reading reading) {
    this.handle = handle;
    this.database = database;
    this.reading = reading;
  }

  /// An article that is there already.
  private record Known(long id, long hash) {}

  Reading.Kept write() {
    Map<String, Known> known = known();
    PreparedBatch added = handle.prepareBatch("""
        INSERT INTO article (source_id, entry_id, text_hash, title, link, author, published_at,
          updated_at, seen_at, sort_at, language, base, summary, content, files)
        VALUES (:source, :entryId, :hash, :title, :link, :author, :published, :updated, :seen,
          :sort, :language, :base, :summary, :content, :files)""");
    int changed = 0;
    // The last one in a feed is the oldest: added first, it has the lowest number.
    for (ArticleText article : reading.articles().reversed()) {
      Known old = known.get(article.entryId());
      if (old == null) {
        bind(added, article).add();
      } else if (old.hash != article.hash()) {
        change(old, article);
        changed++;
      }
    }
    int count = added.size();
    if (count > 0) {
      added.execute();
    }
    return new Reading.Kept(count, changed);
  }

  /// Most sources have none that are known when they are read first, which costs one look.
  private Map<String, Known> known() {
    List<String> ids = reading.articles().stream().map(ArticleText::entryId).toList();
    Map<String, Known> known = new HashMap<>();
    boolean hasSome = handle
            .createQuery(
                "SELECT count(*) FROM (SELECT 1 FROM article WHERE source_id = :id LIMIT 1) a")
            .bind("id", reading.source())
            .mapTo(int.class)
            .one()
        > 0;
    if (hasSome) {
      handle
          .createQuery("SELECT id, entry_id, text_hash FROM article WHERE source_id = :source"
              + " AND entry_id IN " + database.textsOf("ids"))
          .bind("source", reading.source())
          .bind("ids", JsonMapper.shared().writeValueAsString(ids))
          .map((row, _) -> known.put(
              row.getString("entry_id"), new Known(row.getLong("id"), row.getLong("text_hash"))))
          .forEach(_ -> {});
    }
    return known;
  }

  private PreparedBatch bind(PreparedBatch batch, ArticleText article) {
    Instant published = article.published() == null ? article.updated() : article.published();
    // A date in the future would stay at the top for ever.
    long seen = reading.at().toEpochMilli();
    Instant sorted = published == null ? reading.changed() : published;
    long sort = sorted == null ? seen : Math.min(sorted.toEpochMilli(), seen);
    return batch
        .bind("source", reading.source())
        .bind("entryId", article.entryId())
        .bind("hash", article.hash())
        .bind("title", article.title())
        .bind("link", article.link())
        .bind("author", article.author())
        .bind("published", Sources.millis(article.published()))
        .bind("updated", Sources.millis(article.updated()))
        .bind("seen", seen)
        .bind("sort", sort)
        .bind("language", article.language())
        .bind("base", article.base())
        .bind("summary", article.summary())
        .bind("content", article.content())
        .bind("files", article.files());
  }

  /// Keeps what it said before. An article whose texts were dropped for its age stays so.
  private void change(Known old, ArticleText article) {
    handle
        .createUpdate("""
            INSERT INTO article_version (article_id, replaced_at, title, summary, content)
            SELECT id, :now, title, summary, content FROM article
            WHERE id = :id AND is_expired = 0""")
        .bind("now", reading.at().toEpochMilli())
        .bind("id", old.id)
        .execute();
    handle.createUpdate("""
            DELETE FROM article_version WHERE article_id = :id AND replaced_at < (
              SELECT min(replaced_at) FROM (
                SELECT replaced_at FROM article_version WHERE article_id = :id
                ORDER BY replaced_at DESC LIMIT :most) AS newest)""").bind("id", old.id).bind("most", MAX_VERSIONS).execute();
    handle
        .createUpdate("""
            UPDATE article SET text_hash = :hash, title = :title, link = :link, author = :author,
              updated_at = :updated, language = :language, base = :base, summary = :summary,
              content = :content, files = :files, is_indexed = 0
            WHERE id = :id AND is_expired = 0""")
        .bind("hash", article.hash())
        .bind("title", article.title())
        .bind("link", article.link())
        .bind("author", article.author())
        .bind("updated", Sources.millis(article.updated()))
        .bind("language", article.language())
        .bind("base", article.base())
        .bind("summary", article.summary())
        .bind("content", article.content())
        .bind("files", article.files())
        .bind("id", old.id)
        .execute();
  }
}
