-- CreateTable
CREATE TABLE "api_key" (
    "id" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "departments" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "known_case" (
    "case_number" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "department" TEXT NOT NULL,

    CONSTRAINT "known_case_pkey" PRIMARY KEY ("case_number")
);

-- CreateTable
CREATE TABLE "feedback" (
    "partition" INTEGER NOT NULL,
    "offset" BIGINT NOT NULL,
    "case_number" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "body" JSONB NOT NULL,

    CONSTRAINT "feedback_pkey" PRIMARY KEY ("partition","offset")
);

-- CreateTable
CREATE TABLE "followed" (
    "topic" TEXT NOT NULL,
    "partition" INTEGER NOT NULL,
    "next" BIGINT NOT NULL,

    CONSTRAINT "followed_pkey" PRIMARY KEY ("topic","partition")
);

-- CreateTable
CREATE TABLE "request" (
    "key_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "status" INTEGER,
    "answer" JSONB,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "request_pkey" PRIMARY KEY ("key_id","name")
);

-- CreateIndex
CREATE INDEX "feedback_case_number_offset_idx" ON "feedback"("case_number", "offset");

-- CreateIndex
CREATE INDEX "feedback_at_idx" ON "feedback"("at");

-- CreateIndex
CREATE INDEX "request_expires_at_idx" ON "request"("expires_at");


