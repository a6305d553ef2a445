-- What the desk did about people who write, append-only: notes, warnings, suspensions, bans, and what took these back
-- (`reverses`). `who` is an account's identifier, or the hash of a guest's secret. `comment_id` is the occasion, `bulk_id` the
-- act that removed what they wrote. A note is for colleagues alone.
CREATE TABLE writer_act (
  site_id UUID NOT NULL REFERENCES site (id),
  id UUID NOT NULL,
  who BYTEA NOT NULL,
  account_id UUID,
  act TEXT NOT NULL,
  rule TEXT,
  rule_version BIGINT,
  reason TEXT NOT NULL,
  comment_id UUID NOT NULL,
  bulk_id UUID,
  until BIGINT,
  reverses UUID,
  decided_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (site_id, id)
);
CREATE INDEX writer_act_who ON writer_act (site_id, who, id);
CREATE INDEX writer_act_comment ON writer_act (site_id, comment_id, id);

-- Browsers that write nothing here, until then or for good: their guests have no account that could be suspended.
CREATE TABLE blocked_guest (
  site_id UUID NOT NULL REFERENCES site (id),
  guest BYTEA NOT NULL,
  until BIGINT,
  act_id UUID NOT NULL,
  PRIMARY KEY (site_id, guest)
);
