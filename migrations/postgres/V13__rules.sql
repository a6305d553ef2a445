-- Rule lists as they were written. `topic` is the last part of a topic's address; a list with neither topic nor story is for all
-- of the site. `version` grows by one with each change of the text or of where it applies.
CREATE TABLE rule_list (
  site_id UUID NOT NULL REFERENCES site (id),
  name TEXT NOT NULL,
  body TEXT NOT NULL,
  topic TEXT,
  story_id UUID,
  is_on BOOLEAN NOT NULL,
  version BIGINT NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (site_id, name)
);

-- What comments of the last day are told by among others: near copies of one text by many writers. `writer` is a hash; `node` the
-- process that heard it first, so that the others know what is news to them.
CREATE TABLE signature (
  site_id UUID NOT NULL REFERENCES site (id),
  comment_id UUID NOT NULL,
  writer BIGINT NOT NULL,
  node BIGINT NOT NULL,
  body BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (site_id, comment_id)
);
CREATE INDEX signature_created ON signature (created_at);
