-- 清册: what one person proposes for packages and another approves, and what was decided of it, as it lies in case.decisions.
ALTER TABLE "case_view" ADD COLUMN "ends_at" TIMESTAMPTZ(3), ADD COLUMN "prolonged" TEXT, ADD COLUMN "disposal" TEXT, ADD COLUMN "series" TEXT;

CREATE TABLE "decided_view" (
    "id" TEXT NOT NULL,
    "case_number" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "list" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "topic" TEXT NOT NULL,
    "partition" INTEGER NOT NULL,
    "offset" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "decided_view_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "decided_view_case" ON "decided_view" ("case_number");
CREATE INDEX "decided_view_list" ON "decided_view" ("list");
ALTER TABLE decided_view ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY within ON decided_view FOR ALL
  USING ((SELECT console_city()) OR EXISTS (SELECT 1 FROM case_view c WHERE c.case_number = decided_view.case_number));

-- A list of one department is that department's; one over several is the city's.
CREATE TABLE "desk_list" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "department_uscc" TEXT,
    "retention" TEXT,
    "receiver" TEXT,
    "scheme_id" TEXT,
    "scheme_version" INTEGER,
    "rule" TEXT,
    "reason" TEXT NOT NULL,
    "proposed_by" TEXT NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "items" INTEGER NOT NULL,
    "files" INTEGER NOT NULL,
    "bytes" BIGINT NOT NULL,
    "digest" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "opinion" TEXT,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "desk_list_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "desk_list_proposed" ON "desk_list" ("proposed_at" DESC NULLS LAST, "id");
ALTER TABLE desk_list ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY within ON desk_list FOR ALL
  USING ((SELECT console_city()) OR department_uscc = ANY ((SELECT console_departments())::text[]));

CREATE TABLE "desk_item" (
    "list" UUID NOT NULL,
    "case_number" TEXT NOT NULL,
    "department_uscc" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "open" BOOLEAN NOT NULL,
    "kept" JSONB NOT NULL,

    CONSTRAINT "desk_item_pkey" PRIMARY KEY ("list", "case_number")
);
-- A package stands in one undecided list at most.
CREATE UNIQUE INDEX "desk_item_open" ON "desk_item" ("case_number") WHERE open;
ALTER TABLE desk_item ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY within ON desk_item FOR ALL
  USING ((SELECT console_city()) OR department_uscc = ANY ((SELECT console_departments())::text[]));

-- Packages by the end of their retention, and those kept for long by when they were closed.
CREATE INDEX "case_view_list_ends" ON "case_view" ("ends_at" DESC NULLS LAST, "case_number") WHERE looked_at IS NOT NULL AND ends_at IS NOT NULL;
CREATE INDEX "case_view_list_closed_stored" ON "case_view" ("closed_at" DESC NULLS LAST, "case_number") WHERE looked_at IS NOT NULL;

-- The links are read anew: what they said of this was passed over.
TRUNCATE case_view, link_view, file_view, open_finding, refusal, use_view, inspection_view, parked_view, log_tip, unreadable, followed;
