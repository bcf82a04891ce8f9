-- 定期检测: when each package was stored and looked at last, and what every look found.
ALTER TABLE "case_view" ADD COLUMN "stored_at" TIMESTAMPTZ(3), ADD COLUMN "looked_at" TIMESTAMPTZ(3), ADD COLUMN "inspection" TEXT;

CREATE TABLE "inspection_view" (
    "link" TEXT NOT NULL,
    "case_number" TEXT NOT NULL,
    "department_uscc" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "damaged" TEXT[] NOT NULL,
    "copies" JSONB NOT NULL,
    "counts" JSONB NOT NULL,
    "findings" JSONB NOT NULL,

    CONSTRAINT "inspection_view_pkey" PRIMARY KEY ("link")
);
CREATE INDEX "inspection_view_case" ON "inspection_view" ("case_number", "at" DESC);
CREATE INDEX "inspection_view_at" ON "inspection_view" ("at");
ALTER TABLE inspection_view ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY within ON inspection_view FOR ALL
  USING ((SELECT console_city()) OR department_uscc = ANY ((SELECT console_departments())::text[]));

-- Packages by when they were looked at last, and those in which something was found.
CREATE INDEX "case_view_list_looked" ON "case_view" ("looked_at" DESC NULLS LAST, "case_number") WHERE looked_at IS NOT NULL;
CREATE INDEX "case_view_list_faulty" ON "case_view" ("looked_at" DESC NULLS LAST, "case_number") WHERE inspection IN ('damaged', 'attention');

-- The links are read anew: what they said of this was passed over.
TRUNCATE case_view, link_view, file_view, open_finding, refusal, use_view, parked_view, log_tip, unreadable, followed;
