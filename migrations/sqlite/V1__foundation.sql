-- Every key begins with the site, save the row number of comments. Identifiers are UUIDv7 (16 bytes), times are microseconds since 1970 UTC.

CREATE TABLE site (
  id BLOB NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  lang TEXT NOT NULL,
  zone TEXT NOT NULL,
  settings TEXT NOT NULL,
  secret BLOB NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Which hosts a site answers under (`serves`), and which foreign origins may post to it.
CREATE TABLE site_origin (
  site_id BLOB NOT NULL REFERENCES site (id),
  origin TEXT NOT NULL,
  host TEXT NOT NULL,
  serves INTEGER NOT NULL,
  PRIMARY KEY (site_id, origin)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX site_origin_host ON site_origin (host) WHERE serves = 1;

CREATE TABLE api_key (
  site_id BLOB NOT NULL REFERENCES site (id),
  id BLOB NOT NULL,
  name TEXT NOT NULL,
  hash BLOB NOT NULL UNIQUE,
  scopes TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER,
  PRIMARY KEY (site_id, id)
) STRICT, WITHOUT ROWID;

-- Long texts stand last: what is read and changed often is found without walking through them.
CREATE TABLE story (
  site_id BLOB NOT NULL REFERENCES site (id),
  id BLOB NOT NULL,
  slug TEXT NOT NULL,
  url TEXT,
  title TEXT NOT NULL,
  author TEXT NOT NULL,
  lang TEXT NOT NULL,
  topics TEXT NOT NULL,
  state TEXT NOT NULL,
  published_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  closed_at INTEGER,
  closed_by TEXT,
  closed_reason TEXT,
  close_at INTEGER,
  seq INTEGER NOT NULL,
  comments INTEGER NOT NULL,
  source TEXT,
  source_id TEXT,
  extra TEXT NOT NULL,
  related_at INTEGER,
  merged_into BLOB,
  matter TEXT NOT NULL,
  html TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (site_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX story_slug ON story (site_id, slug);
CREATE INDEX story_newest ON story (site_id, state, published_at, id);
-- What is to be closed by its date or its age: asked every second.
CREATE INDEX story_closing ON story (site_id, close_at) WHERE closed_at IS NULL AND close_at IS NOT NULL;
CREATE INDEX story_ageing ON story (site_id, state, published_at) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX story_source ON story (site_id, source, source_id) WHERE source IS NOT NULL;

-- What is to be compared with the others: asked every second.
CREATE INDEX story_unrelated ON story (site_id, related_at) WHERE related_at IS NULL;

-- Stories that are alike, in both directions; the score is in thousandths.
CREATE TABLE story_related (
  site_id BLOB NOT NULL,
  story_id BLOB NOT NULL,
  other_id BLOB NOT NULL,
  score INTEGER NOT NULL,
  PRIMARY KEY (site_id, story_id, other_id),
  FOREIGN KEY (site_id, story_id) REFERENCES story (site_id, id),
  FOREIGN KEY (site_id, other_id) REFERENCES story (site_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX story_related_other ON story_related (site_id, other_id);

-- Normalised addresses under which a story is found: its canonical URL and every alias.
CREATE TABLE story_alias (
  site_id BLOB NOT NULL,
  address TEXT NOT NULL,
  story_id BLOB NOT NULL,
  PRIMARY KEY (site_id, address),
  FOREIGN KEY (site_id, story_id) REFERENCES story (site_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX story_alias_story ON story_alias (site_id, story_id);

-- Slugs that a story had before it was moved: their addresses lead on to where it is now.
CREATE TABLE story_moved (
  site_id BLOB NOT NULL,
  slug TEXT NOT NULL,
  story_id BLOB NOT NULL,
  PRIMARY KEY (site_id, slug),
  FOREIGN KEY (site_id, story_id) REFERENCES story (site_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX story_moved_story ON story_moved (site_id, story_id);

-- The topics of stories that are shown, by the last part of the topic's address.
CREATE TABLE story_topic (
  site_id BLOB NOT NULL,
  topic TEXT NOT NULL,
  published_at INTEGER NOT NULL,
  story_id BLOB NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (site_id, topic, published_at, story_id),
  FOREIGN KEY (site_id, story_id) REFERENCES story (site_id, id)
) STRICT, WITHOUT ROWID;
-- Which topics are used most of late.
CREATE INDEX story_topic_recent ON story_topic (site_id, published_at, topic, name);
CREATE INDEX story_topic_story ON story_topic (site_id, story_id);

-- `parent` is the story's id for a root, so that one index and one statement serve every level.
-- replies: direct children that can be seen; branches: direct children that are listed;
-- descendants: on roots, all below that can be seen.
-- The key is (site_id, story_id, id). The rows lie in the order of `rowno`, which search needs anyway: in a table without
-- row numbers every inner page of the key's tree holds whole rows, and its depth doubles.
CREATE TABLE comment (
  site_id BLOB NOT NULL,
  story_id BLOB NOT NULL,
  id BLOB NOT NULL,
  rowno INTEGER NOT NULL PRIMARY KEY,
  parent BLOB NOT NULL,
  root BLOB NOT NULL,
  depth INTEGER NOT NULL,
  account_id BLOB,
  guest BLOB,
  name TEXT NOT NULL,
  author_id TEXT,
  claim BLOB,
  format TEXT NOT NULL,
  html_version INTEGER NOT NULL,
  lang TEXT,
  state TEXT NOT NULL,
  reasons TEXT,
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  edited_at INTEGER,
  deleted_at INTEGER,
  listed INTEGER NOT NULL,
  rank INTEGER NOT NULL,
  badges INTEGER NOT NULL,
  replies INTEGER NOT NULL,
  branches INTEGER NOT NULL,
  descendants INTEGER NOT NULL,
  up INTEGER NOT NULL,
  down INTEGER NOT NULL,
  base_up INTEGER NOT NULL,
  base_down INTEGER NOT NULL,
  source TEXT,
  source_id TEXT,
  extra TEXT,
  html TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (site_id, story_id, id),
  FOREIGN KEY (site_id, story_id) REFERENCES story (site_id, id)
) STRICT;
CREATE INDEX comment_id ON comment (site_id, id);
-- A parent is in one story only: the story need not stand in these.
CREATE INDEX comment_time ON comment (site_id, parent, listed, created_at, id);
CREATE INDEX comment_rank ON comment (site_id, parent, listed, rank, id);
CREATE INDEX comment_waiting ON comment (site_id, created_at, id) WHERE state = 'held';
CREATE INDEX comment_guest ON comment (site_id, guest, created_at) WHERE guest IS NOT NULL;
CREATE UNIQUE INDEX comment_source ON comment (site_id, source, source_id) WHERE source IS NOT NULL;

-- Earlier texts of an edited comment: revision n is the text before the edit that made n + 1.
CREATE TABLE comment_revision (
  site_id BLOB NOT NULL,
  story_id BLOB NOT NULL,
  comment_id BLOB NOT NULL,
  revision INTEGER NOT NULL,
  body TEXT NOT NULL,
  format TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, story_id, comment_id, revision),
  FOREIGN KEY (site_id, story_id, comment_id) REFERENCES comment (site_id, story_id, id) ON UPDATE CASCADE
) STRICT, WITHOUT ROWID;

-- Append-only. The visible state of a comment is the fold of its decisions over its first state.
CREATE TABLE decision (
  site_id BLOB NOT NULL,
  id BLOB NOT NULL,
  story_id BLOB NOT NULL,
  comment_id BLOB NOT NULL,
  revision INTEGER NOT NULL,
  act TEXT NOT NULL,
  ground TEXT NOT NULL,
  rule TEXT,
  reason TEXT NOT NULL,
  facts TEXT,
  automation TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, id),
  FOREIGN KEY (site_id, story_id, comment_id) REFERENCES comment (site_id, story_id, id) ON UPDATE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_comment ON decision (site_id, story_id, comment_id, id);

-- One numbered change of a thread; numbers of a story have no gap.
CREATE TABLE event (
  site_id BLOB NOT NULL,
  story_id BLOB NOT NULL,
  seq INTEGER NOT NULL,
  kind TEXT NOT NULL,
  comment_id BLOB,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, story_id, seq),
  FOREIGN KEY (site_id, story_id) REFERENCES story (site_id, id)
) STRICT, WITHOUT ROWID;

-- Successful answers by actor and key, kept 48 hours; the key itself is stored hashed.
CREATE TABLE idempotency (
  site_id BLOB NOT NULL,
  actor BLOB NOT NULL,
  key BLOB NOT NULL,
  request BLOB NOT NULL,
  answer TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, actor, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_age ON idempotency (created_at);

CREATE TABLE media (
  site_id BLOB NOT NULL REFERENCES site (id),
  sha256 BLOB NOT NULL,
  type TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  bytes BLOB NOT NULL CHECK (length(bytes) <= 2097152),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, sha256)
) STRICT;
