-- What has changed and is not in the index yet, or still is: `id` is the story's own for a story. `seq` is the story's
-- number then, by which a job sees that it changed once more. No foreign key: a row lives for moments, and every post writes one.
CREATE TABLE search_due (
  site_id BLOB NOT NULL,
  story_id BLOB NOT NULL,
  id BLOB NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (site_id, story_id, id)
) STRICT, WITHOUT ROWID;

-- Row numbers of the stories in the index.
CREATE TABLE search_story (
  rowno INTEGER NOT NULL PRIMARY KEY,
  site_id BLOB NOT NULL,
  story_id BLOB NOT NULL,
  UNIQUE (site_id, story_id),
  FOREIGN KEY (site_id, story_id) REFERENCES story (site_id, id)
) STRICT;

-- The words of a text are made by the program, which puts a word for the site among them; here they are only told apart
-- by their spaces. Row numbers are those of `comment` and of `search_story`.
CREATE VIRTUAL TABLE comment_words USING fts5 (
  words, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '_'"
);
CREATE VIRTUAL TABLE story_words USING fts5 (
  words, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '_'"
);

INSERT INTO search_due (site_id, story_id, id, seq) SELECT site_id, id, id, 0 FROM story WHERE state = 'published';
INSERT INTO search_due (site_id, story_id, id, seq)
  SELECT site_id, story_id, id, 0 FROM comment WHERE state = 'published';
