-- What the metadata of a package from elsewhere says: it may name people, so archivists alone see it, and it can be forgotten.
CREATE TABLE "described_value" (
    "case_number" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "element" TEXT NOT NULL,
    "zh" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "described_value_pkey" PRIMARY KEY ("case_number","position")
);
ALTER TABLE "described_value" ADD CONSTRAINT "described_value_case_number_fkey" FOREIGN KEY ("case_number") REFERENCES "indexed_case"("case_number") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE described_value ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON described_value FOR ALL USING ((SELECT use_sees()) = '*');
CREATE POLICY seen ON described_value FOR SELECT USING ((SELECT use_sees()) = 'archivist');
