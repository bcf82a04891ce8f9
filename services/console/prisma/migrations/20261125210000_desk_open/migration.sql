-- The tables are looked at as the whole city: row level security holds this role as any other.
SELECT set_config('guidang.scope', '*', true);

-- A package is held by its list until what was decided about it is read back, and not only until it is approved. What was approved and not read back yet is held again; of several such lists, by the first.
UPDATE desk_item i SET open = true
FROM (SELECT DISTINCT ON (i.case_number) i.case_number, i.list
      FROM desk_item i JOIN desk_list l ON l.id = i.list
      WHERE l.state = 'approved' AND NOT i.open AND NOT EXISTS (SELECT 1 FROM decided_view d WHERE d.list = l.id::text AND d.case_number = i.case_number)
        AND NOT EXISTS (SELECT 1 FROM desk_item o WHERE o.case_number = i.case_number AND o.open)
      ORDER BY i.case_number, l.decided_at) held
WHERE i.list = held.list AND i.case_number = held.case_number;

-- What counts under another class since an adjustment is listed and added up there.
UPDATE case_view SET category = coalesce(substring(series FROM '^[^-]*-(.+)·[0-9]{4}·(?:Y|D[0-9]{1,3})(?:·|$)'), '') WHERE series IS NOT NULL;
