-- What has changed and is not in the index yet, or still is: `id` is the story's own for a story. `seq` is the story's
-- number then, by which a job sees that it changed once more. No foreign key: a row lives for moments, and every post writes one.
CREATE TABLE search_due (
  site_id UUID NOT NULL,
  story_id UUID NOT NULL,
  id UUID NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (site_id, story_id, id)
);

-- The words of a text are made by the program. `id` is the story's own for a story.
CREATE TABLE search_words (
  site_id UUID NOT NULL,
  story_id UUID NOT NULL,
  id UUID NOT NULL,
  is_story BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  words TSVECTOR NOT NULL,
  PRIMARY KEY (site_id, story_id, id),
  FOREIGN KEY (site_id, story_id) REFERENCES story (site_id, id)
);
CREATE INDEX search_words_words ON search_words USING gin (words);
CREATE INDEX search_words_newest ON search_words (site_id, is_story, created_at, id);

INSERT INTO search_due (site_id, story_id, id, seq) SELECT site_id, id, id, 0 FROM story WHERE state = 'published';
INSERT INTO search_due (site_id, story_id, id, seq)
  SELECT site_id, story_id, id, 0 FROM comment WHERE state = 'published';
