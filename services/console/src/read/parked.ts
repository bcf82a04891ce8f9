import { type Parked, utf8 } from '@guidang/contracts';
import type { SqlDoor } from '@guidang/stream';
import type { ParkedClosing, ParkedList, ParkedRecord, ParkedSummary } from '../api/work.ts';
import { compare, contractFor } from './compare.ts';
import { type Paging, pageOf, placeOf } from './key-paging.ts';
import { struckOut } from './struck-out.ts';

export interface ParkedWanted extends Paging {
  readonly state: 'open' | 'closed' | 'all';
  readonly step?: string | undefined;
  readonly reason?: string | undefined;
}

interface Row {
  id: string;
  step: string;
  reason: string;
  key: string | null;
  at: Date;
  value: string;
  account: string | null;
  act: ParkedClosing['act'] | null;
  to_topic: string | null;
  to_partition: number | null;
  to_offset: bigint | null;
  why: string | null;
  closed_at: Date | null;
}

const FROM = `FROM parked_view p LEFT JOIN parked_closing c ON c.id = p.id
  WHERE ($1 = 'all' OR (c.id IS NULL) = ($1 = 'open')) AND ($2::text IS NULL OR p.step = $2) AND ($3::text IS NULL OR p.reason = $3)`;
const COLUMNS = `p.id, p.step, p.reason, p.key, p.at, p.value, c.account, c.reason AS why, c.at AS closed_at,
  c.act, c.to_topic, c.to_partition, c.to_offset`;

/** Records that were put aside, newest first. */
export async function listParked(sql: SqlDoor, wanted: ParkedWanted): Promise<ParkedList> {
  const { state, step, reason, size } = wanted;
  const values = [state, step ?? null, reason ?? null];
  const [page, counted, reasons] = await Promise.all([
    pageOf(
      { column: 'p.at', id: 'p.id', desc: true },
      { place: placeOf(wanted), size, at: values.length },
      ({ where, values: more, tail, limit }) =>
        sql.query<Row>(`SELECT ${COLUMNS} ${FROM} AND ${where} ${tail} LIMIT ${limit}`, ...values, ...more),
      ({ at, id }) => ({ value: at.toISOString(), id }),
    ),
    sql.query<{ n: bigint }>(`SELECT count(*) AS n ${FROM}`, ...values),
    sql.query<{ reason: string; n: bigint }>(
      `SELECT p.reason, count(*) AS n ${FROM} GROUP BY p.reason ORDER BY n DESC, p.reason LIMIT 50`,
      ...[state, step ?? null, null],
    ),
  ]);
  return {
    ...page,
    total: Number(counted[0]?.n ?? 0),
    rows: page.rows.map(summaryOf),
    reasons: reasons.map((one) => ({ reason: one.reason, count: Number(one.n) })),
  };
}

const closingOf = ({ account, why, closed_at, act, to_topic, to_partition, to_offset }: Row): ParkedClosing | null =>
  account === null || closed_at === null
    ? null
    : {
        ...{ act: act ?? 'closed', account, reason: why ?? '', at: closed_at.toISOString() },
        to:
          to_topic === null
            ? null
            : {
                ...{ topic: to_topic, partition: to_partition ?? 0 },
                offset: to_offset === null ? null : Number(to_offset),
              },
      };

const summaryOf = (row: Row): ParkedSummary => ({
  ...{ id: row.id, step: row.step, reason: row.reason, key: row.key && struckOut(row.key), at: row.at.toISOString() },
  ...{ faults: (JSON.parse(row.value) as Parked).faults.length, closing: closingOf(row) },
});

/** The record as the step put it aside; undefined where there is none. */
export async function parkedOf(sql: SqlDoor, id: string): Promise<Parked | undefined> {
  const [row] = await sql.query<{ value: string }>('SELECT value FROM parked_view WHERE id = $1', id);
  return row && (JSON.parse(row.value) as Parked);
}

/** One of them, beside the contract it should have kept; undefined where there is none. */
export async function readParked(sql: SqlDoor, id: string): Promise<Omit<ParkedRecord, 'choices'> | undefined> {
  const [row] = await sql.query<Row>(
    `SELECT ${COLUMNS} FROM parked_view p LEFT JOIN parked_closing c ON c.id = p.id WHERE p.id = $1`,
    id,
  );
  if (row === undefined) return undefined;
  const { input, headers, faults, value } = JSON.parse(row.value) as Parked;
  const text = value === null ? null : (utf8(Buffer.from(value, 'base64')) ?? null);
  const json = jsonOf(text);
  const contract = contractFor(input.topic, (json as { type?: unknown } | undefined)?.type);
  return {
    ...summaryOf(row),
    ...{ input, faults },
    headers: Object.fromEntries(Object.entries(headers).map(([name, one]) => [name, struckOut(one)])),
    value:
      text === null
        ? null
        : struckOut(json === undefined ? text : JSON.stringify(json, undefined, 2)).slice(0, 200_000),
    contract: contract?.name ?? null,
    comparison: contract && json !== undefined ? compare(contract.schema, json, faults, struckOut) : [],
  };
}

function jsonOf(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // that it cannot be parsed is what the parked record says
  }
}
