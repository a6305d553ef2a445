-- The desk searches what waits and what was removed as well; readers find what can be seen alone, as before.
INSERT INTO search_due (site_id, story_id, id, seq)
  SELECT site_id, story_id, id, 0 FROM comment WHERE state IN ('held', 'removed') ON CONFLICT DO NOTHING;
