-- People with an account. `look` is what a name looks like to the eye: no two of a site share one. `address` is the e-mail
-- address as it is found, `email` as it was typed. `badges` are those that the newsroom gave, a bit each.
CREATE TABLE account (
  site_id BLOB NOT NULL REFERENCES site (id),
  id BLOB NOT NULL,
  name TEXT NOT NULL,
  look TEXT NOT NULL,
  named_at INTEGER NOT NULL,
  email TEXT,
  address TEXT,
  password TEXT,
  lang TEXT NOT NULL,
  badges INTEGER NOT NULL,
  state TEXT NOT NULL,
  suspended_until INTEGER,
  suspended_reason TEXT,
  new_until INTEGER,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX account_look ON account (site_id, look) WHERE state <> 'deleted';
CREATE UNIQUE INDEX account_address ON account (site_id, address) WHERE address IS NOT NULL;
-- Whose first week ends: asked every second.
CREATE INDEX account_new ON account (new_until) WHERE new_until IS NOT NULL;

-- Names that somebody had before, and until when; for moderators.
CREATE TABLE account_name (
  site_id BLOB NOT NULL,
  account_id BLOB NOT NULL,
  until INTEGER NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (site_id, account_id, until),
  FOREIGN KEY (site_id, account_id) REFERENCES account (site_id, id)
) STRICT, WITHOUT ROWID;

-- Roles; `reach` is empty for the whole site, or `topic:NAME`, or `story:ID`.
CREATE TABLE account_role (
  site_id BLOB NOT NULL,
  account_id BLOB NOT NULL,
  role TEXT NOT NULL,
  reach TEXT NOT NULL,
  granted_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, account_id, role, reach),
  FOREIGN KEY (site_id, account_id) REFERENCES account (site_id, id)
) STRICT, WITHOUT ROWID;

-- Who is signed in where: the hash of what the browser holds. A session that has ended is no row.
CREATE TABLE session (
  site_id BLOB NOT NULL,
  hash BLOB NOT NULL,
  id BLOB NOT NULL,
  account_id BLOB NOT NULL,
  device TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, hash),
  FOREIGN KEY (site_id, account_id) REFERENCES account (site_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX session_account ON session (site_id, account_id, created_at);
CREATE INDEX session_seen ON session (seen_at);

-- Requests to be let in. Code and link follow from the identifier and the site's key: neither is kept.
CREATE TABLE sign_in (
  site_id BLOB NOT NULL REFERENCES site (id),
  id BLOB NOT NULL,
  email TEXT,
  address TEXT,
  account_id BLOB,
  lang TEXT NOT NULL,
  way_back TEXT NOT NULL,
  tries INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  passed_at INTEGER,
  used_at INTEGER,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_expires ON sign_in (expires_at);

-- How often somebody has tried something since when; the subject is a hash.
CREATE TABLE attempt (
  site_id BLOB NOT NULL REFERENCES site (id),
  subject BLOB NOT NULL,
  began_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (site_id, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX attempt_ends ON attempt (ends_at);

-- Work to be done behind a request. `failed_at` marks what was given up: it stays, for the operator to see.
CREATE TABLE job (
  site_id BLOB NOT NULL REFERENCES site (id),
  id BLOB NOT NULL,
  kind TEXT NOT NULL,
  subject BLOB NOT NULL,
  tries INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  failed_at INTEGER,
  error TEXT,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, id)
) STRICT, WITHOUT ROWID;
-- What is due: asked every second.
CREATE INDEX job_due ON job (due_at) WHERE failed_at IS NULL;
CREATE INDEX job_failed ON job (failed_at) WHERE failed_at IS NOT NULL;

-- What somebody wrote.
CREATE INDEX comment_account ON comment (site_id, account_id, created_at) WHERE account_id IS NOT NULL;
