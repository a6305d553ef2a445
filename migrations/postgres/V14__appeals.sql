-- Statements of reasons, frozen as they were sent: at most one a decision, by whose identifier it goes. `body` is the statement as
-- JSON, in the writer's language, without a word of the comment; `hash` is the SHA-256 of its bytes.
CREATE TABLE statement (
  site_id UUID NOT NULL,
  id UUID NOT NULL,
  story_id UUID NOT NULL,
  comment_id UUID NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  hash BYTEA NOT NULL,
  appeal_until BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  mailed_at BIGINT,
  PRIMARY KEY (site_id, id),
  FOREIGN KEY (site_id, story_id, comment_id) REFERENCES comment (site_id, story_id, id) ON UPDATE CASCADE
);
CREATE INDEX statement_comment ON statement (site_id, story_id, comment_id, created_at);

-- Appeals: one a statement, by whose identifier it goes. `reason` is the answer to the writer, `outcome_id` the decision by which
-- the comment came back.
CREATE TABLE appeal (
  site_id UUID NOT NULL,
  id UUID NOT NULL,
  story_id UUID NOT NULL,
  comment_id UUID NOT NULL,
  text TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  decided_by TEXT,
  outcome_id UUID,
  created_at BIGINT NOT NULL,
  decided_at BIGINT,
  PRIMARY KEY (site_id, id),
  FOREIGN KEY (site_id, id) REFERENCES statement (site_id, id),
  FOREIGN KEY (site_id, story_id, comment_id) REFERENCES comment (site_id, story_id, id) ON UPDATE CASCADE
);
CREATE INDEX appeal_open ON appeal (site_id, created_at, id) WHERE state = 'open';
CREATE INDEX appeal_comment ON appeal (site_id, story_id, comment_id);
CREATE INDEX appeal_outcome ON appeal (site_id, outcome_id) WHERE outcome_id IS NOT NULL;
