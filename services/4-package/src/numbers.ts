import type { SqlDoor } from '@guidang/stream';

/** 件号 without gaps. */
export interface Numbers {
  /** The number of a case in its series: the next one, and the same for ever. From 1. @throws what may pass */
  allocate(series: string, caseNumber: string): Promise<number>;
}

/** A number as a link of archive.package says it. */
export interface GivenNumber {
  readonly series: string;
  readonly number: number;
  readonly case: string;
}

/** What the chain says of numbers: the links of archive.package. */
export interface NumbersInChain {
  partitions(): Promise<number[]>;
  /** The numbers in a partition from an offset on, some at a time, each lot with where to go on. */
  since(partition: number, offset: number): AsyncIterable<{ given: readonly GivenNumber[]; next: number }>;
}

/** Two cases have one number, or one case has two: nothing is given until a person has looked. */
export class NumbersContradict extends Error {
  constructor(what: string) {
    super(`件号与存证链不一致 / numbers and chain contradict one another: ${what}`);
    this.name = 'NumbersContradict';
  }
}

interface Row {
  series: string;
  number: number;
}

/**
 * Numbers from a table of the service's own, shared by all its instances. The chain is the truth: before this process gives its first number, and whenever the table
 * turns out to know nothing of the chain, the links are read into it. So a lost table, or one from a backup, is as good as it was.
 *
 * No lock is held: the next number is inserted under two unique indices, and whoever comes second in a series or for a case is given nothing and looks again. An
 * insert that failed took no number, so there are no gaps; one that was done and not told of is found by its case.
 */
export function openNumbers(door: SqlDoor, chain: NumbersInChain): Numbers {
  let reading: Promise<void> | undefined;
  const readChain = (): Promise<void> => {
    reading ??= readInto(door, chain).catch((error: unknown) => {
      reading = undefined; // the next one who asks tries again
      throw error;
    });
    return reading;
  };
  return {
    async allocate(series, caseNumber) {
      for (;;) {
        await readChain();
        const known = await numberOf(door, series, caseNumber);
        if (known !== undefined) return known;
        const [given] = await door.query<Row>(
          `INSERT INTO allocation (series, number, case_number)
           SELECT $1, coalesce(max(number), 0) + 1, $2 FROM allocation WHERE series = $1
           HAVING EXISTS (SELECT 1 FROM allocation_read)
           ON CONFLICT DO NOTHING RETURNING series, number`,
          series,
          caseNumber,
        );
        if (given) return given.number;
        const [read] = await door.query('SELECT 1 AS there FROM allocation_read LIMIT 1');
        if (!read) reading = undefined;
      }
    },
  };
}

async function numberOf(door: SqlDoor, series: string, caseNumber: string): Promise<number | undefined> {
  const [known] = await door.query<Row>('SELECT series, number FROM allocation WHERE case_number = $1', caseNumber);
  if (known && known.series !== series)
    throw new NumbersContradict(`the case has number ${known.number} of ${known.series}, not of ${series}`);
  return known?.number;
}

/** Where the chain was read up to is noted when all of it was read, and not before: until then nobody gives a number. */
async function readInto(door: SqlDoor, chain: NumbersInChain): Promise<void> {
  const rows = await door.query<{ partition: number; next: bigint | number }>(
    'SELECT "partition", "next" FROM allocation_read',
  );
  const from = new Map(rows.map(({ partition, next }) => [partition, Number(next)]));
  const upTo = new Map<number, number>();
  for (const partition of await chain.partitions()) {
    upTo.set(partition, from.get(partition) ?? 0);
    for await (const { given, next } of chain.since(partition, from.get(partition) ?? 0)) {
      if (given.length > 0) await take(door, given);
      upTo.set(partition, next);
    }
  }
  await door.query(
    `INSERT INTO allocation_read ("partition", "next") SELECT * FROM unnest($1::int[], $2::bigint[])
     ON CONFLICT ("partition") DO UPDATE SET "next" = greatest(allocation_read."next", EXCLUDED."next") RETURNING 1 AS done`,
    [...upTo.keys()],
    [...upTo.values()],
  );
}

async function take(door: SqlDoor, given: readonly GivenNumber[]): Promise<void> {
  const columns = [given.map((g) => g.series), given.map((g) => g.number), given.map((g) => g.case)];
  await door.query(
    `INSERT INTO allocation (series, number, case_number) SELECT * FROM unnest($1::text[], $2::int[], $3::text[])
     ON CONFLICT DO NOTHING RETURNING 1 AS done`,
    ...columns,
  );
  const [differs] = await door.query<{ series: string; number: number }>(
    `SELECT said.series, said.number FROM unnest($1::text[], $2::int[], $3::text[]) AS said(series, number, case_number)
     LEFT JOIN allocation a USING (series, number, case_number) WHERE a.number IS NULL LIMIT 1`,
    ...columns,
  );
  if (differs) throw new NumbersContradict(`number ${differs.number} of ${differs.series}`);
}
