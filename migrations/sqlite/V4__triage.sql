-- What others say that a text should have been scored; no more than ten thousand a site.
CREATE TABLE score_suggestion (
  site_id BLOB NOT NULL REFERENCES site (id),
  id BLOB NOT NULL,
  text TEXT NOT NULL,
  scores TEXT NOT NULL,
  languages TEXT NOT NULL,
  community TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, id)
) STRICT, WITHOUT ROWID;
