-- What a site's own decisions add to triage: numbered, the last ones kept, so that each can be taken back.
CREATE TABLE correction (
  site_id UUID NOT NULL REFERENCES site (id),
  number BIGINT NOT NULL,
  model TEXT NOT NULL,
  report TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (site_id, number)
);
-- The one in use, if any.
ALTER TABLE site ADD COLUMN correction BIGINT;
