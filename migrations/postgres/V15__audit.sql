-- The audit trail: a row for each act of power, written in the transaction of the act and linked into its site's chain by a
-- job, within a second: `seq` counts from 1, `digest` is of salt and detail, `hash` of the whole row and of the row before
-- it, which is `prev`. `detail` is JSON, the state before and after; it and its salt may be cleared when the account `about`
-- is erased: the chain holds without them.
CREATE TABLE audit (
  site_id UUID NOT NULL REFERENCES site (id),
  id UUID NOT NULL,
  created_at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  act TEXT NOT NULL,
  object TEXT NOT NULL,
  about UUID,
  detail TEXT,
  salt BYTEA,
  seq BIGINT,
  digest BYTEA,
  prev BYTEA,
  hash BYTEA,
  PRIMARY KEY (site_id, id)
);
CREATE UNIQUE INDEX audit_seq ON audit (site_id, seq) WHERE seq IS NOT NULL;
CREATE INDEX audit_unlinked ON audit (site_id, created_at, id) WHERE seq IS NULL;
CREATE INDEX audit_actor ON audit (site_id, actor, id);
CREATE INDEX audit_object ON audit (site_id, object, id);
CREATE INDEX audit_about ON audit (site_id, about) WHERE about IS NOT NULL;

-- How long a site's chain is and what its last row hashes to: rows that are cut off at the end are missed by it. `fault` is
-- what the nightly look found, as JSON.
CREATE TABLE audit_head (
  site_id UUID NOT NULL PRIMARY KEY REFERENCES site (id),
  length BIGINT NOT NULL,
  hash BYTEA NOT NULL,
  checked_at BIGINT,
  fault TEXT
);
