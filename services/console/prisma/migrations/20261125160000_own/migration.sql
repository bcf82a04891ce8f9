-- What somebody keeps for themselves: lists they look for again, and cases they have marked. Held to the account that the transaction has said (`guidang.account`), and cases to
-- the scope as everywhere: what is no longer seen is no longer among them.

CREATE FUNCTION console_account() RETURNS text LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('guidang.account', true), '') $$;

CREATE TABLE "saved_search" (
    "id" UUID NOT NULL,
    "account" TEXT NOT NULL,
    "page" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_search_pkey" PRIMARY KEY ("account", "id")
);
CREATE INDEX "saved_search_account" ON "saved_search" ("account", "page", "at");
ALTER TABLE saved_search ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON saved_search FOR ALL USING (account = (SELECT console_account()));

CREATE TABLE "favourite" (
    "account" TEXT NOT NULL,
    "case_number" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "favourite_pkey" PRIMARY KEY ("account", "case_number")
);
ALTER TABLE favourite ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON favourite FOR ALL
  USING (account = (SELECT console_account()) AND EXISTS (SELECT 1 FROM case_view c WHERE c.case_number = favourite.case_number));
