-- One vote an account and comment: 1 for it, -1 against it, 0 taken back. `before` is what it was, so that the counts on the
-- comment follow from the statement that writes it, whoever else votes at that moment.
CREATE TABLE vote (
  site_id UUID NOT NULL,
  story_id UUID NOT NULL,
  comment_id UUID NOT NULL,
  account_id UUID NOT NULL,
  value BIGINT NOT NULL,
  before BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (site_id, story_id, comment_id, account_id),
  FOREIGN KEY (site_id, story_id, comment_id) REFERENCES comment (site_id, story_id, id) ON UPDATE CASCADE,
  FOREIGN KEY (site_id, account_id) REFERENCES account (site_id, id)
);
-- What somebody voted for under a story.
CREATE INDEX vote_account ON vote (site_id, account_id, story_id);

-- Comments with votes that neither their rank nor a page shows yet, and since when.
CREATE TABLE vote_due (
  site_id UUID NOT NULL,
  story_id UUID NOT NULL,
  comment_id UUID NOT NULL,
  since BIGINT NOT NULL,
  PRIMARY KEY (site_id, story_id, comment_id),
  FOREIGN KEY (site_id, story_id, comment_id) REFERENCES comment (site_id, story_id, id) ON UPDATE CASCADE
);
CREATE INDEX vote_due_since ON vote_due (since);

-- Whom somebody does not want to read.
CREATE TABLE ignored (
  site_id UUID NOT NULL,
  account_id UUID NOT NULL,
  other_id UUID NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (site_id, account_id, other_id),
  FOREIGN KEY (site_id, account_id) REFERENCES account (site_id, id),
  FOREIGN KEY (site_id, other_id) REFERENCES account (site_id, id)
);
