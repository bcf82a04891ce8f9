import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { auditDump, exitCodeOf } from '@guidang/auditor';
import { TileWriter } from '@guidang/evidence';
import { say } from '@guidang/infra-local';
import { type LogEntry, type LogReader, SchemeFollower } from '@guidang/stream';
import { firstFrom } from '../../packages/auditor/test/history/broker.ts';
import {
  BEGINS,
  type History,
  makeHistory,
  makeSigners,
  writeHistory,
} from '../../packages/auditor/test/history/index.ts';
import { Follower } from '../../services/notary/src/log/follower.ts';
import { EMPTY } from '../../services/notary/src/log/history.ts';
import { LinksAtHand } from '../../services/notary/src/log/links-at-hand.ts';
import { Notary } from '../../services/notary/src/log/notary.ts';
import { Witnesses } from '../../services/notary/src/log/witnesses.ts';
import { IN_CHAIN_ORDER } from '../../services/notary/src/rules.ts';
import { round } from './figures.ts';

/**
 * How many links a second the notary takes into the log and the auditor decides again, on a long history of made cases held in memory: what deciding, digesting and the
 * tree cost, without broker, database, stores and witnesses. `--cases N` (2,000) says how long.
 */
const { values } = parseArgs({ options: { cases: { type: 'string', default: '2000' } } });
const cases = Number(values.cases);
if (!Number.isSafeInteger(cases) || cases < 1) {
  console.error('用法 / usage: node bench/src/links.ts [--cases N], N 为正整数 / N a whole number above 0');
  process.exit(2);
}

/** The moments at which so many links more have come, in the order in which a broker took them. */
function moments({ log }: History, each: number): number[] {
  const times = [...log.entries]
    .filter(([place]) => place.startsWith('archive.') && !place.includes('.parked') && !place.includes('checkpoint'))
    .flatMap(([, entries]) => entries.flatMap((one) => (one.kind === 'record' ? [one.record.timestamp] : [])))
    .sort((a, b) => a - b);
  const marks = times.filter((_, i) => i % each === each - 1);
  return [...marks, Number.MAX_SAFE_INTEGER];
}

/** A reader of a history, as of a broker that holds it up to a moment. */
function readerOf({ log }: History, now: () => number): LogReader {
  const timeOf = (entry: LogEntry): number => (entry.kind === 'record' ? entry.record.timestamp : entry.timestamp);
  const end = (topic: string, partition: number): number => {
    const entries = log.of(topic, partition);
    let low = 0;
    for (let high = entries.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (timeOf(entries[middle]!) <= now()) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0 : entries[low - 1]!.offset + 1;
  };
  const extent = async (topic: string, partition: number) => ({ start: 0, end: end(topic, partition) });
  const from = (topic: string, partition: number, at: number) => {
    const entries = log.of(topic, partition);
    const first = firstFrom(entries, at);
    return entries.slice(first, first + 500);
  };
  const numbers = [...Array(log.partitions).keys()];
  return {
    partitions: async () => numbers,
    extent,
    ends: async (topics) => new Map(topics.map((topic) => [topic, numbers.map((one) => end(topic, one))])),
    async read(topic, partition, at) {
      const entries = from(topic, partition, at);
      return { entries, next: (entries.at(-1)?.offset ?? at - 1) + 1, end: log.end(topic, partition) };
    },
    async *scan(topic, partition, at, until) {
      const entries = log.of(topic, partition);
      for (let i = firstFrom(entries, at); i < entries.length && entries[i]!.offset < until; i++) yield entries[i]!;
    },
    close: async () => {},
  };
}

/** Takes the whole history into a log as it comes, `each` links at a time. @returns links a second */
async function notarise(history: History, each: number): Promise<number> {
  const { log: key, signLog: sign } = history.signers;
  let now = Number.MAX_SAFE_INTEGER;
  const reader = readerOf(history, () => now);
  const schemes = new SchemeFollower(reader);
  await schemes.refresh();
  const atHand = new LinksAtHand();
  const followers = IN_CHAIN_ORDER.flatMap((versions) =>
    [...Array(history.log.partitions).keys()].map(
      (partition) => new Follower(versions, partition, reader, schemes, undefined, 0, 'bench', atHand),
    ),
  );
  const files = new Map<string, Uint8Array>();
  const tiles = {
    put: async (path: string, bytes: Uint8Array) => void files.set(path, bytes),
    get: async (path: string) => files.get(path),
    publish: async () => {},
    keep: async () => {},
  };
  const writer = {
    fence: async () => {},
    commit: async () => ({ offsets: [] }) as never,
    close: async () => {},
  };
  const notary = await Notary.open(
    {
      ...{
        reader,
        writer,
        key,
        sign,
        followers,
        tiles,
        witnesses: new Witnesses([], tiles),
        quorum: 0,
        most: each * 2,
      },
      stamp: async () => new Uint8Array(),
      ...{ stampEveryMs: Number.MAX_SAFE_INTEGER, now: () => history.log.now },
    },
    EMPTY,
    new TileWriter(),
  );
  const marks = moments(history, each);
  const began = performance.now();
  let links = 0;
  for (now of marks) for (let taken = await notary.extend(); taken > 0; taken = await notary.extend()) links += taken;
  if (links !== history.links) throw new Error(`${links} of ${history.links} links were notarised`);
  return links / ((performance.now() - began) / 1000);
}

/** Audits the history as a dump. @returns links a second */
async function audit(history: History, dir: string, threads: number): Promise<number> {
  const began = performance.now();
  const report = await auditDump(dir, { anchors: JSON.stringify(history.signers.anchors), threads });
  if (exitCodeOf(report) !== 0) throw new Error(`the audit found ${report.faults.length} faults in a legal history`);
  return report.looked.links / ((performance.now() - began) / 1000);
}

const history = makeHistory({
  ...{ seed: 7, cases, partitions: 4, signers: makeSigners(new Date(BEGINS)) },
  ...{ trouble: 0.02, unloggedTail: false, unfinished: false },
});
say(`${cases} 个办件、${history.links} 条链节已备好 / cases and links are ready`);
const dir = mkdtempSync(join(tmpdir(), 'guidang-bench-links-'));
try {
  await writeHistory(history, dir);
  const told = (what: string, rate: number): void => say(`${what}: ${round(rate, 0).toLocaleString('en')} links/s`);
  for (const each of [100, 1_000, 20_000])
    told(`存证，每批 ${each.toLocaleString('en')} / notarised in batches`, await notarise(history, each));
  told('审计，单线程 / audited, one thread', await audit(history, dir, 0));
  const threads = availableParallelism();
  told(`审计，${threads} 线程 / audited, ${threads} threads`, await audit(history, dir, threads));
} finally {
  rmSync(dir, { recursive: true, force: true });
}
