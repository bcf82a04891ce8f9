import type { PackageReceived, PackageTurnedAway } from '@guidang/contracts';
import type { SqlDoor } from '@guidang/stream';
import type { FixityElsewhere } from '../api/fixity.ts';
import type { ReceivedList, ReceivedRow } from '../api/received.ts';
import { described } from './findings.ts';
import { type Paging, pageOf, placeOf } from './key-paging.ts';

interface Row {
  sha256: string;
  at: Date;
  value: string;
  looked_at: Date | null;
  outcome: 'sound' | 'attention' | 'damaged' | null;
  damaged: string[] | null;
}

/** The last look at what a row of links named `l` received. */
const LOOK = `LEFT JOIN LATERAL (SELECT at AS looked_at, outcome, damaged FROM inspection_view
                                 WHERE case_number = l.case_number AND l.type = 'PackageReceived' ORDER BY at DESC LIMIT 1) i ON true`;

/** As the index of this list has it (`link_view_received`). */
const WHICH = "type IN ('PackageReceived', 'PackageTurnedAway')";

/** 接收: packages from elsewhere as store answered them, newest first. They belong to no department: whoever sees the whole city sees them. */
export async function listReceived(sql: SqlDoor, wanted: Paging): Promise<ReceivedList> {
  const [page, counted] = await Promise.all([
    pageOf(
      { column: 'at', id: 'sha256', desc: true },
      { place: placeOf(wanted), size: wanted.size, at: 0 },
      (stretch) =>
        sql.query<Row>(
          `SELECT l.sha256, l.at, l.value, i.* FROM (
             SELECT sha256, at, value, type, case_number FROM link_view WHERE ${WHICH} AND ${stretch.where} ${stretch.tail} LIMIT ${stretch.limit}) l
           ${LOOK} ${stretch.tail}`,
          ...stretch.values,
        ),
      ({ at, sha256 }) => ({ value: at.toISOString(), id: sha256 }),
    ),
    sql.query<{ n: bigint; received: bigint }>(
      `SELECT count(*) AS n, count(*) FILTER (WHERE type = 'PackageReceived') AS received FROM link_view WHERE ${WHICH}`,
    ),
  ]);
  const { n, received } = counted[0]!;
  return { ...page, total: Number(n), received: Number(received), rows: page.rows.map(shown) };
}

const MOST_ILL = 50;

/** How the rounds over packages from elsewhere stand. @param overdue looked at last, or received, before that: late */
export async function elsewhereStands(sql: SqlDoor, overdue: Date): Promise<FixityElsewhere> {
  const HELD = `(SELECT DISTINCT ON (case_number) case_number, type, at FROM link_view WHERE type = 'PackageReceived' ORDER BY case_number, at) l ${LOOK}`;
  const [[counted], ill] = await Promise.all([
    sql.query<Record<'held' | 'overdue' | 'attention' | 'damaged', bigint>>(
      `SELECT count(*) AS held, count(*) FILTER (WHERE coalesce(looked_at, at) <= $1) AS overdue,
              count(*) FILTER (WHERE outcome = 'attention') AS attention, count(*) FILTER (WHERE outcome = 'damaged') AS damaged FROM ${HELD}`,
      overdue,
    ),
    sql.query<{ case_number: string; looked_at: Date; outcome: 'attention' | 'damaged'; damaged: string[] }>(
      `SELECT l.case_number, i.* FROM ${HELD} WHERE outcome IN ('attention', 'damaged') ORDER BY outcome DESC, looked_at DESC LIMIT ${MOST_ILL}`,
    ),
  ]);
  const { held, overdue: late, attention, damaged } = counted!;
  return {
    ...{ held: Number(held), overdue: Number(late), attention: Number(attention), damaged: Number(damaged) },
    ill: ill.map(({ case_number: number, looked_at, ...found }) => ({
      ...{ number, at: looked_at.toISOString(), outcome: found.outcome, damaged: found.damaged },
    })),
  };
}

function shown({ sha256, value, looked_at, outcome: looked, damaged }: Row): ReceivedRow {
  const link = JSON.parse(value) as PackageReceived | PackageTurnedAway;
  const { handed, by } = link.body;
  const held = link.type === 'PackageReceived' ? link.body : null;
  return {
    ...{ link: sha256, number: link.case, at: link.time, by, sender: handed.sender, profile: handed.profile },
    outcome: link.type === 'PackageReceived' ? 'received' : link.body.why,
    ...{ items: handed.items, files: handed.files, bytes: handed.package.size, retention: handed.retention },
    ...{ retainUntil: held?.retainUntil ?? null, package: handed.package.content, counts: { ...handed.counts } },
    look: looked_at && looked ? { at: looked_at.toISOString(), outcome: looked, damaged: damaged ?? [] } : null,
    places: held?.copies.map(({ place }) => place) ?? [],
    findings: handed.findings.map((finding) => {
      const { item, object, code, outcome } = finding;
      const { itemZh, itemEn } = described(finding);
      const settled = handed.settled.find((one) => one.item === item && one.object === object && one.code === code);
      return { item, itemZh, itemEn, code, outcome, settled: settled?.reason ?? null };
    }),
  };
}
