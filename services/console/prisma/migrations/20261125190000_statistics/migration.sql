-- Statistics are added up once for each department and year, and not each time somebody looks.
CREATE TABLE "statistic_total" (
    "about" TEXT NOT NULL,
    "department_uscc" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "label" TEXT NOT NULL,
    "n0" BIGINT NOT NULL,
    "n1" BIGINT NOT NULL,
    "n2" BIGINT NOT NULL,

    CONSTRAINT "statistic_total_pkey" PRIMARY KEY ("department_uscc", "year", "about", "label")
);
ALTER TABLE statistic_total ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY within ON statistic_total FOR ALL
  USING ((SELECT console_city()) OR department_uscc = ANY ((SELECT console_departments())::text[]));

-- Departments and years of which a case has changed since they were added up.
CREATE TABLE "statistic_stale" (
    "department_uscc" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "marks" BIGINT NOT NULL,

    CONSTRAINT "statistic_stale_pkey" PRIMARY KEY ("department_uscc", "year")
);
ALTER TABLE statistic_stale ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY within ON statistic_stale FOR ALL
  USING ((SELECT console_city()) OR department_uscc = ANY ((SELECT console_departments())::text[]));

-- A mark is written over and not passed over where it is there already: whoever adds up waits for whoever marks, so that no change is lost between them.
CREATE FUNCTION statistic_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO statistic_stale AS s (department_uscc, year, marks)
  SELECT DISTINCT department_uscc, year, 1 FROM changed WHERE year IS NOT NULL ORDER BY 1, 2
  ON CONFLICT (department_uscc, year) DO UPDATE SET marks = s.marks + 1;
  RETURN NULL;
END $$;
CREATE TRIGGER statistic_added AFTER INSERT ON case_view REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION statistic_mark();
CREATE TRIGGER statistic_changed AFTER UPDATE ON case_view REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION statistic_mark();
CREATE TRIGGER statistic_gone AFTER DELETE ON case_view REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION statistic_mark();

-- What is read anew from the topics begins with nothing.
CREATE FUNCTION statistic_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM statistic_total;
  RETURN NULL;
END $$;
CREATE TRIGGER statistic_emptied AFTER TRUNCATE ON case_view FOR EACH STATEMENT EXECUTE FUNCTION statistic_forget();

INSERT INTO statistic_stale (department_uscc, year, marks) SELECT DISTINCT department_uscc, year, 1 FROM case_view WHERE year IS NOT NULL;
