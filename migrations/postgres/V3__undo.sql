-- What a comment was before its writer deleted it, while they can take that back; its words are erased once they cannot.
ALTER TABLE comment ADD COLUMN deleted_from TEXT;
-- When they took it back: they can once.
ALTER TABLE comment ADD COLUMN restored_at BIGINT;
CREATE INDEX comment_erasing ON comment (site_id, deleted_at) WHERE deleted_from IS NOT NULL;
