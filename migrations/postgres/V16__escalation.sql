-- Threats to life, passed on. `evidence` is JSON in one fixed form, frozen when it was done, and `evidence_hash` its SHA-256. No key
-- leads to the comment or its writer: the evidence outlives both. `told` are the editors, or the duty's address, who are
-- mailed; `entry` is what was done since, appended only.
CREATE TABLE escalation (
  site_id UUID NOT NULL REFERENCES site (id),
  id UUID NOT NULL,
  comment_id UUID NOT NULL,
  reason TEXT NOT NULL,
  opened_by TEXT NOT NULL,
  state TEXT NOT NULL,
  evidence TEXT NOT NULL,
  evidence_hash BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (site_id, id)
);
CREATE UNIQUE INDEX escalation_comment ON escalation (site_id, comment_id) WHERE state <> 'closed';

CREATE TABLE escalation_entry (
  site_id UUID NOT NULL,
  escalation_id UUID NOT NULL,
  number BIGINT NOT NULL,
  kind TEXT NOT NULL,
  entered_by TEXT NOT NULL,
  text TEXT NOT NULL,
  recipient TEXT NOT NULL,
  reference TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (site_id, escalation_id, number),
  FOREIGN KEY (site_id, escalation_id) REFERENCES escalation (site_id, id)
);

CREATE TABLE escalation_told (
  site_id UUID NOT NULL,
  id UUID NOT NULL,
  escalation_id UUID NOT NULL,
  account_id UUID,
  mailed_at BIGINT,
  PRIMARY KEY (site_id, id),
  FOREIGN KEY (site_id, escalation_id) REFERENCES escalation (site_id, id)
);
CREATE INDEX escalation_told_of ON escalation_told (site_id, escalation_id);
