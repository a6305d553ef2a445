-- Rules that a decision may name, every version ever in force. A site that has changed none has no row: the starter set is in the
-- program, and a row is made of a rule as it stands there once a decision names it. `texts` is JSON: a title and a text by language.
CREATE TABLE policy_rule (
  site_id BLOB NOT NULL REFERENCES site (id),
  key TEXT NOT NULL,
  version INTEGER NOT NULL,
  place INTEGER NOT NULL,
  ground TEXT NOT NULL,
  category TEXT NOT NULL,
  law TEXT NOT NULL,
  texts TEXT NOT NULL,
  set_by TEXT NOT NULL,
  active_from INTEGER NOT NULL,
  active_to INTEGER,
  PRIMARY KEY (site_id, key, version)
) STRICT, WITHOUT ROWID;

-- What `facts` held is the state after the decision. Facts are what triage had found, without a word of the comment: its
-- writer may erase those.
ALTER TABLE decision RENAME COLUMN facts TO state;
ALTER TABLE decision ADD COLUMN facts TEXT;
-- The state before it; not known of decisions that are older than this column.
ALTER TABLE decision ADD COLUMN before TEXT;
ALTER TABLE decision ADD COLUMN rule_version INTEGER;
-- The decision that this one takes back.
ALTER TABLE decision ADD COLUMN reverses BLOB;
-- Counts the decisions about a comment from 1: identifiers of one millisecond are in no order.
ALTER TABLE decision ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
-- They have all that is asked: SQLite would walk the table's key otherwise, past whatever the machine decided.
CREATE INDEX decision_recent ON decision (site_id, automation, id, comment_id);
CREATE INDEX decision_by ON decision (site_id, decided_by, id, comment_id);

-- In which turn a comment that waits is looked at: 0 is the worst, 1000 is where nothing was found. Those that wait already
-- come last.
ALTER TABLE comment ADD COLUMN turn INTEGER NOT NULL DEFAULT 1000;
CREATE INDEX comment_turn ON comment (site_id, turn, id) WHERE state = 'held';

-- Which comment somebody at the desk has in hand, until when. A row whose time is over says nothing.
CREATE TABLE in_hand (
  site_id BLOB NOT NULL,
  comment_id BLOB NOT NULL,
  account_id BLOB NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (site_id, comment_id),
  FOREIGN KEY (site_id, account_id) REFERENCES account (site_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX in_hand_account ON in_hand (site_id, account_id, until);
CREATE INDEX in_hand_over ON in_hand (until);

-- Who of all those with an account has a role of the newsroom's.
CREATE INDEX account_role_staff ON account_role (site_id, account_id) WHERE role <> 'member';
