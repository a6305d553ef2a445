-- Readers' quick reports, one each. `who` is the account's identifier, or a hash: of a guest's secret, or, of somebody of whom
-- nothing is known, of their line, which changes with the day. `weight` is what it counts at the desk; 0 for those whose flags
-- have been wrong again and again. `founded` is 1 or 0 once the desk has decided about the comment.
CREATE TABLE flag (
  site_id UUID NOT NULL,
  story_id UUID NOT NULL,
  comment_id UUID NOT NULL,
  who BYTEA NOT NULL,
  account_id UUID,
  revision BIGINT NOT NULL,
  reason TEXT NOT NULL,
  text TEXT NOT NULL,
  weight BIGINT NOT NULL,
  founded BIGINT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (site_id, story_id, comment_id, who),
  FOREIGN KEY (site_id, story_id, comment_id) REFERENCES comment (site_id, story_id, id) ON UPDATE CASCADE
);

-- How often somebody's flags were right, and how often not.
CREATE TABLE flagger (
  site_id UUID NOT NULL REFERENCES site (id),
  who BYTEA NOT NULL,
  founded BIGINT NOT NULL,
  unfounded BIGINT NOT NULL,
  PRIMARY KEY (site_id, who)
);

-- The weight of a comment's open flags.
ALTER TABLE comment ADD COLUMN flagged BIGINT NOT NULL DEFAULT 0;
CREATE INDEX comment_flagged ON comment (site_id, flagged, id) WHERE state = 'published' AND flagged > 0;
