import { setTimeout as sleep } from 'node:timers/promises';
import type { SqlDoor } from '@guidang/stream';
import { ARCHIVED } from './list-cases.ts';

/** Sizes of packages, smallest first. */
export const SIZES = ['< 1 MiB', '1–10 MiB', '10–100 MiB', '≥ 100 MiB'] as const;

const held = (about: string, label: string): string =>
  `SELECT '${about}' AS about, ${label} AS label, count(*) AS n0, sum(files) AS n1, sum(package_size) AS n2 FROM held GROUP BY 2`;
/** All tables of one department and year ($1, $2), each case read once. What is held is in one of the stages $3. */
const TOTALS = `
  WITH held AS MATERIALIZED (
    SELECT case_number, year, category, coalesce(prolonged, retention) AS retention, department_name, matter_name, outcome, files, coalesce(package_size, 0) AS package_size
    FROM case_view WHERE department_uscc = $1 AND year = $2 AND stage = ANY($3::text[]))
  INSERT INTO statistic_total (about, department_uscc, year, label, n0, n1, n2)
  SELECT about, $1, $2, coalesce(label, '—'), coalesce(sum(n0), 0), coalesce(sum(n1), 0), coalesce(sum(n2), 0) FROM (
    ${held('year', 'year::text')}
    UNION ALL ${held('category', 'category')}
    UNION ALL ${held('retention', 'retention')}
    UNION ALL ${held('department', 'department_name')}
    UNION ALL ${held('matter', 'matter_name')}
    UNION ALL ${held('outcome', 'outcome')}
    UNION ALL SELECT 'size', CASE WHEN package_size < 1048576 THEN '${SIZES[0]}' WHEN package_size < 10485760 THEN '${SIZES[1]}'
                                  WHEN package_size < 104857600 THEN '${SIZES[2]}' ELSE '${SIZES[3]}' END, count(*), sum(package_size), 0
              FROM held GROUP BY 2
    UNION ALL SELECT 'format', f.format, count(*), sum(f.size), 0
              FROM file_view f JOIN held USING (case_number) WHERE f.state = 'in-force' GROUP BY 2
    UNION ALL SELECT 'quality', department_name, count(*),
                     count(*) FILTER (WHERE EXISTS (SELECT 1 FROM refusal r WHERE r.case_number = c.case_number AND r.step = 'check')), 0
              FROM case_view c WHERE department_uscc = $1 AND year = $2 AND closed_at IS NOT NULL GROUP BY 2
  ) added GROUP BY about, 4 RETURNING 1`;

interface Stale {
  readonly department_uscc: string;
  readonly year: number;
  readonly marks: bigint;
}

/**
 * Adds up anew the department and year that waits longest since a case of it has changed. @param city a door that sees the whole city
 * @returns false where nothing has changed, or another process adds up @throws what failed; that department and year is put off, the others are not held up
 */
export async function addUpOne(city: SqlDoor): Promise<boolean> {
  let taken: Stale | undefined;
  try {
    return await city.together(async (tx) => {
      // One at a time: of two that add up the same, one would take away a mark that it has not seen the change of.
      const [alone] = await tx.query<{ mine: boolean }>(
        "SELECT pg_try_advisory_xact_lock(hashtext(current_schema() || '.statistic_total')) AS mine",
      );
      if (alone?.mine !== true) return false;
      [taken] = await tx.query<Stale>(
        `SELECT department_uscc, year, marks FROM statistic_stale WHERE since <= now() ORDER BY since, department_uscc, year LIMIT 1`,
      );
      if (taken === undefined) return false;
      const cell = [taken.department_uscc, taken.year];
      await tx.query('DELETE FROM statistic_total WHERE department_uscc = $1 AND year = $2 RETURNING 1', ...cell);
      await tx.query(TOTALS, ...[...cell, [...ARCHIVED]]);
      // Taken away last, and only as it was read: nobody who changes a case waits while we add up, and what was marked meanwhile waits for its turn again.
      const gone = await tx.query(
        'DELETE FROM statistic_stale WHERE department_uscc = $1 AND year = $2 AND marks = $3 RETURNING 1',
        ...[...cell, taken.marks],
      );
      if (gone.length === 0) await putOff(tx, taken, 0);
      return true;
    });
  } catch (error) {
    if (taken !== undefined) await putOff(city, taken, FAILED_S);
    throw error;
  }
}

const putOff = (sql: SqlDoor, { department_uscc, year }: Stale, seconds: number): Promise<unknown> =>
  sql.query(
    `UPDATE statistic_stale SET since = clock_timestamp() + $3 * interval '1 second' WHERE department_uscc = $1 AND year = $2 RETURNING 1`,
    ...[department_uscc, year, seconds],
  );
/** What failed once is left alone that long. */
const FAILED_S = 300;
const PAUSE_MS = 2_000;

/**
 * Keeps what is added up near to what is so: a change is in it some seconds later. At least half of the time is left to others, however much changes.
 * @returns how it is ended
 */
export function keepTotals(city: SqlDoor, failed: (error: unknown) => void): () => Promise<void> {
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) {
      const begun = performance.now();
      const moved = await addUpOne(city).catch((error: unknown) => {
        failed(error);
        return false;
      });
      const pause = moved ? performance.now() - begun : PAUSE_MS;
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return () => {
    stopping.abort();
    return running;
  };
}
