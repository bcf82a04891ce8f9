import type { Feedback } from '@guidang/contracts';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client.ts';
import type { KeyRow, SeedKey } from './keys.ts';

/** Which system opened a case, for which department. */
export interface KnownCase {
  readonly case: string;
  readonly source: string;
  /** 统一社会信用代码 */
  readonly department: string;
}

/** A record of case.feedback where it lies. */
export interface FeedbackRow {
  readonly partition: number;
  readonly offset: number;
  /** milliseconds since 1970, by the broker's clock */
  readonly at: number;
  readonly feedback: Feedback;
}

/** Place in the feedback of a case, newest first. */
export type FeedbackPlace = Pick<FeedbackRow, 'at' | 'partition' | 'offset'>;

export interface Answer {
  readonly status: number;
  readonly body: { readonly [name: string]: string | number | readonly string[] };
}

/** The service's own tables. Keys and requests are nowhere else; what was followed can be read again from the topics. */
export interface Store {
  keys(): Promise<KeyRow[]>;
  /** Keys that the configuration brings: those that are there under the same id become what it says. */
  seedKeys(keys: readonly SeedKey[]): Promise<void>;

  caseOf(caseNumber: string): Promise<KnownCase | undefined>;
  /** Newest first. */
  feedbackOf(caseNumber: string, limit: number, before: FeedbackPlace | undefined): Promise<FeedbackRow[]>;
  /** Where to read on, by partition. */
  positions(topic: string): Promise<Map<number, number>>;
  /** What was read from a partition, and where to read on: both or neither. A case keeps who opened it first. */
  keep(topic: string, partition: number, next: number, read: Read): Promise<void>;
  /** The topic is another one than before: what was read from the partition counts no more. */
  startOver(topic: string, partition: number): Promise<void>;

  /**
   * Takes the name of a request for a body. `mine`: nobody has answered it yet, so it is to be done, also where somebody began before and was cut off.
   * `other`: it stands for another body.
   */
  claim(key: string, name: string, digest: string, now: Date, expiresAt: Date): Promise<'mine' | 'other' | Answer>;
  answer(key: string, name: string, answer: Answer): Promise<void>;

  /** Forgets requests that expired, and feedback older than the topic keeps it. */
  tidy(now: Date, feedbackBefore: Date): Promise<void>;
  close(): Promise<void>;
}

export interface Read {
  readonly cases: readonly KnownCase[];
  readonly feedback: readonly FeedbackRow[];
}

/** @param databaseUrl of the service's own role, its schema as `?schema=` */
export function openStore(databaseUrl: string): Store {
  const schema = new URL(databaseUrl).searchParams.get('schema');
  const db = new PrismaClient({
    adapter: new PrismaPg(
      { connectionString: databaseUrl, max: 8, connectionTimeoutMillis: 5_000, idleTimeoutMillis: 30_000 },
      schema === null ? {} : { schema },
    ),
  });
  // Columns as arrays: the statement is the same however many rows come. Prisma keeps the plan of every statement it has seen, and one for each number of rows is as
  // large as its rows are many (prisma/orm#29331): that filled the heap within some thousand cases.
  const insertCases = (cases: readonly KnownCase[]) => db.$executeRaw`
    INSERT INTO known_case (case_number, source, department)
    SELECT * FROM unnest(${cases.map((one) => one.case)}::text[], ${cases.map((one) => one.source)}::text[],
      ${cases.map((one) => one.department)}::text[])
    ON CONFLICT DO NOTHING`;
  const insertFeedback = (rows: readonly FeedbackRow[]) => db.$executeRaw`
    INSERT INTO feedback ("partition", "offset", case_number, at, body)
    SELECT p, o, c, at, body::jsonb FROM unnest(${rows.map(({ partition }) => partition)}::int[],
      ${rows.map(({ offset }) => String(offset))}::bigint[], ${rows.map(({ feedback }) => feedback.case)}::text[],
      ${rows.map(({ at }) => new Date(at).toISOString())}::timestamptz[],
      ${rows.map(({ feedback }) => JSON.stringify(feedback))}::text[]) AS given(p, o, c, at, body)
    ON CONFLICT DO NOTHING`;
  return {
    keys: () => db.apiKey.findMany(),
    async seedKeys(keys) {
      await db.$transaction(
        keys.map(({ id, digest, source, departments }) => {
          const said = { digest, source, departments: [...departments] };
          return db.apiKey.upsert({ where: { id }, create: { id, ...said }, update: said });
        }),
      );
    },

    async caseOf(caseNumber) {
      const row = await db.knownCase.findUnique({ where: { caseNumber } });
      return row === null ? undefined : { case: caseNumber, source: row.source, department: row.department };
    },
    async feedbackOf(caseNumber, limit, before) {
      const rows = await db.feedbackRecord.findMany({
        where: { caseNumber, ...(before && { OR: olderThan(before) }) },
        orderBy: [{ at: 'desc' }, { partition: 'desc' }, { offset: 'desc' }],
        take: limit,
      });
      return rows.map(({ partition, offset, at, body }) => ({
        partition,
        offset: Number(offset),
        at: at.getTime(),
        feedback: body as unknown as Feedback,
      }));
    },
    async positions(topic) {
      const rows = await db.followed.findMany({ where: { topic } });
      return new Map(rows.map(({ partition, next }) => [partition, Number(next)]));
    },
    async keep(topic, partition, next, { cases, feedback }) {
      const where = { topic_partition: { topic, partition } };
      await db.$transaction([
        ...(cases.length > 0 ? [insertCases(cases)] : []),
        ...(feedback.length > 0 ? [insertFeedback(feedback)] : []),
        db.followed.upsert({ where, create: { topic, partition, next }, update: { next } }),
      ]);
    },
    async startOver(topic, partition) {
      await db.$transaction([
        db.followed.deleteMany({ where: { topic, partition } }),
        ...(topic === 'case.feedback' ? [db.feedbackRecord.deleteMany({ where: { partition } })] : []),
      ]);
    },

    async claim(key, name, digest, now, expiresAt) {
      for (;;) {
        const claimed = await db.$queryRaw<unknown[]>`
          INSERT INTO request (key_id, name, digest, expires_at) VALUES (${key}, ${name}, ${digest}, ${expiresAt})
          ON CONFLICT (key_id, name) DO UPDATE
            SET digest = EXCLUDED.digest, expires_at = EXCLUDED.expires_at, status = NULL, answer = NULL
            WHERE request.expires_at < ${now}
          RETURNING 1`;
        if (claimed.length > 0) return 'mine';
        const there = await db.request.findUnique({ where: { key_name: { key, name } } });
        if (there === null) continue; // tidied away between the two questions
        if (there.digest !== digest) return 'other';
        return there.status === null ? 'mine' : { status: there.status, body: there.answer as Answer['body'] };
      }
    },
    async answer(key, name, { status, body }) {
      await db.request.update({ where: { key_name: { key, name } }, data: { status, answer: body as object } });
    },

    async tidy(now, feedbackBefore) {
      await db.request.deleteMany({ where: { expiresAt: { lt: now } } });
      await db.feedbackRecord.deleteMany({ where: { at: { lt: feedbackBefore } } });
    },
    close: () => db.$disconnect(),
  };
}

const olderThan = ({ at: ms, partition, offset }: FeedbackPlace) => {
  const at = new Date(ms);
  return [{ at: { lt: at } }, { at, partition: { lt: partition } }, { at, partition, offset: { lt: offset } }];
};
