-- Tables of packages/access, in the schema of the service that uses it. A migration of the service holds this text as it stands here.

-- A sign-in under way: from the door to the provider and back.
CREATE TABLE access_login (
  state_hash TEXT PRIMARY KEY,
  binding_hash TEXT NOT NULL,
  verifier TEXT NOT NULL,
  nonce TEXT NOT NULL,
  return_to TEXT NOT NULL,
  stepped_up BOOLEAN NOT NULL,
  expires_at TIMESTAMPTZ(3) NOT NULL
);

CREATE TABLE access_session (
  id_hash TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  mfa BOOLEAN NOT NULL,
  csrf TEXT NOT NULL,
  id_token TEXT,
  ip TEXT NOT NULL,
  agent TEXT NOT NULL,
  began_at TIMESTAMPTZ(3) NOT NULL,
  seen_at TIMESTAMPTZ(3) NOT NULL,
  ends_at TIMESTAMPTZ(3) NOT NULL
);
CREATE INDEX access_session_account ON access_session (account);
CREATE INDEX access_session_ends_at ON access_session (ends_at);

-- The operation log. `entry` is the text that is hashed; the other columns repeat what is searched by.
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

CREATE TABLE access_anchor (
  seq BIGINT PRIMARY KEY,
  hash TEXT NOT NULL,
  at TIMESTAMPTZ(3) NOT NULL,
  token BYTEA NOT NULL
);

CREATE FUNCTION access_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '操作日志只可追加 / the operation log is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER access_log_kept BEFORE UPDATE OR DELETE ON access_log FOR EACH ROW EXECUTE FUNCTION access_kept();
CREATE TRIGGER access_log_whole BEFORE TRUNCATE ON access_log FOR EACH STATEMENT EXECUTE FUNCTION access_kept();
CREATE TRIGGER access_anchor_kept BEFORE UPDATE OR DELETE ON access_anchor FOR EACH ROW EXECUTE FUNCTION access_kept();
CREATE TRIGGER access_anchor_whole BEFORE TRUNCATE ON access_anchor FOR EACH STATEMENT EXECUTE FUNCTION access_kept();
