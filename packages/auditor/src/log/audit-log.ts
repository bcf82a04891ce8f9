import { CHECKPOINTS } from '@guidang/contracts';
import type { Anchors } from '../anchors.ts';
import { LOG_CHECKPOINT } from '../dump/log-files.ts';
import { type Claim, type Raised, raised, type Spot } from '../findings/finding.ts';
import type { LogState } from '../report/report.ts';
import { scan } from '../source/scan.ts';
import type { Source } from '../source/source.ts';
import { CheckpointJudge } from './checkpoint-judge.ts';
import { checkLogFiles } from './log-files-check.ts';
import { type KnownHead, knownHead, LogJudge } from './log-judge.ts';
import { publishedFaults } from './published.ts';
import type { Leaf, Tape } from './tape.ts';

export interface AuditLogPorts {
  readonly source: Source;
  readonly anchors: Anchors;
  readonly tapes: ReadonlyMap<string, Tape>;
  /** A checkpoint that an earlier audit kept. */
  readonly since: KnownHead | undefined;
  /** What records say of others that is not so; asked once all are read. */
  readonly claims: () => readonly Claim[];
  readonly found: (finding: Raised) => void;
}

export interface LogOutcome {
  readonly state: LogState;
  isHeld(spot: Spot): boolean;
}

/** A witness or a notary may be away for so long (milliseconds); what waits longer is a fault, by the time of the newest record. */
const PATIENCE_MS = 72 * 3_600_000;

/** Layer 4: the log over all links, held against what was signed, witnessed and published. */
export async function auditLog({ source, anchors, tapes, since, claims, found }: AuditLogPorts): Promise<LogOutcome> {
  const { logFile } = source;
  const published = await publishedHead(source, anchors, found);
  const trusted = trustedHead(anchors);
  const judge = new LogJudge({
    anchors,
    tapes,
    logFile,
    filesSize: published?.size ?? 0,
    known: [published, trusted, since].filter((head) => head !== undefined),
    found,
  });
  const checkpoints = new CheckpointJudge(anchors, found, judge.held);
  let newest = 0;
  let size = 0;
  const end = await scan(source, CHECKPOINTS, 0, found, async (record) => {
    newest = Math.max(newest, record.timestamp);
    const batch = checkpoints.judge(record);
    if (!batch) return;
    size = batch.signed?.size ?? batch.record.size;
    await judge.batch(batch);
  });
  checkpoints.finish();
  // What is left over is not in the log; taking it waits until all was read.
  const rests: { tape: Tape; count: number; first: Leaf | undefined }[] = [];
  for (const tape of tapes.values()) rests.push({ tape, ...(await tape.rest()) });
  newest = Math.max(newest, ...[...tapes.values()].map(({ newest: time }) => time));
  await judge.finish(claims(), end);
  if (published && logFile) await checkLogFiles(logFile, published, found);
  overdue(rests, checkpoints, newest, anchors.quorum, found);
  return {
    isHeld: (spot) => judge.isHeld(spot),
    state: {
      batches: judge.batches,
      size,
      cosigned: checkpoints.cosigned?.size ?? 0,
      head: checkpoints.cosigned?.note ?? null,
      unlogged: rests.reduce((sum, { count }) => sum + count, 0),
      unverified: judge.unverified,
    },
  };
}

async function publishedHead(
  { logFile }: Source,
  anchors: Anchors,
  found: (finding: Raised) => void,
): Promise<KnownHead | undefined> {
  const note = await logFile?.(LOG_CHECKPOINT);
  if (!note) return undefined;
  const text = Buffer.from(note).toString('utf8');
  for (const fault of publishedFaults(text, anchors)) found(fault);
  const head = knownHead(text, 'log/checkpoint', anchors);
  return typeof head === 'string' ? undefined : head;
}

/** The head an auditor brought along. That it is signed was seen when the anchors were opened. */
function trustedHead(anchors: Anchors): KnownHead | undefined {
  const head = anchors.head === null ? undefined : knownHead(anchors.head, 'anchors: head', anchors);
  return typeof head === 'string' ? undefined : head;
}

function overdue(
  rests: readonly { tape: Tape; first: Leaf | undefined }[],
  { uncosigned }: CheckpointJudge,
  newest: number,
  quorum: number,
  found: (finding: Raised) => void,
): void {
  const since = newest - PATIENCE_MS;
  const within = `within ${PATIENCE_MS / 3_600_000} h`;
  for (const { tape, first } of rests) {
    if (!first || first.time >= since) continue;
    const at = { topic: tape.topic, partition: tape.partition, offset: first.offset };
    const was = new Date(first.time).toISOString();
    found(raised({ code: 'LOG_OVERDUE', at, time: first.time, field: 'LogAppendTime', expected: within, found: was }));
  }
  const [late] = uncosigned;
  if (quorum === 0 || !late || late.time >= since) return;
  const was = new Date(late.time).toISOString();
  found(
    raised({
      code: 'COSIGNATURE_OVERDUE',
      at: late.at,
      time: late.time,
      field: 'LogAppendTime',
      expected: within,
      found: was,
    }),
  );
}
