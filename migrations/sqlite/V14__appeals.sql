-- Statements of reasons, frozen as they were sent: at most one a decision, by whose identifier it goes. `body` is the statement as
-- JSON, in the writer's language, without a word of the comment; `hash` is the SHA-256 of its bytes.
CREATE TABLE statement (
  site_id BLOB NOT NULL,
  id BLOB NOT NULL,
  story_id BLOB NOT NULL,
  comment_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  hash BLOB NOT NULL,
  appeal_until INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  mailed_at INTEGER,
  PRIMARY KEY (site_id, id),
  FOREIGN KEY (site_id, story_id, comment_id) REFERENCES comment (site_id, story_id, id) ON UPDATE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_comment ON statement (site_id, story_id, comment_id, created_at);

-- Appeals: one a statement, by whose identifier it goes. `reason` is the answer to the writer, `outcome_id` the decision by which
-- the comment came back.
CREATE TABLE appeal (
  site_id BLOB NOT NULL,
  id BLOB NOT NULL,
  story_id BLOB NOT NULL,
  comment_id BLOB NOT NULL,
  text TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  decided_by TEXT,
  outcome_id BLOB,
  created_at INTEGER NOT NULL,
  decided_at INTEGER,
  PRIMARY KEY (site_id, id),
  FOREIGN KEY (site_id, id) REFERENCES statement (site_id, id),
  FOREIGN KEY (site_id, story_id, comment_id) REFERENCES comment (site_id, story_id, id) ON UPDATE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX appeal_open ON appeal (site_id, created_at, id) WHERE state = 'open';
CREATE INDEX appeal_comment ON appeal (site_id, story_id, comment_id);
CREATE INDEX appeal_outcome ON appeal (site_id, outcome_id) WHERE outcome_id IS NOT NULL;
