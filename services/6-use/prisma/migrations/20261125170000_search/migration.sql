-- A page of what is found, by a reader whom the wall lets through (see the wall), for archivists alone. What is rare is found by its indexes and sorted; where every term is
-- common (found in more than `most_rare` cases), cases are walked along their order and asked for the words, since all of them would have to be sorted otherwise. Counted as far as anybody pages (`most_counted`).
DROP FUNCTION use_found(text[], text[]);
DO $do$
BEGIN
  EXECUTE format($make$
    CREATE FUNCTION use_found(parts text[], words text[], exact text, page_size integer, skipped integer, most_rare integer, most_counted integer)
    RETURNS TABLE (case_number text, total integer)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = %I, pg_temp AS
    $$
    #variable_conflict use_column
    DECLARE
      ways text; hits text[]; rarest text[]; found bigint;
      conditions text := '';
    BEGIN
      IF use_sees() NOT IN ('*', 'archivist') OR coalesce(cardinality(parts), 0) = 0 THEN RETURN; END IF;
      FOR n IN 1 .. cardinality(parts) LOOP
        -- A term is found as a part of a text or by its words (null: not looked for so), of the case or of the people in it.
        ways := concat_ws(' OR ',
          CASE WHEN parts[n] IS NOT NULL THEN format('ROW.text LIKE ($1)[%%s]', n) END,
          CASE WHEN words[n] IS NOT NULL THEN format('ROW.words @@ ($2)[%%s]::tsquery', n) END);
        EXECUTE 'SELECT array_agg(DISTINCT one.case_number) FROM (
                   (SELECT case_number FROM indexed_case WHERE ' || replace(ways, 'ROW.', '') || ' LIMIT $3)
                   UNION ALL (SELECT case_number FROM personal_entry WHERE ' || replace(ways, 'ROW.', '') || ' LIMIT $3)) one'
          INTO hits USING parts, words, most_rare + 1;
        IF hits IS NULL THEN RETURN; END IF;
        IF cardinality(hits) <= most_rare AND (rarest IS NULL OR cardinality(hits) < cardinality(rarest)) THEN rarest := hits; END IF;
        conditions := conditions || ' AND (' || replace(ways, 'ROW.', 'c.') ||
          ' OR EXISTS (SELECT 1 FROM personal_entry p WHERE p.case_number = c.case_number AND (' || replace(ways, 'ROW.', 'p.') || ')))';
      END LOOP;
      IF rarest IS NOT NULL THEN
        RETURN QUERY EXECUTE 'SELECT c.case_number, (count(*) OVER ())::int FROM indexed_case c WHERE c.case_number = ANY ($3)' || conditions ||
          ' ORDER BY (lower(c.reference_code) = $4 OR lower(c.case_number) = $4) DESC, c.closed_at DESC, c.case_number LIMIT $5 OFFSET $6'
          USING parts, words, rarest, exact, page_size, skipped;
      ELSE
        EXECUTE 'SELECT count(*) FROM (SELECT 1 FROM indexed_case c WHERE true' || conditions || ' LIMIT $3) counted'
          INTO found USING parts, words, most_counted;
        RETURN QUERY EXECUTE 'SELECT c.case_number, $3 FROM indexed_case c WHERE true' || conditions ||
          ' ORDER BY c.closed_at DESC, c.case_number LIMIT $4 OFFSET $5'
          USING parts, words, found::int, page_size, skipped;
      END IF;
    END
    $$
  $make$, current_schema());
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'use_reader') AND pg_has_role(current_user, 'use_reader', 'SET') THEN
    EXECUTE format('GRANT CREATE ON SCHEMA %I TO use_reader', current_schema());
    ALTER FUNCTION use_found(text[], text[], text, integer, integer, integer, integer) OWNER TO use_reader;
    EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM use_reader', current_schema());
  END IF;
END
$do$;
