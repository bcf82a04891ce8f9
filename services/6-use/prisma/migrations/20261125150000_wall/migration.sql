-- A second wall: what is of cases is seen and changed only by whom a transaction or a connection has said to be (`guidang.sees`: `*` for the service's own work, `archivist`,
-- `department:<account>`, or `copy:<id>` for whoever holds a copy in hand), whatever the statement says. Whoever says nothing sees nothing. The owner of the tables is held
-- to it as well.

CREATE FUNCTION use_sees() RETURNS text LANGUAGE sql STABLE AS
$$ SELECT coalesce(current_setting('guidang.sees', true), '') $$;
-- The account of a department; null for everybody else.
CREATE FUNCTION use_department() RETURNS text LANGUAGE sql STABLE AS
$$ SELECT substring(coalesce(current_setting('guidang.sees', true), '') FROM '^department:(.+)$') $$;
CREATE FUNCTION use_copy_in_hand() RETURNS text LANGUAGE sql STABLE AS
$$ SELECT substring(coalesce(current_setting('guidang.sees', true), '') FROM '^copy:(.+)$') $$;

-- Asked as sub-selects, once for a statement and not for each row.
ALTER TABLE indexed_case ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON indexed_case FOR ALL USING ((SELECT use_sees()) = '*');
CREATE POLICY seen ON indexed_case FOR SELECT
  USING ((SELECT use_sees()) = 'archivist' OR ((SELECT use_department()) IS NOT NULL AND sharing <> 'none'));
ALTER TABLE indexed_file ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON indexed_file FOR ALL USING ((SELECT use_sees()) = '*');
CREATE POLICY seen ON indexed_file FOR SELECT
  USING (EXISTS (SELECT 1 FROM indexed_case c WHERE c.case_number = indexed_file.case_number));

-- People are told to archivists alone.
ALTER TABLE personal_entry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON personal_entry FOR ALL USING ((SELECT use_sees()) = '*');
CREATE POLICY seen ON personal_entry FOR SELECT USING ((SELECT use_sees()) = 'archivist');
ALTER TABLE person ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON person FOR ALL USING ((SELECT use_sees()) = '*');
CREATE POLICY seen ON person FOR SELECT USING ((SELECT use_sees()) = 'archivist');

-- Requests and copies are their account's; a copy is also known to whoever has it and asks whether it is genuine.
ALTER TABLE use_request ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON use_request FOR ALL USING ((SELECT use_sees()) = '*');
CREATE POLICY seen ON use_request FOR SELECT
  USING ((SELECT use_sees()) = 'archivist' OR account = (SELECT use_department()));
ALTER TABLE use_copy ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON use_copy FOR ALL USING ((SELECT use_sees()) = '*');
CREATE POLICY seen ON use_copy FOR SELECT
  USING ((SELECT use_sees()) = 'archivist' OR account = (SELECT use_department()) OR copy_id = (SELECT use_copy_in_hand()));

-- What the step remembers is nobody's to see.
ALTER TABLE cached_case ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON cached_case FOR ALL USING ((SELECT use_sees()) = '*');
ALTER TABLE cached_link ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON cached_link FOR ALL USING ((SELECT use_sees()) = '*');

-- Behind row level security PostgreSQL asks neither index of words: what they compare with might be told to somebody in an error. This function asks them, as a reader whom
-- the wall lets through, for archivists alone. For each term: cases in which it is found as a part of a text or by its words (null: not looked for so).
DO $do$
BEGIN
  EXECUTE format($make$
    CREATE FUNCTION use_found(parts text[], words text[]) RETURNS SETOF text
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = %I, pg_temp AS
    $$
    DECLARE
      hits text := (
        SELECT string_agg(format('(SELECT case_number FROM indexed_case WHERE %%1$s UNION SELECT case_number FROM personal_entry WHERE %%1$s)', ways), ' INTERSECT ')
        FROM (SELECT concat_ws(' OR ',
                       CASE WHEN parts[n] IS NOT NULL THEN format('text LIKE ($1)[%%s]', n) END,
                       CASE WHEN words[n] IS NOT NULL THEN format('words @@ ($2)[%%s]::tsquery', n) END) AS ways
              FROM generate_subscripts(parts, 1) n) terms);
    BEGIN
      IF hits IS NULL OR use_sees() NOT IN ('*', 'archivist') THEN RETURN; END IF;
      RETURN QUERY EXECUTE hits USING parts, words;
    END
    $$
  $make$, current_schema());
  -- Where there is no such reader (infra/local/src/roles.ts makes it), the function runs as whoever owns the tables, whom the wall holds back: it finds the same and reads every
  -- row for it.
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'use_reader') AND pg_has_role(current_user, 'use_reader', 'SET') THEN
    EXECUTE format('GRANT USAGE, CREATE ON SCHEMA %I TO use_reader', current_schema());
    GRANT SELECT ON indexed_case, personal_entry TO use_reader;
    CREATE POLICY whole ON indexed_case FOR SELECT TO use_reader USING (true);
    CREATE POLICY whole ON personal_entry FOR SELECT TO use_reader USING (true);
    ALTER FUNCTION use_found(text[], text[]) OWNER TO use_reader;
    EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM use_reader', current_schema());
  END IF;
END
$do$;
