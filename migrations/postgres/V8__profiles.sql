-- What people say of themselves.
ALTER TABLE account ADD COLUMN bio TEXT NOT NULL DEFAULT '';

-- Their pictures, made anew from what was sent; who has none gets one that is drawn.
CREATE TABLE face (
  site_id UUID NOT NULL,
  account_id UUID NOT NULL,
  type TEXT NOT NULL,
  sha256 BYTEA NOT NULL,
  bytes BYTEA NOT NULL CHECK (length(bytes) <= 262144),
  created_at BIGINT NOT NULL,
  PRIMARY KEY (site_id, account_id),
  FOREIGN KEY (site_id, account_id) REFERENCES account (site_id, id)
);
