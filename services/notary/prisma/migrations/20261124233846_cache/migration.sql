-- CreateTable
CREATE TABLE "cache_position" (
    "partition" INTEGER NOT NULL,
    "owner" TEXT NOT NULL,
    "offset" BIGINT NOT NULL,
    "answered" JSONB NOT NULL,

    CONSTRAINT "cache_position_pkey" PRIMARY KEY ("partition")
);

-- CreateTable
CREATE TABLE "cached_case" (
    "partition" INTEGER NOT NULL,
    "case_number" TEXT NOT NULL,
    "next" INTEGER NOT NULL,
    "head" TEXT,
    "last" TEXT,
    "state" TEXT NOT NULL,

    CONSTRAINT "cached_case_pkey" PRIMARY KEY ("partition","case_number")
);

-- CreateTable
CREATE TABLE "cached_link" (
    "partition" INTEGER NOT NULL,
    "case_number" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "cached_link_pkey" PRIMARY KEY ("partition","case_number","seq")
);
