-- What somebody is told: that their comment was answered, decided about, or recommended. Whether an answer can still be seen
-- is asked when it is shown.
CREATE TABLE news (
  site_id BLOB NOT NULL,
  account_id BLOB NOT NULL,
  id BLOB NOT NULL,
  kind TEXT NOT NULL,
  story_id BLOB NOT NULL,
  comment_id BLOB NOT NULL,
  count INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at INTEGER,
  PRIMARY KEY (site_id, account_id, id),
  FOREIGN KEY (site_id, account_id) REFERENCES account (site_id, id),
  FOREIGN KEY (site_id, story_id, comment_id) REFERENCES comment (site_id, story_id, id) ON UPDATE CASCADE
) STRICT, WITHOUT ROWID;
-- Votes on a comment are gathered into one.
CREATE UNIQUE INDEX news_votes ON news (site_id, account_id, comment_id) WHERE kind = 'votes';
CREATE INDEX news_unseen ON news (site_id, account_id, id) WHERE seen_at IS NULL;
CREATE INDEX news_age ON news (created_at);

-- What somebody follows: `story` and `branch` by identifier, `topic` by the last part of its address, `author` by account.
-- `seen` is how much of it there was when they last looked.
CREATE TABLE follow (
  site_id BLOB NOT NULL,
  account_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  seen INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, account_id, kind, subject),
  FOREIGN KEY (site_id, account_id) REFERENCES account (site_id, id)
) STRICT, WITHOUT ROWID;
