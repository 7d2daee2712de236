-- Times are milliseconds since 1970, yes and no are 1 and 0.

CREATE TABLE source (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  address TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  -- whether somebody gave it that name; else it takes the one that its feed has
  is_named INTEGER NOT NULL,
  kind TEXT NOT NULL,
  -- where it was before it moved, and whether that was found in content
  moved_from TEXT,
  moved_found INTEGER NOT NULL DEFAULT 0,
  is_found INTEGER NOT NULL,
  is_paused INTEGER NOT NULL DEFAULT 0,
  is_retired INTEGER NOT NULL DEFAULT 0,
  settings TEXT NOT NULL DEFAULT '{}',
  added_at INTEGER NOT NULL,
  -- what its last reading left
  title TEXT,
  site TEXT,
  etag TEXT NOT NULL DEFAULT '',
  last_modified TEXT NOT NULL DEFAULT '',
  body_hash TEXT NOT NULL DEFAULT '',
  articles INTEGER NOT NULL DEFAULT 0,
  health TEXT NOT NULL DEFAULT '',
  read_at INTEGER,
  outcome TEXT,
  error TEXT,
  -- when it is read next, and who is at it
  due_at INTEGER NOT NULL DEFAULT 0,
  due_why TEXT NOT NULL DEFAULT 'it was never read',
  leased_by TEXT,
  leased_until INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX source_due ON source (due_at) WHERE is_paused = 0 AND is_retired = 0;

CREATE TABLE source_tag (
  tag TEXT NOT NULL,
  source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
  PRIMARY KEY (tag, source_id)
) WITHOUT ROWID;
CREATE INDEX source_tag_source ON source_tag (source_id);

CREATE TABLE reading (
  source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
  read_at INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  stage TEXT,
  status INTEGER,
  bytes INTEGER NOT NULL,
  millis INTEGER NOT NULL,
  new_articles INTEGER NOT NULL
);
CREATE INDEX reading_source ON reading (source_id, read_at);

CREATE TABLE article (
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
  entry_id TEXT NOT NULL,
  text_hash INTEGER NOT NULL,
  title TEXT,
  link TEXT,
  author TEXT,
  published_at INTEGER,
  updated_at INTEGER,
  seen_at INTEGER NOT NULL,
  sort_at INTEGER NOT NULL,
  language TEXT,
  base TEXT,
  summary TEXT,
  content TEXT,
  files TEXT,
  is_read INTEGER NOT NULL DEFAULT 0,
  is_starred INTEGER NOT NULL DEFAULT 0,
  is_indexed INTEGER NOT NULL DEFAULT 0,
  -- its texts were dropped because of its age; the row stays so that it is not new again
  is_expired INTEGER NOT NULL DEFAULT 0,
  same_as INTEGER,
  story_id INTEGER,
  story_why TEXT,
  UNIQUE (source_id, entry_id)
);
CREATE INDEX article_newest ON article (sort_at);
CREATE INDEX article_unread ON article (sort_at) WHERE is_read = 0 AND is_expired = 0;
CREATE INDEX article_starred ON article (sort_at) WHERE is_starred = 1;
CREATE INDEX article_pending ON article (id) WHERE is_indexed = 0;
CREATE INDEX article_story ON article (story_id) WHERE story_id IS NOT NULL;

-- What an article said before its site changed it.
CREATE TABLE article_version (
  article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  replaced_at INTEGER NOT NULL,
  title TEXT,
  summary TEXT,
  content TEXT
);
CREATE INDEX article_version_article ON article_version (article_id, replaced_at);

CREATE VIRTUAL TABLE article_text USING fts5 (
  title, text, tokenize = "unicode61 remove_diacritics 2"
);

CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
