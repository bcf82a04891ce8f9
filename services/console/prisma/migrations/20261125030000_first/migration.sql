-- Parts of words are found by trigrams. Where the database has the extension already this does nothing and needs no right to it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateTable
CREATE TABLE "case_view" (
    "case_number" TEXT NOT NULL,
    "matter_code" TEXT NOT NULL,
    "matter_name" TEXT NOT NULL,
    "department_uscc" TEXT NOT NULL,
    "department_name" TEXT NOT NULL,
    "fonds" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "applicant_kind" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "scheme_id" TEXT NOT NULL,
    "scheme_version" INTEGER NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "promised_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "year" INTEGER,
    "stage" TEXT NOT NULL,
    "stage_at" TIMESTAMPTZ(3) NOT NULL,
    "waits_for" TEXT NOT NULL,
    "missing" TEXT[],
    "missing_since" TIMESTAMPTZ(3),
    "round" INTEGER NOT NULL,
    "materials" INTEGER NOT NULL,
    "files" INTEGER NOT NULL,
    "bytes" BIGINT NOT NULL,
    "findings" JSONB NOT NULL,
    "reference_code" TEXT,
    "category" TEXT,
    "retention" TEXT,
    "retain_until" TIMESTAMPTZ(3),
    "package" TEXT,
    "package_size" BIGINT,
    "places" INTEGER NOT NULL,
    "uses" INTEGER NOT NULL,
    "steps" JSONB NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "case_view_pkey" PRIMARY KEY ("case_number")
);

-- CreateTable
CREATE TABLE "link_view" (
    "topic" TEXT NOT NULL,
    "partition" INTEGER NOT NULL,
    "offset" BIGINT NOT NULL,
    "case_number" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "link_view_pkey" PRIMARY KEY ("topic","partition","offset")
);

-- CreateTable
CREATE TABLE "file_view" (
    "case_number" TEXT NOT NULL,
    "material" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "content" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "item" TEXT,
    "group" TEXT NOT NULL,
    "puid" TEXT,
    "format" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "pages" INTEGER,
    "state" TEXT NOT NULL,
    "captured_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "file_view_pkey" PRIMARY KEY ("case_number","material","position")
);

-- CreateTable
CREATE TABLE "open_finding" (
    "case_number" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "department_uscc" TEXT NOT NULL,
    "item" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "evidence" JSONB NOT NULL,
    "persons" INTEGER NOT NULL,
    "accepted" INTEGER NOT NULL,
    "accepted_by" TEXT[],
    "why" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "open_finding_pkey" PRIMARY KEY ("case_number","key")
);

-- CreateTable
CREATE TABLE "refusal" (
    "link" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "case_number" TEXT NOT NULL,
    "department_uscc" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "item" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "refusal_pkey" PRIMARY KEY ("link","position")
);

-- CreateTable
CREATE TABLE "use_view" (
    "link" TEXT NOT NULL,
    "case_number" TEXT NOT NULL,
    "department_uscc" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "title" TEXT,
    "copy_id" TEXT,
    "pages" INTEGER,
    "result" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "use_view_pkey" PRIMARY KEY ("link")
);

-- CreateTable
CREATE TABLE "parked_view" (
    "id" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "key" TEXT,
    "topic" TEXT NOT NULL,
    "partition" INTEGER NOT NULL,
    "offset" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "parked_view_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "log_tip" (
    "origin" TEXT NOT NULL,
    "batch" INTEGER NOT NULL,
    "size" BIGINT NOT NULL,
    "root" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "cosigned" INTEGER,
    "cosigned_at" TIMESTAMPTZ(3),
    "stamped_at" TIMESTAMPTZ(3),

    CONSTRAINT "log_tip_pkey" PRIMARY KEY ("origin")
);

-- CreateTable
CREATE TABLE "unreadable" (
    "topic" TEXT NOT NULL,
    "partition" INTEGER NOT NULL,
    "offset" BIGINT NOT NULL,
    "why" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "unreadable_pkey" PRIMARY KEY ("topic","partition","offset")
);

-- CreateTable
CREATE TABLE "followed" (
    "topic" TEXT NOT NULL,
    "partition" INTEGER NOT NULL,
    "next" BIGINT NOT NULL,

    CONSTRAINT "followed_pkey" PRIMARY KEY ("topic","partition")
);

-- CreateTable
CREATE TABLE "parked_closing" (
    "id" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "parked_closing_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_run" (
    "id" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "options" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "exit_code" INTEGER,
    "summary" JSONB,

    CONSTRAINT "audit_run_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "case_view_stage" ON "case_view"("stage", "stage_at");

-- CreateIndex
CREATE INDEX "case_view_department" ON "case_view"("department_uscc", "accepted_at" DESC);

-- CreateIndex
CREATE INDEX "case_view_newest" ON "case_view"("accepted_at" DESC, "case_number");

-- CreateIndex
CREATE INDEX "case_view_year" ON "case_view"("year", "department_uscc");

-- CreateIndex
CREATE INDEX "case_view_text" ON "case_view" USING GIN ("text" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "link_view_case" ON "link_view"("case_number");

-- CreateIndex
CREATE INDEX "link_view_sha256" ON "link_view"("sha256");

-- CreateIndex
CREATE INDEX "file_view_content" ON "file_view"("case_number", "content");

-- CreateIndex
CREATE INDEX "open_finding_since" ON "open_finding"("since");

-- CreateIndex
CREATE INDEX "refusal_at" ON "refusal"("at");

-- CreateIndex
CREATE INDEX "refusal_case" ON "refusal"("case_number");

-- CreateIndex
CREATE INDEX "use_view_case" ON "use_view"("case_number");

-- CreateIndex
CREATE INDEX "use_view_at" ON "use_view"("at");

-- CreateIndex
CREATE INDEX "parked_view_at" ON "parked_view"("at" DESC);

-- CreateIndex
CREATE INDEX "audit_run_started" ON "audit_run"("started_at" DESC);

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
