-- Departments, people, posts, matters, drafts and what is inherited. Rows that belong to departments are walled off a second time: whoever asks without saying for whom
-- sees nothing and changes nothing, also where a handler forgot to ask the policy. The owner of the tables is held to it as well.

CREATE FUNCTION registry_city() RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT coalesce(current_setting('guidang.scope', true), '') = '*' $$;
CREATE FUNCTION registry_covers(department TEXT) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT coalesce(current_setting('guidang.scope', true), '') = '*'
      OR department = ANY (string_to_array(coalesce(current_setting('guidang.scope', true), ''), ',')) $$;

CREATE TABLE department (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('unit', 'section')),
  name TEXT NOT NULL,
  parent TEXT REFERENCES department,
  fonds TEXT UNIQUE,
  position INTEGER NOT NULL,
  active BOOLEAN NOT NULL,
  version INTEGER NOT NULL,
  changed_at TIMESTAMPTZ(3) NOT NULL,
  changed_by TEXT
);
CREATE INDEX department_parent ON department (parent);

CREATE TABLE person (
  account TEXT PRIMARY KEY,
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  name TEXT NOT NULL,
  department TEXT REFERENCES department,
  active BOOLEAN NOT NULL,
  version INTEGER NOT NULL,
  changed_at TIMESTAMPTZ(3) NOT NULL,
  changed_by TEXT,
  UNIQUE (issuer, subject)
);

CREATE TABLE post (
  id TEXT PRIMARY KEY,
  role TEXT NOT NULL,
  title TEXT NOT NULL,
  department TEXT REFERENCES department,
  active BOOLEAN NOT NULL,
  version INTEGER NOT NULL,
  changed_at TIMESTAMPTZ(3) NOT NULL,
  changed_by TEXT
);

CREATE TABLE holding (
  post TEXT NOT NULL REFERENCES post,
  account TEXT NOT NULL REFERENCES person,
  from_at TIMESTAMPTZ(3) NOT NULL,
  until_at TIMESTAMPTZ(3),
  given_by TEXT,
  PRIMARY KEY (post, account)
);
CREATE INDEX holding_account ON holding (account);

-- 三员分立, once more where the rows are: whatever writes here, one of the three administrators or an auditor holds nothing beside it.
CREATE FUNCTION holding_separate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  apart INTEGER;
  held INTEGER;
BEGIN
  PERFORM 1 FROM person WHERE account = NEW.account FOR UPDATE;
  SELECT count(DISTINCT role) FILTER (WHERE role IN ('system-administrator', 'security-officer', 'security-auditor', 'auditor')), count(DISTINCT role)
    INTO apart, held
    FROM holding JOIN post ON post.id = holding.post
    WHERE holding.account = NEW.account AND role <> 'user' AND (until_at IS NULL OR until_at > now());
  IF apart > 0 AND held > 1 THEN
    RAISE EXCEPTION '三员分立 / separation of duties' USING ERRCODE = 'check_violation', CONSTRAINT = 'holding_separate';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER holding_separate AFTER INSERT OR UPDATE ON holding DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION holding_separate();

CREATE TABLE matter (
  code TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  department TEXT NOT NULL REFERENCES department,
  applicants TEXT[] NOT NULL,
  kind TEXT NOT NULL,
  statutory_days INTEGER,
  promised_days INTEGER,
  active BOOLEAN NOT NULL,
  extra JSONB NOT NULL,
  version INTEGER NOT NULL,
  changed_at TIMESTAMPTZ(3) NOT NULL,
  changed_by TEXT
);
CREATE INDEX matter_department ON matter (department, code);

CREATE TABLE defaults (
  scope TEXT PRIMARY KEY,
  content JSONB NOT NULL,
  version INTEGER NOT NULL,
  changed_at TIMESTAMPTZ(3) NOT NULL,
  changed_by TEXT
);

CREATE TABLE template (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  note TEXT NOT NULL,
  content JSONB NOT NULL,
  version INTEGER NOT NULL,
  changed_at TIMESTAMPTZ(3) NOT NULL,
  changed_by TEXT
);

CREATE TABLE draft (
  id TEXT PRIMARY KEY,
  scheme_id TEXT NOT NULL,
  base_version INTEGER,
  matter TEXT NOT NULL REFERENCES matter,
  department TEXT NOT NULL REFERENCES department,
  state TEXT NOT NULL CHECK (state IN ('drafted', 'submitted', 'reviewed', 'publishing', 'published', 'discarded')),
  content JSONB NOT NULL,
  owner TEXT NOT NULL,
  comment TEXT NOT NULL,
  reviewed_by TEXT,
  published_by TEXT,
  published_version INTEGER,
  value TEXT,
  version INTEGER NOT NULL,
  created_at TIMESTAMPTZ(3) NOT NULL,
  changed_at TIMESTAMPTZ(3) NOT NULL,
  changed_by TEXT,
  UNIQUE (scheme_id, published_version)
);
CREATE INDEX draft_department ON draft (department, changed_at);
CREATE INDEX draft_matter ON draft (matter, changed_at);
CREATE INDEX draft_state ON draft (state, changed_at);

-- Closed cases as capture counted them, followed from archive.capture; read again from there where they are lost.
CREATE TABLE past_case (
  case_number TEXT PRIMARY KEY,
  matter TEXT NOT NULL,
  department TEXT NOT NULL,
  scheme_id TEXT NOT NULL,
  scheme_version INTEGER NOT NULL,
  round INTEGER NOT NULL,
  closed_at TIMESTAMPTZ(3) NOT NULL,
  partition INTEGER NOT NULL,
  "offset" BIGINT NOT NULL,
  dossier TEXT NOT NULL
);
CREATE INDEX past_case_matter ON past_case (matter, closed_at DESC, case_number);
CREATE TABLE followed (
  topic TEXT NOT NULL,
  partition INTEGER NOT NULL,
  next BIGINT NOT NULL,
  PRIMARY KEY (topic, partition)
);

-- What an import did not take, until it is mended.
CREATE TABLE error_sheet (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  made_at TIMESTAMPTZ(3) NOT NULL,
  content JSONB NOT NULL
);

ALTER TABLE department ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON department FOR SELECT USING (true);
CREATE POLICY changed ON department FOR ALL USING (registry_city()) WITH CHECK (registry_city());
ALTER TABLE person ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY within ON person FOR ALL USING (registry_city()) WITH CHECK (registry_city());
ALTER TABLE post ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY within ON post FOR ALL USING (registry_city()) WITH CHECK (registry_city());
ALTER TABLE holding ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY within ON holding FOR ALL USING (registry_city()) WITH CHECK (registry_city());
ALTER TABLE matter ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON matter FOR SELECT USING (true);
CREATE POLICY changed ON matter FOR ALL USING (registry_covers(department)) WITH CHECK (registry_covers(department));
ALTER TABLE defaults ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON defaults FOR SELECT USING (true);
CREATE POLICY changed ON defaults FOR ALL USING (registry_covers(scope)) WITH CHECK (registry_covers(scope));
ALTER TABLE template ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON template FOR SELECT USING (true);
CREATE POLICY changed ON template FOR ALL USING (registry_city()) WITH CHECK (registry_city());
ALTER TABLE draft ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY within ON draft FOR ALL USING (registry_covers(department)) WITH CHECK (registry_covers(department));
ALTER TABLE past_case ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY within ON past_case FOR ALL USING (registry_covers(department)) WITH CHECK (registry_covers(department));

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
