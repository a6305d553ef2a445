-- People with an account. `look` is what a name looks like to the eye: no two of a site share one. `address` is the e-mail
-- address as it is found, `email` as it was typed. `badges` are those that the newsroom gave, a bit each.
CREATE TABLE account (
  site_id UUID NOT NULL REFERENCES site (id),
  id UUID NOT NULL,
  name TEXT NOT NULL,
  look TEXT NOT NULL,
  named_at BIGINT NOT NULL,
  email TEXT,
  address TEXT,
  password TEXT,
  lang TEXT NOT NULL,
  badges BIGINT NOT NULL,
  state TEXT NOT NULL,
  suspended_until BIGINT,
  suspended_reason TEXT,
  new_until BIGINT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (site_id, id)
);
CREATE UNIQUE INDEX account_look ON account (site_id, look) WHERE state <> 'deleted';
CREATE UNIQUE INDEX account_address ON account (site_id, address) WHERE address IS NOT NULL;
-- Whose first week ends: asked every second.
CREATE INDEX account_new ON account (new_until) WHERE new_until IS NOT NULL;

-- Names that somebody had before, and until when; for moderators.
CREATE TABLE account_name (
  site_id UUID NOT NULL,
  account_id UUID NOT NULL,
  until BIGINT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (site_id, account_id, until),
  FOREIGN KEY (site_id, account_id) REFERENCES account (site_id, id)
);

-- Roles; `reach` is empty for the whole site, or `topic:NAME`, or `story:ID`.
CREATE TABLE account_role (
  site_id UUID NOT NULL,
  account_id UUID NOT NULL,
  role TEXT NOT NULL,
  reach TEXT NOT NULL,
  granted_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (site_id, account_id, role, reach),
  FOREIGN KEY (site_id, account_id) REFERENCES account (site_id, id)
);

-- Who is signed in where: the hash of what the browser holds. A session that has ended is no row.
CREATE TABLE session (
  site_id UUID NOT NULL,
  hash BYTEA NOT NULL,
  id UUID NOT NULL,
  account_id UUID NOT NULL,
  device TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  PRIMARY KEY (site_id, hash),
  FOREIGN KEY (site_id, account_id) REFERENCES account (site_id, id)
);
CREATE INDEX session_account ON session (site_id, account_id, created_at);
CREATE INDEX session_seen ON session (seen_at);

-- Requests to be let in. Code and link follow from the identifier and the site's key: neither is kept.
CREATE TABLE sign_in (
  site_id UUID NOT NULL REFERENCES site (id),
  id UUID NOT NULL,
  email TEXT,
  address TEXT,
  account_id UUID,
  lang TEXT NOT NULL,
  way_back TEXT NOT NULL,
  tries BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  passed_at BIGINT,
  used_at BIGINT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (site_id, id)
);
CREATE INDEX sign_in_expires ON sign_in (expires_at);

-- How often somebody has tried something since when; the subject is a hash.
CREATE TABLE attempt (
  site_id UUID NOT NULL REFERENCES site (id),
  subject BYTEA NOT NULL,
  began_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  count BIGINT NOT NULL,
  PRIMARY KEY (site_id, subject)
);
CREATE INDEX attempt_ends ON attempt (ends_at);

-- Work to be done behind a request. `failed_at` marks what was given up: it stays, for the operator to see.
CREATE TABLE job (
  site_id UUID NOT NULL REFERENCES site (id),
  id UUID NOT NULL,
  kind TEXT NOT NULL,
  subject UUID NOT NULL,
  tries BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  failed_at BIGINT,
  error TEXT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (site_id, id)
);
-- What is due: asked every second.
CREATE INDEX job_due ON job (due_at) WHERE failed_at IS NULL;
CREATE INDEX job_failed ON job (failed_at) WHERE failed_at IS NOT NULL;

-- What somebody wrote.
CREATE INDEX comment_account ON comment (site_id, account_id, created_at) WHERE account_id IS NOT NULL;
