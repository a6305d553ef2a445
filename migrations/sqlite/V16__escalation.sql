-- Threats to life, passed on. `evidence` is JSON in one fixed form, frozen when it was done, and `evidence_hash` its SHA-256. No key
-- leads to the comment or its writer: the evidence outlives both. `told` are the editors, or the duty's address, who are
-- mailed; `entry` is what was done since, appended only.
CREATE TABLE escalation (
  site_id BLOB NOT NULL REFERENCES site (id),
  id BLOB NOT NULL,
  comment_id BLOB NOT NULL,
  reason TEXT NOT NULL,
  opened_by TEXT NOT NULL,
  state TEXT NOT NULL,
  evidence TEXT NOT NULL,
  evidence_hash BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX escalation_comment ON escalation (site_id, comment_id) WHERE state <> 'closed';

CREATE TABLE escalation_entry (
  site_id BLOB NOT NULL,
  escalation_id BLOB NOT NULL,
  number INTEGER NOT NULL,
  kind TEXT NOT NULL,
  entered_by TEXT NOT NULL,
  text TEXT NOT NULL,
  recipient TEXT NOT NULL,
  reference TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, escalation_id, number),
  FOREIGN KEY (site_id, escalation_id) REFERENCES escalation (site_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE escalation_told (
  site_id BLOB NOT NULL,
  id BLOB NOT NULL,
  escalation_id BLOB NOT NULL,
  account_id BLOB,
  mailed_at INTEGER,
  PRIMARY KEY (site_id, id),
  FOREIGN KEY (site_id, escalation_id) REFERENCES escalation (site_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX escalation_told_of ON escalation_told (site_id, escalation_id);
