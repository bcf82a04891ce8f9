-- CreateTable
CREATE TABLE "allocation" (
    "series" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "case_number" TEXT NOT NULL,

    CONSTRAINT "allocation_pkey" PRIMARY KEY ("series","number")
);

-- CreateTable
CREATE TABLE "allocation_read" (
    "partition" INTEGER NOT NULL,
    "next" BIGINT NOT NULL,

    CONSTRAINT "allocation_read_pkey" PRIMARY KEY ("partition")
);

-- CreateIndex
CREATE UNIQUE INDEX "allocation_case_number_key" ON "allocation"("case_number");
