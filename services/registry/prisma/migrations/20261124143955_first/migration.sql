-- CreateTable
CREATE TABLE "scheme" (
    "digest" TEXT NOT NULL,
    "scheme_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "body" JSONB NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "scheme_pkey" PRIMARY KEY ("digest")
);

-- CreateIndex
CREATE UNIQUE INDEX "scheme_scheme_id_version_key" ON "scheme"("scheme_id", "version");
