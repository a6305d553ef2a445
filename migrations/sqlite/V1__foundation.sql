-- Every key begins with the site. Identifiers are UUIDv7 (16 bytes), times are microseconds since 1970 UTC.

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

CREATE TABLE story (
  site_id BLOB NOT NULL REFERENCES site (id),
  id BLOB NOT NULL,
  slug TEXT NOT NULL,
  url TEXT,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  html TEXT NOT NULL,
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
  PRIMARY KEY (site_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX story_slug ON story (site_id, slug);
CREATE INDEX story_newest ON story (site_id, state, published_at, id);
CREATE UNIQUE INDEX story_source ON story (site_id, source, source_id) WHERE source IS NOT NULL;

-- Normalised addresses under which a story is found: its canonical URL and every alias.
CREATE TABLE story_alias (
  site_id BLOB NOT NULL,
  address TEXT NOT NULL,
  story_id BLOB NOT NULL,
  PRIMARY KEY (site_id, address),
  FOREIGN KEY (site_id, story_id) REFERENCES story (site_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX story_alias_story ON story_alias (site_id, story_id);

-- `parent` is the story's id for a root, so that one index and one statement serve every level.
-- replies: direct children that can be seen; branches: direct children that are listed;
-- descendants: on roots, all below that can be seen.
CREATE TABLE comment (
  site_id BLOB NOT NULL,
  story_id BLOB NOT NULL,
  id BLOB NOT NULL,
  rowno INTEGER NOT NULL,
  parent BLOB NOT NULL,
  root BLOB NOT NULL,
  depth INTEGER NOT NULL,
  account_id BLOB,
  guest BLOB,
  name TEXT NOT NULL,
  author_id TEXT,
  claim BLOB,
  body TEXT NOT NULL,
  format TEXT NOT NULL,
  html TEXT NOT NULL,
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
  PRIMARY KEY (site_id, story_id, id),
  FOREIGN KEY (site_id, story_id) REFERENCES story (site_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX comment_id ON comment (site_id, id);
CREATE UNIQUE INDEX comment_row ON comment (rowno);
CREATE INDEX comment_time ON comment (site_id, story_id, parent, listed, created_at, id);
CREATE INDEX comment_rank ON comment (site_id, story_id, parent, listed, rank, id);
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
  FOREIGN KEY (site_id, story_id, comment_id) REFERENCES comment (site_id, story_id, id)
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
  FOREIGN KEY (site_id, story_id, comment_id) REFERENCES comment (site_id, story_id, id)
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
