-- The table follows a topic: what is in it comes again from there, with the columns that are new.
DROP TABLE "scheme";

-- CreateTable
CREATE TABLE "scheme" (
    "scheme_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    "department" TEXT NOT NULL,
    "matter" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "scheme_pkey" PRIMARY KEY ("scheme_id","version")
);

-- CreateIndex
CREATE INDEX "scheme_department_idx" ON "scheme"("department");

-- CreateIndex
CREATE INDEX "scheme_matter_idx" ON "scheme"("matter");
