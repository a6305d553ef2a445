-- Every key begins with the site. Identifiers are UUIDv7, times are microseconds since 1970 UTC.

CREATE TABLE site (
  id UUID NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  lang TEXT NOT NULL,
  zone TEXT NOT NULL,
  settings TEXT NOT NULL,
  secret BYTEA NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);

-- Which hosts a site answers under (`serves`), and which foreign origins may post to it.
CREATE TABLE site_origin (
  site_id UUID NOT NULL REFERENCES site (id),
  origin TEXT NOT NULL,
  host TEXT NOT NULL,
  serves BOOLEAN NOT NULL,
  PRIMARY KEY (site_id, origin)
);
CREATE UNIQUE INDEX site_origin_host ON site_origin (host) WHERE serves;

CREATE TABLE api_key (
  site_id UUID NOT NULL REFERENCES site (id),
  id UUID NOT NULL,
  name TEXT NOT NULL,
  hash BYTEA NOT NULL UNIQUE,
  scopes TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  revoked_at BIGINT,
  PRIMARY KEY (site_id, id)
);

-- Long texts stand last: what is read and changed often is found without walking through them.
CREATE TABLE story (
  site_id UUID NOT NULL REFERENCES site (id),
  id UUID NOT NULL,
  slug TEXT NOT NULL,
  url TEXT,
  title TEXT NOT NULL,
  author TEXT NOT NULL,
  lang TEXT NOT NULL,
  topics TEXT NOT NULL,
  state TEXT NOT NULL,
  published_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  closed_at BIGINT,
  closed_by TEXT,
  closed_reason TEXT,
  close_at BIGINT,
  seq BIGINT NOT NULL,
  comments BIGINT NOT NULL,
  source TEXT,
  source_id TEXT,
  extra TEXT NOT NULL,
  related_at BIGINT,
  merged_into UUID,
  matter TEXT NOT NULL,
  html TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (site_id, id)
);
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
  site_id UUID NOT NULL,
  story_id UUID NOT NULL,
  other_id UUID NOT NULL,
  score BIGINT NOT NULL,
  PRIMARY KEY (site_id, story_id, other_id),
  FOREIGN KEY (site_id, story_id) REFERENCES story (site_id, id),
  FOREIGN KEY (site_id, other_id) REFERENCES story (site_id, id)
);
CREATE INDEX story_related_other ON story_related (site_id, other_id);

-- Normalised addresses under which a story is found: its canonical URL and every alias.
CREATE TABLE story_alias (
  site_id UUID NOT NULL,
  address TEXT NOT NULL,
  story_id UUID NOT NULL,
  PRIMARY KEY (site_id, address),
  FOREIGN KEY (site_id, story_id) REFERENCES story (site_id, id)
);
CREATE INDEX story_alias_story ON story_alias (site_id, story_id);

-- Slugs that a story had before it was moved: their addresses lead on to where it is now.
CREATE TABLE story_moved (
  site_id UUID NOT NULL,
  slug TEXT NOT NULL,
  story_id UUID NOT NULL,
  PRIMARY KEY (site_id, slug),
  FOREIGN KEY (site_id, story_id) REFERENCES story (site_id, id)
);
CREATE INDEX story_moved_story ON story_moved (site_id, story_id);

-- The topics of stories that are shown, by the last part of the topic's address.
CREATE TABLE story_topic (
  site_id UUID NOT NULL,
  topic TEXT NOT NULL,
  published_at BIGINT NOT NULL,
  story_id UUID NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (site_id, topic, published_at, story_id),
  FOREIGN KEY (site_id, story_id) REFERENCES story (site_id, id)
);
-- Which topics are used most of late.
CREATE INDEX story_topic_recent ON story_topic (site_id, published_at, topic, name);
CREATE INDEX story_topic_story ON story_topic (site_id, story_id);

-- `parent` is the story's id for a root, so that one index and one statement serve every level.
-- replies: direct children that can be seen; branches: direct children that are listed;
-- descendants: on roots, all below that can be seen.
CREATE TABLE comment (
  site_id UUID NOT NULL,
  story_id UUID NOT NULL,
  id UUID NOT NULL,
  rowno BIGINT NOT NULL,
  parent UUID NOT NULL,
  root UUID NOT NULL,
  depth BIGINT NOT NULL,
  account_id UUID,
  guest BYTEA,
  name TEXT NOT NULL,
  author_id TEXT,
  claim BYTEA,
  format TEXT NOT NULL,
  html_version BIGINT NOT NULL,
  lang TEXT,
  state TEXT NOT NULL,
  reasons TEXT,
  revision BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  edited_at BIGINT,
  deleted_at BIGINT,
  listed BOOLEAN NOT NULL,
  rank BIGINT NOT NULL,
  badges BIGINT NOT NULL,
  replies BIGINT NOT NULL,
  branches BIGINT NOT NULL,
  descendants BIGINT NOT NULL,
  up BIGINT NOT NULL,
  down BIGINT NOT NULL,
  base_up BIGINT NOT NULL,
  base_down BIGINT NOT NULL,
  source TEXT,
  source_id TEXT,
  extra TEXT,
  html TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (site_id, story_id, id),
  FOREIGN KEY (site_id, story_id) REFERENCES story (site_id, id)
);
CREATE INDEX comment_id ON comment (site_id, id);
-- A parent is in one story only: the story need not stand in these.
CREATE INDEX comment_time ON comment (site_id, parent, listed, created_at, id);
CREATE INDEX comment_rank ON comment (site_id, parent, listed, rank, id);
CREATE INDEX comment_waiting ON comment (site_id, created_at, id) WHERE state = 'held';
CREATE INDEX comment_guest ON comment (site_id, guest, created_at) WHERE guest IS NOT NULL;
CREATE UNIQUE INDEX comment_source ON comment (site_id, source, source_id) WHERE source IS NOT NULL;

-- Earlier texts of an edited comment: revision n is the text before the edit that made n + 1.
CREATE TABLE comment_revision (
  site_id UUID NOT NULL,
  story_id UUID NOT NULL,
  comment_id UUID NOT NULL,
  revision BIGINT NOT NULL,
  body TEXT NOT NULL,
  format TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (site_id, story_id, comment_id, revision),
  FOREIGN KEY (site_id, story_id, comment_id) REFERENCES comment (site_id, story_id, id) ON UPDATE CASCADE
);

-- Append-only. The visible state of a comment is the fold of its decisions over its first state.
CREATE TABLE decision (
  site_id UUID NOT NULL,
  id UUID NOT NULL,
  story_id UUID NOT NULL,
  comment_id UUID NOT NULL,
  revision BIGINT NOT NULL,
  act TEXT NOT NULL,
  ground TEXT NOT NULL,
  rule TEXT,
  reason TEXT NOT NULL,
  facts TEXT,
  automation TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (site_id, id),
  FOREIGN KEY (site_id, story_id, comment_id) REFERENCES comment (site_id, story_id, id) ON UPDATE CASCADE
);
CREATE INDEX decision_comment ON decision (site_id, story_id, comment_id, id);

-- One numbered change of a thread; numbers of a story have no gap.
CREATE TABLE event (
  site_id UUID NOT NULL,
  story_id UUID NOT NULL,
  seq BIGINT NOT NULL,
  kind TEXT NOT NULL,
  comment_id UUID,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (site_id, story_id, seq),
  FOREIGN KEY (site_id, story_id) REFERENCES story (site_id, id)
);

-- Successful answers by actor and key, kept 48 hours; the key itself is stored hashed.
CREATE TABLE idempotency (
  site_id UUID NOT NULL,
  actor BYTEA NOT NULL,
  key BYTEA NOT NULL,
  request BYTEA NOT NULL,
  answer TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (site_id, actor, key)
);
CREATE INDEX idempotency_age ON idempotency (created_at);

CREATE TABLE media (
  site_id UUID NOT NULL REFERENCES site (id),
  sha256 BYTEA NOT NULL,
  type TEXT NOT NULL,
  width BIGINT NOT NULL,
  height BIGINT NOT NULL,
  bytes BYTEA NOT NULL CHECK (length(bytes) <= 2097152),
  created_at BIGINT NOT NULL,
  PRIMARY KEY (site_id, sha256)
);
