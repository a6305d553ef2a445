-- What the desk did about people who write, append-only: notes, warnings, suspensions, bans, and what took these back
-- (`reverses`). `who` is an account's identifier, or the hash of a guest's secret. `comment_id` is the occasion, `bulk_id` the
-- act that removed what they wrote. A note is for colleagues alone.
CREATE TABLE writer_act (
  site_id BLOB NOT NULL REFERENCES site (id),
  id BLOB NOT NULL,
  who BLOB NOT NULL,
  account_id BLOB,
  act TEXT NOT NULL,
  rule TEXT,
  rule_version INTEGER,
  reason TEXT NOT NULL,
  comment_id BLOB NOT NULL,
  bulk_id BLOB,
  until INTEGER,
  reverses BLOB,
  decided_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX writer_act_who ON writer_act (site_id, who, id);
CREATE INDEX writer_act_comment ON writer_act (site_id, comment_id, id);

-- Browsers that write nothing here, until then or for good: their guests have no account that could be suspended.
CREATE TABLE blocked_guest (
  site_id BLOB NOT NULL REFERENCES site (id),
  guest BLOB NOT NULL,
  until INTEGER,
  act_id BLOB NOT NULL,
  PRIMARY KEY (site_id, guest)
) STRICT, WITHOUT ROWID;
