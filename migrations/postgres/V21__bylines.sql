-- How many stories name somebody: who follows an author is told of new ones.
CREATE INDEX story_byline ON story (site_id, author) WHERE state = 'published';
