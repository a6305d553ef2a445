-- What others say that a text should have been scored; no more than ten thousand a site.
CREATE TABLE score_suggestion (
  site_id UUID NOT NULL REFERENCES site (id),
  id UUID NOT NULL,
  text TEXT NOT NULL,
  scores TEXT NOT NULL,
  languages TEXT NOT NULL,
  community TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (site_id, id)
);
