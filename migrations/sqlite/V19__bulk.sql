-- An act on many comments at once: chosen in a list, found by a search, or all of a writer's. Its comments are decided about
-- one by one, by a job where they are many. `reverses` names the act that this one takes back.
CREATE TABLE bulk_act (
  site_id BLOB NOT NULL REFERENCES site (id),
  id BLOB NOT NULL,
  act TEXT NOT NULL,
  rule TEXT,
  reason TEXT NOT NULL,
  source TEXT NOT NULL,
  reverses BLOB,
  decided_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX bulk_reverses ON bulk_act (site_id, reverses) WHERE reverses IS NOT NULL;

-- Its comments. `decision_id` once it was decided; `said` is the stable word of why it was not.
CREATE TABLE bulk_item (
  site_id BLOB NOT NULL,
  bulk_id BLOB NOT NULL,
  number INTEGER NOT NULL,
  comment_id BLOB NOT NULL,
  decision_id BLOB,
  said TEXT,
  PRIMARY KEY (site_id, bulk_id, number),
  FOREIGN KEY (site_id, bulk_id) REFERENCES bulk_act (site_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX bulk_item_open ON bulk_item (site_id, bulk_id, number) WHERE decision_id IS NULL AND said IS NULL;
