-- The link that will answer a resolution: its id follows from that of the resolution.
ALTER TABLE "review_resolution" ADD COLUMN "link_id" TEXT NOT NULL;
CREATE UNIQUE INDEX "review_resolution_link_id_key" ON "review_resolution"("link_id");

-- The operation log of the door (packages/access/src/log). `entry` is the text that is hashed; the other columns repeat what is searched by.
CREATE TABLE access_log (
  seq BIGINT PRIMARY KEY,
  at TIMESTAMPTZ(3) NOT NULL,
  class TEXT NOT NULL,
  account TEXT,
  action TEXT NOT NULL,
  target_type TEXT,
  target_id TEXT,
  department TEXT,
  outcome TEXT NOT NULL,
  entry TEXT NOT NULL,
  hash TEXT NOT NULL
);
CREATE INDEX access_log_at ON access_log (at);
CREATE INDEX access_log_account ON access_log (account, seq);
CREATE INDEX access_log_action ON access_log (action, seq);
CREATE INDEX access_log_target ON access_log (target_type, target_id, seq);

CREATE FUNCTION access_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '操作日志只可追加 / the operation log is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER access_log_kept BEFORE UPDATE OR DELETE ON access_log FOR EACH ROW EXECUTE FUNCTION access_kept();
CREATE TRIGGER access_log_whole BEFORE TRUNCATE ON access_log FOR EACH STATEMENT EXECUTE FUNCTION access_kept();
