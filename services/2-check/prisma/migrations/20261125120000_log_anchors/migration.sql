-- Timestamps over the head of the operation log, by an authority that the owner of this table does not control. As append-only as the log itself.
CREATE TABLE access_anchor (
  seq BIGINT PRIMARY KEY,
  hash TEXT NOT NULL,
  at TIMESTAMPTZ(3) NOT NULL,
  token BYTEA NOT NULL
);
CREATE TRIGGER access_anchor_kept BEFORE UPDATE OR DELETE ON access_anchor FOR EACH ROW EXECUTE FUNCTION access_kept();
CREATE TRIGGER access_anchor_whole BEFORE TRUNCATE ON access_anchor FOR EACH STATEMENT EXECUTE FUNCTION access_kept();
