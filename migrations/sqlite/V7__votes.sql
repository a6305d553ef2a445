-- One vote an account and comment: 1 for it, -1 against it, 0 taken back. `before` is what it was, so that the counts on the
-- comment follow from the statement that writes it, whoever else votes at that moment.
CREATE TABLE vote (
  site_id BLOB NOT NULL,
  story_id BLOB NOT NULL,
  comment_id BLOB NOT NULL,
  account_id BLOB NOT NULL,
  value INTEGER NOT NULL,
  before INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, story_id, comment_id, account_id),
  FOREIGN KEY (site_id, story_id, comment_id) REFERENCES comment (site_id, story_id, id) ON UPDATE CASCADE,
  FOREIGN KEY (site_id, account_id) REFERENCES account (site_id, id)
) STRICT, WITHOUT ROWID;
-- What somebody voted for under a story.
CREATE INDEX vote_account ON vote (site_id, account_id, story_id);

-- Comments with votes that neither their rank nor a page shows yet, and since when.
CREATE TABLE vote_due (
  site_id BLOB NOT NULL,
  story_id BLOB NOT NULL,
  comment_id BLOB NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (site_id, story_id, comment_id),
  FOREIGN KEY (site_id, story_id, comment_id) REFERENCES comment (site_id, story_id, id) ON UPDATE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX vote_due_since ON vote_due (since);

-- Whom somebody does not want to read.
CREATE TABLE ignored (
  site_id BLOB NOT NULL,
  account_id BLOB NOT NULL,
  other_id BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, account_id, other_id),
  FOREIGN KEY (site_id, account_id) REFERENCES account (site_id, id),
  FOREIGN KEY (site_id, other_id) REFERENCES account (site_id, id)
) STRICT, WITHOUT ROWID;
