import type { LinkType } from '@guidang/contracts';

/** A case as the cache holds it; `state` is JSON text. */
export interface CachedCase {
  readonly case: string;
  readonly next: number;
  readonly head: string | null;
  readonly last: LinkType | null;
  readonly state: string;
}

export interface CachedLink {
  readonly case: string;
  readonly seq: number;
  readonly bytes: Uint8Array;
}

/** Up to where a partition's cache is true: the last own link it knows, and which inputs were answered by then. */
export interface CachePosition {
  /** Offset in the step's own output partition; -1 where nothing is known yet. */
  readonly offset: number;
  /** By input topic: the last offset answered. */
  readonly answered: Readonly<Record<string, number>>;
}

/**
 * What a step remembers, kept outside the process together with the offset it is true for. It may be lost at any time and is never believed against
 * the topic: whoever takes a partition over reads its own output from the position on.
 */
export interface StateCache {
  /** Takes the partition over under a new owner's mark; an earlier owner's late `save` is refused from now on. */
  open(partition: number, owner: string): Promise<CachePosition>;
  load(partition: number, cases: readonly string[]): Promise<CachedCase[]>;
  /** Own links of a case below `until`, in order of seq. */
  links(partition: number, caseNumber: string, until: number): Promise<Uint8Array[]>;
  /** All or nothing. @returns false where the partition has another owner by now */
  save(
    partition: number,
    owner: string,
    position: CachePosition,
    cases: readonly CachedCase[],
    links: readonly CachedLink[],
  ): Promise<boolean>;
}

/** A way to run SQL: rows back, and several statements as one. */
export interface SqlDoor {
  query<T>(sql: string, ...values: unknown[]): Promise<T[]>;
  together<T>(work: (door: SqlDoor) => Promise<T>): Promise<T>;
}

interface PositionRow {
  offset: bigint | number;
  answered: Record<string, number>;
}
interface CaseRow {
  case_number: string;
  next: number;
  head: string | null;
  last: LinkType | null;
  state: string;
}

/**
 * The cache in three tables of the service's own schema, made by its migrations: `cache_position`, `cached_case`, `cached_link`.
 * Links are kept as text: the value bytes of a link are UTF-8 of our own writing, so text is exact.
 */
export function sqlCache(door: SqlDoor): StateCache {
  return {
    async open(partition, owner) {
      const [row] = await door.query<PositionRow>(
        `INSERT INTO cache_position ("partition", "owner", "offset", "answered") VALUES ($1, $2, -1, '{}'::jsonb)
         ON CONFLICT ("partition") DO UPDATE SET "owner" = $2 RETURNING "offset", "answered"`,
        partition,
        owner,
      );
      return { offset: Number(row!.offset), answered: row!.answered };
    },
    async load(partition, cases) {
      const rows = await door.query<CaseRow>(
        `SELECT case_number, next, head, last, state FROM cached_case WHERE "partition" = $1 AND case_number = ANY($2::text[])`,
        partition,
        [...cases],
      );
      return rows.map(({ case_number, next, head, last, state }) => ({ case: case_number, next, head, last, state }));
    },
    async links(partition, caseNumber, until) {
      const rows = await door.query<{ value: string }>(
        `SELECT value FROM cached_link WHERE "partition" = $1 AND case_number = $2 AND seq < $3 ORDER BY seq`,
        partition,
        caseNumber,
        until,
      );
      return rows.map(({ value }) => Buffer.from(value));
    },
    save: (partition, owner, { offset, answered }, cases, links) =>
      door.together(async (one) => {
        const mine = await one.query(
          `UPDATE cache_position SET "offset" = $3, "answered" = $4::jsonb WHERE "partition" = $1 AND "owner" = $2 RETURNING "partition"`,
          partition,
          owner,
          offset,
          JSON.stringify(answered),
        );
        if (mine.length === 0) return false;
        if (cases.length > 0)
          await one.query(
            `INSERT INTO cached_case ("partition", case_number, next, head, last, state)
             SELECT $1, * FROM unnest($2::text[], $3::int[], $4::text[], $5::text[], $6::text[])
             ON CONFLICT ("partition", case_number)
             DO UPDATE SET next = EXCLUDED.next, head = EXCLUDED.head, last = EXCLUDED.last, state = EXCLUDED.state
             WHERE cached_case.next < EXCLUDED.next RETURNING 1`,
            partition,
            cases.map((c) => c.case),
            cases.map((c) => c.next),
            cases.map((c) => c.head),
            cases.map((c) => c.last),
            cases.map((c) => c.state),
          );
        if (links.length > 0)
          await one.query(
            `INSERT INTO cached_link ("partition", case_number, seq, value)
             SELECT $1, * FROM unnest($2::text[], $3::int[], $4::text[])
             ON CONFLICT ("partition", case_number, seq) DO NOTHING RETURNING 1`,
            partition,
            links.map((l) => l.case),
            links.map((l) => l.seq),
            links.map((l) => Buffer.from(l.bytes).toString('utf8')),
          );
        return true;
      }),
  };
}

/** The part of a Prisma client that a door needs; the client itself is known to a service's `store.ts` alone. */
interface RawClient {
  $queryRawUnsafe<T>(sql: string, ...values: unknown[]): Promise<T>;
}
interface RawClientWithTransactions extends RawClient {
  $transaction<T>(work: (client: RawClient) => Promise<T>): Promise<T>;
}

export function sqlDoor(client: RawClientWithTransactions): SqlDoor {
  const over = (raw: RawClient): SqlDoor => ({
    query: <T>(sql: string, ...values: unknown[]) => raw.$queryRawUnsafe<T[]>(sql, ...values),
    together: (work) => client.$transaction((inner) => work(over(inner))),
  });
  return over(client);
}
