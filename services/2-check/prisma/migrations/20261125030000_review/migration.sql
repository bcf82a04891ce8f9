-- CreateTable
CREATE TABLE "review_case" (
    "case_number" TEXT NOT NULL,
    "standing" TEXT NOT NULL,
    "why" TEXT NOT NULL,
    "round" INTEGER NOT NULL,
    "department" TEXT NOT NULL,
    "matter" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "link" TEXT NOT NULL,
    "files" JSONB NOT NULL,

    CONSTRAINT "review_case_pkey" PRIMARY KEY ("case_number")
);

-- CreateTable
CREATE TABLE "review_finding" (
    "case_number" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "persons" INTEGER NOT NULL,
    "finding" JSONB NOT NULL,
    "accepted_by" TEXT[],
    "settled" TEXT,
    "claimed_by" TEXT,
    "claimed_until" TIMESTAMPTZ(3),

    CONSTRAINT "review_finding_pkey" PRIMARY KEY ("case_number","key")
);

-- CreateTable
CREATE TABLE "review_resolution" (
    "id" TEXT NOT NULL,
    "case_number" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "resolution" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "published_at" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL,
    "why" TEXT,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "review_resolution_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "followed" (
    "partition" INTEGER NOT NULL,
    "next" BIGINT NOT NULL,

    CONSTRAINT "followed_pkey" PRIMARY KEY ("partition")
);

-- CreateIndex
CREATE INDEX "review_case_standing_since_case_number_idx" ON "review_case"("standing", "since", "case_number");

-- AddForeignKey
ALTER TABLE "review_finding" ADD CONSTRAINT "review_finding_case_number_fkey" FOREIGN KEY ("case_number") REFERENCES "review_case"("case_number") ON DELETE CASCADE ON UPDATE CASCADE;
