-- Since when a department and year waits to be added up: the oldest comes first, and what failed is put off.
ALTER TABLE "statistic_stale" ADD COLUMN "since" TIMESTAMPTZ(3) NOT NULL DEFAULT now();
CREATE INDEX "statistic_stale_since" ON "statistic_stale" ("since");

-- A case that is changed is marked where it counted before as well: one that is opened anew leaves its year.
CREATE FUNCTION statistic_mark_both() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO statistic_stale AS s (department_uscc, year, marks)
  SELECT department_uscc, year, 1 FROM (SELECT department_uscc, year FROM before UNION SELECT department_uscc, year FROM changed) either
  WHERE year IS NOT NULL ORDER BY 1, 2
  ON CONFLICT (department_uscc, year) DO UPDATE SET marks = s.marks + 1;
  RETURN NULL;
END $$;
DROP TRIGGER statistic_changed ON case_view;
CREATE TRIGGER statistic_changed AFTER UPDATE ON case_view REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION statistic_mark_both();

-- Whoever empties the cases forgets all that was added up of them, whether or not they said for which departments they work: migrations say nothing of that.
CREATE OR REPLACE FUNCTION statistic_forget() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE was text := coalesce(current_setting('guidang.scope', true), '');
BEGIN
  PERFORM set_config('guidang.scope', '*', true);
  DELETE FROM statistic_total;
  PERFORM set_config('guidang.scope', was, true);
  RETURN NULL;
END $$;

-- For a migration after which statistics are to be added up anew, all of them: it sees no case itself.
CREATE FUNCTION statistic_mark_all() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  was text := coalesce(current_setting('guidang.scope', true), '');
  marked bigint;
BEGIN
  PERFORM set_config('guidang.scope', '*', true);
  INSERT INTO statistic_stale AS s (department_uscc, year, marks)
  SELECT department_uscc, year, 1 FROM (SELECT department_uscc, year FROM case_view UNION SELECT department_uscc, year FROM statistic_total) either
  WHERE year IS NOT NULL ORDER BY 1, 2
  ON CONFLICT (department_uscc, year) DO UPDATE SET marks = s.marks + 1;
  GET DIAGNOSTICS marked = ROW_COUNT;
  PERFORM set_config('guidang.scope', was, true);
  RETURN marked;
END $$;
SELECT statistic_mark_all();
