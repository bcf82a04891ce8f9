-- A second wall: what belongs to cases is seen and changed only within the scope that a transaction or a connection has said (`guidang.scope`: `*` for the city, or
-- departments with commas between), whatever the statement says. Whoever says nothing sees nothing. The owner of the tables is held to it as well.

CREATE FUNCTION console_city() RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT coalesce(current_setting('guidang.scope', true), '') = '*' $$;
CREATE FUNCTION console_departments() RETURNS text[] LANGUAGE sql STABLE AS
$$ SELECT string_to_array(coalesce(current_setting('guidang.scope', true), ''), ',') $$;

-- Asked as sub-selects, once for a statement and not for each row.
ALTER TABLE case_view ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY within ON case_view FOR ALL
  USING ((SELECT console_city()) OR department_uscc = ANY ((SELECT console_departments())::text[]));
ALTER TABLE open_finding ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY within ON open_finding FOR ALL
  USING ((SELECT console_city()) OR department_uscc = ANY ((SELECT console_departments())::text[]));
ALTER TABLE refusal ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY within ON refusal FOR ALL
  USING ((SELECT console_city()) OR department_uscc = ANY ((SELECT console_departments())::text[]));
ALTER TABLE use_view ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY within ON use_view FOR ALL
  USING ((SELECT console_city()) OR department_uscc = ANY ((SELECT console_departments())::text[]));

-- Links and files belong to the department of their case: those of a case that is not seen are not seen.
ALTER TABLE link_view ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY within ON link_view FOR ALL
  USING ((SELECT console_city()) OR EXISTS (SELECT 1 FROM case_view c WHERE c.case_number = link_view.case_number));
ALTER TABLE file_view ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY within ON file_view FOR ALL
  USING ((SELECT console_city()) OR EXISTS (SELECT 1 FROM case_view c WHERE c.case_number = file_view.case_number));
