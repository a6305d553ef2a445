-- Rules that a decision may name, every version ever in force. A site that has changed none has no row: the starter set is in the
-- program, and a row is made of a rule as it stands there once a decision names it. `texts` is JSON: a title and a text by language.
CREATE TABLE policy_rule (
  site_id UUID NOT NULL REFERENCES site (id),
  key TEXT NOT NULL,
  version BIGINT NOT NULL,
  place BIGINT NOT NULL,
  ground TEXT NOT NULL,
  category TEXT NOT NULL,
  law TEXT NOT NULL,
  texts TEXT NOT NULL,
  set_by TEXT NOT NULL,
  active_from BIGINT NOT NULL,
  active_to BIGINT,
  PRIMARY KEY (site_id, key, version)
);

-- What `facts` held is the state after the decision. Facts are what triage had found, without a word of the comment: its
-- writer may erase those.
ALTER TABLE decision RENAME COLUMN facts TO state;
ALTER TABLE decision ADD COLUMN facts TEXT;
-- The state before it; not known of decisions that are older than this column.
ALTER TABLE decision ADD COLUMN before TEXT;
ALTER TABLE decision ADD COLUMN rule_version BIGINT;
-- The decision that this one takes back.
ALTER TABLE decision ADD COLUMN reverses UUID;
-- Counts the decisions about a comment from 1: identifiers of one millisecond are in no order.
ALTER TABLE decision ADD COLUMN number BIGINT NOT NULL DEFAULT 0;
-- They have all that is asked: SQLite would walk the table's key otherwise, past whatever the machine decided.
CREATE INDEX decision_recent ON decision (site_id, automation, id, comment_id);
CREATE INDEX decision_by ON decision (site_id, decided_by, id, comment_id);

-- In which turn a comment that waits is looked at: 0 is the worst, 1000 is where nothing was found. Those that wait already
-- come last.
ALTER TABLE comment ADD COLUMN turn BIGINT NOT NULL DEFAULT 1000;
CREATE INDEX comment_turn ON comment (site_id, turn, id) WHERE state = 'held';

-- Which comment somebody at the desk has in hand, until when. A row whose time is over says nothing.
CREATE TABLE in_hand (
  site_id UUID NOT NULL,
  comment_id UUID NOT NULL,
  account_id UUID NOT NULL,
  since BIGINT NOT NULL,
  until BIGINT NOT NULL,
  PRIMARY KEY (site_id, comment_id),
  FOREIGN KEY (site_id, account_id) REFERENCES account (site_id, id)
);
CREATE INDEX in_hand_account ON in_hand (site_id, account_id, until);
CREATE INDEX in_hand_over ON in_hand (until);

-- Who of all those with an account has a role of the newsroom's.
CREATE INDEX account_role_staff ON account_role (site_id, account_id) WHERE role <> 'member';
