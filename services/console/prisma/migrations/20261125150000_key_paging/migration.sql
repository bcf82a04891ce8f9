-- What was refused, and what was mended since, is read along indexes of its own, what moved last first.
CREATE INDEX "case_view_list_refused" ON "case_view" ("stage_at" DESC NULLS LAST, "case_number") WHERE stage = 'refused';
CREATE INDEX "case_view_list_amended" ON "case_view" ("stage_at" DESC NULLS LAST, "case_number") WHERE round > 1 AND stage <> 'refused';
-- Records put aside, of any state.
CREATE INDEX "parked_view_list" ON "parked_view" ("at" DESC NULLS LAST, "id");
DROP INDEX "parked_view_at";

-- Behind row level security PostgreSQL asks no trigram index: what it compares with might be told to somebody in an error. This function asks it, as a reader whom the wall
-- lets through, and holds what it finds to the scope by itself: to the same two functions that the wall asks.
DO $do$
BEGIN
  EXECUTE format($make$
    CREATE FUNCTION console_found(patterns text[], most integer) RETURNS SETOF text
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = %I, pg_temp AS
    $$
    DECLARE
      -- One condition for each pattern: an index serves LIKE, and not LIKE ALL.
      conditions text := (SELECT string_agg(format('text LIKE ($1)[%%s]', n), ' AND ') FROM generate_subscripts(patterns, 1) n);
    BEGIN
      IF conditions IS NULL THEN RETURN; END IF;
      RETURN QUERY EXECUTE 'SELECT case_number FROM case_view WHERE ' || conditions ||
        CASE WHEN console_city() THEN '' ELSE ' AND department_uscc = ANY ($2)' END || ' LIMIT $3'
        USING patterns, console_departments(), most;
    END
    $$
  $make$, current_schema());
  -- Where there is no such reader (infra/local/src/roles.ts makes it), the function runs as whoever owns the tables, whom the wall holds back: it finds the same and reads every row for it.
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'console_reader') AND pg_has_role(current_user, 'console_reader', 'SET') THEN
    EXECUTE format('GRANT USAGE, CREATE ON SCHEMA %I TO console_reader', current_schema());
    GRANT SELECT ON case_view TO console_reader;
    CREATE POLICY whole ON case_view FOR SELECT TO console_reader USING (true);
    ALTER FUNCTION console_found(text[], integer) OWNER TO console_reader;
    EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM console_reader', current_schema());
  END IF;
END
$do$;
