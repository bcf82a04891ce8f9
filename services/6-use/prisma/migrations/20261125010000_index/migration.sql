-- Parts of words are found by trigrams. Where the database has the extension already this does nothing and needs no right to it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateTable
CREATE TABLE "indexed_case" (
    "case_number" TEXT NOT NULL,
    "reference_code" TEXT NOT NULL,
    "matter_code" TEXT NOT NULL,
    "matter_name" TEXT NOT NULL,
    "department_uscc" TEXT NOT NULL,
    "department_name" TEXT NOT NULL,
    "fonds" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "applicant_kind" TEXT NOT NULL,
    "scheme_id" TEXT NOT NULL,
    "scheme_version" INTEGER NOT NULL,
    "sharing" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3) NOT NULL,
    "year" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "package" TEXT NOT NULL,
    "files" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "words" tsvector NOT NULL,
    "cutter" TEXT NOT NULL,
    "forgotten_at" TIMESTAMPTZ(3),

    CONSTRAINT "indexed_case_pkey" PRIMARY KEY ("case_number")
);

-- CreateTable
CREATE TABLE "indexed_file" (
    "case_number" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "path" TEXT NOT NULL,
    "material" TEXT NOT NULL,
    "item" TEXT,
    "group" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "puid" TEXT,

    CONSTRAINT "indexed_file_pkey" PRIMARY KEY ("case_number","position")
);

-- CreateTable
CREATE TABLE "personal_entry" (
    "case_number" TEXT NOT NULL,
    "salt" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "words" tsvector NOT NULL,

    CONSTRAINT "personal_entry_pkey" PRIMARY KEY ("case_number")
);

-- CreateTable
CREATE TABLE "person" (
    "case_number" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "identity_type" TEXT NOT NULL,
    "identity" BYTEA NOT NULL,

    CONSTRAINT "person_pkey" PRIMARY KEY ("case_number","role")
);

-- CreateTable
CREATE TABLE "use_request" (
    "request_id" TEXT NOT NULL,
    "case_number" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3),
    "published_at" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "detail" TEXT,
    "copy_id" TEXT,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "use_request_pkey" PRIMARY KEY ("request_id","case_number")
);

-- CreateTable
CREATE TABLE "use_copy" (
    "copy_id" TEXT NOT NULL,
    "case_number" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "reference_code" TEXT NOT NULL,
    "matter_name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "content" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "pages" INTEGER NOT NULL,
    "link" TEXT NOT NULL,

    CONSTRAINT "use_copy_pkey" PRIMARY KEY ("copy_id")
);

-- CreateTable
CREATE TABLE "followed" (
    "partition" INTEGER NOT NULL,
    "next" BIGINT NOT NULL,

    CONSTRAINT "followed_pkey" PRIMARY KEY ("partition")
);

-- CreateIndex
CREATE INDEX "indexed_case_reference_code" ON "indexed_case"("reference_code");

-- CreateIndex
CREATE INDEX "indexed_case_text" ON "indexed_case" USING GIN ("text" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "indexed_case_words" ON "indexed_case" USING GIN ("words");

-- CreateIndex
CREATE INDEX "indexed_case_newest" ON "indexed_case"("closed_at" DESC, "case_number");

-- CreateIndex
CREATE INDEX "personal_entry_text" ON "personal_entry" USING GIN ("text" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "personal_entry_words" ON "personal_entry" USING GIN ("words");

-- CreateIndex
CREATE INDEX "person_identity" ON "person"("identity");

-- CreateIndex
CREATE INDEX "use_copy_case" ON "use_copy"("case_number");

-- AddForeignKey
ALTER TABLE "indexed_file" ADD CONSTRAINT "indexed_file_case_number_fkey" FOREIGN KEY ("case_number") REFERENCES "indexed_case"("case_number") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "personal_entry" ADD CONSTRAINT "personal_entry_case_number_fkey" FOREIGN KEY ("case_number") REFERENCES "indexed_case"("case_number") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person" ADD CONSTRAINT "person_case_number_fkey" FOREIGN KEY ("case_number") REFERENCES "personal_entry"("case_number") ON DELETE CASCADE ON UPDATE CASCADE;



