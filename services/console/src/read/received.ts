import type { PackageReceived, PackageTurnedAway } from '@guidang/contracts';
import type { SqlDoor } from '@guidang/stream';
import type { ReceivedList, ReceivedRow } from '../api/received.ts';
import { described } from './findings.ts';
import { type Paging, pageOf, placeOf } from './key-paging.ts';

interface Row {
  sha256: string;
  at: Date;
  value: string;
}

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
          `SELECT sha256, at, value FROM link_view WHERE ${WHICH} AND ${stretch.where} ${stretch.tail} LIMIT ${stretch.limit}`,
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

function shown({ sha256, value }: Row): ReceivedRow {
  const link = JSON.parse(value) as PackageReceived | PackageTurnedAway;
  const { handed, by } = link.body;
  const held = link.type === 'PackageReceived' ? link.body : null;
  return {
    ...{ link: sha256, number: link.case, at: link.time, by, sender: handed.sender, profile: handed.profile },
    outcome: link.type === 'PackageReceived' ? 'received' : link.body.why,
    ...{ items: handed.items, files: handed.files, bytes: handed.package.size, retention: handed.retention },
    ...{ retainUntil: held?.retainUntil ?? null, package: handed.package.content, counts: { ...handed.counts } },
    places: held?.copies.map(({ place }) => place) ?? [],
    findings: handed.findings.map((finding) => {
      const { item, object, code, outcome } = finding;
      const { itemZh, itemEn } = described(finding);
      const settled = handed.settled.find((one) => one.item === item && one.object === object && one.code === code);
      return { item, itemZh, itemEn, code, outcome, settled: settled?.reason ?? null };
    }),
  };
}
