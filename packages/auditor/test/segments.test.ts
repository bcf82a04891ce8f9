import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditSegments } from '../src/audit-segments.ts';
import type { Report } from '../src/report/report.ts';
import { crc32c } from '../src/segments/crc32c.ts';
import { partitionLog } from '../src/segments/partition-log.ts';
import { CannotAudit } from '../src/source/open-dump.ts';
import { auditFolder, inFolder } from './audited.ts';
import { BEGINS, makeHistory } from './history/history.ts';
import { encodeBatch, type MadeBatch, sealBatch, writeSegments } from './history/segments.ts';
import { makeSigners } from './history/trust.ts';
import { writeHistory } from './history/write.ts';

const signers = makeSigners(new Date(BEGINS));
const history = makeHistory({
  seed: 5,
  cases: 8,
  partitions: 2,
  trouble: 0.9,
  unloggedTail: false,
  unfinished: false,
  signers,
});
const anchors = JSON.stringify(signers.anchors);
const log = async (path: string) => history.files.get(path);

/** Writes the history as segments, changes them, and audits what is there then. */
const audited = (change: (dir: string) => void = () => {}, threads = 0): Promise<Report> =>
  inFolder(async (dir) => {
    writeSegments(dir, history.log.entries);
    change(dir);
    return auditSegments([dir], { anchors, log, threads });
  });

/** The first segment of a partition that has several batches, to be changed. */
function changed(dir: string, partition: string, change: (bytes: Buffer, at: number[]) => Buffer | undefined): void {
  const [name] = readdirSync(join(dir, partition)).sort();
  const file = join(dir, partition, name!);
  const bytes = readFileSync(file);
  const at: number[] = [];
  for (let next = 0; next < bytes.length; next += 12 + bytes.readInt32BE(next + 8)) at.push(next);
  writeFileSync(file, change(bytes, at) ?? bytes);
}

/** Where a link's text begins in a segment. */
const inText = (bytes: Buffer): number => bytes.indexOf('"decider"');

describe('CRC-32C', () => {
  it.each([
    ['123456789', 0xe3069283],
    ['', 0],
    [Buffer.alloc(32), 0x8a9136aa],
    [Buffer.alloc(32, 0xff), 0x62a8ab43],
    [Buffer.from(Array.from({ length: 32 }, (_, i) => i)), 0x46dd794e],
  ])('is that of RFC 3720 over %j', (bytes, crc) => {
    expect(crc32c(Buffer.from(bytes as string))).toBe(crc);
  });
});

describe('a copy of the broker’s segments', { timeout: 60_000 }, () => {
  it('is audited as a dump of the same broker is, in one thread or in several', async () => {
    const report = await audited();
    expect(report.faults).toEqual([]);
    const dumped = await inFolder(async (dir) => {
      await writeHistory(history, dir);
      return auditFolder(dir, signers.anchors);
    });
    const { partitions: _, ...looked } = report.looked;
    expect(dumped).toMatchObject({ verdict: 'whole', looked, log: report.log, cases: report.cases });
    expect(await audited(() => {}, 2)).toEqual(report);
  });

  it('is whole where publishers pack their batches', async () => {
    const report = await inFolder(async (dir) => {
      writeSegments(dir, history.log.entries, {
        change: (batch, topic) => (topic === 'case.events' ? { ...batch, gzip: true } : batch),
      });
      return auditSegments([dir], { anchors, log, threads: 0 });
    });
    expect(report.faults).toEqual([]);
  });

  it('is whole where the broker fell while it wrote, and half a batch lies behind everything else', async () => {
    const report = await audited((dir) => {
      const folder = join(dir, 'archive.use-0');
      const file = join(folder, readdirSync(folder).sort().at(-1)!);
      writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.alloc(40, 1)]));
    });
    expect(report.faults).toEqual([]);
  });

  it('ends for a reader where the first transaction begins that was not ended', async () => {
    await inFolder(async (dir) => {
      const records = [{ offset: 3, key: null, value: Buffer.from('x'), headers: {} }];
      const open: MadeBatch = {
        ...{ baseOffset: 3, lastOffset: 3, timestamp: 1, producerId: 9n, transactional: true, control: false },
        records,
      };
      const plain = { ...open, baseOffset: 0, lastOffset: 2, transactional: false, records: [] };
      const behind = { ...plain, baseOffset: 4, lastOffset: 8 };
      writeFileSync(join(dir, `${'0'.repeat(20)}.log`), Buffer.concat([plain, open, behind].map(encodeBatch)));
      expect(partitionLog(dir).extent).toEqual({ start: 0, end: 3 });
    });
  });

  it('is not audited where it is none', async () => {
    await inFolder(async (dir) => {
      await expect(auditSegments([dir], { anchors, log, threads: 0 })).rejects.toThrow(CannotAudit);
      await expect(auditSegments([join(dir, 'no')], { anchors, log, threads: 0 })).rejects.toThrow(CannotAudit);
    });
  });
});

describe('segments that were changed', { timeout: 60_000 }, () => {
  const codes = ({ faults }: Report): string[] =>
    faults.flatMap(({ code, because }) => [code, ...because.map((one) => one.code)]);

  it.each([
    [
      'a byte of a link',
      (bytes: Buffer) => {
        bytes[inText(bytes) + 3]! ^= 1;
      },
      ['BATCH_CRC', 'LEAF_MUTATED'],
    ],
    [
      'a byte of a link, and the checksum of its batch with it',
      (bytes: Buffer, at: number[]) => {
        bytes[inText(bytes) + 3]! ^= 1;
        sealBatch(bytes.subarray(at[0], at[1]));
      },
      ['LEAF_MUTATED'],
    ],
    [
      'a batch that is taken out',
      (bytes: Buffer, at: number[]) => Buffer.concat([bytes.subarray(0, at[2]), bytes.subarray(at[3])]),
      ['OFFSET_GAP', 'LINK_MISSING'],
    ],
    [
      'the beginning, as by a time of retention',
      (bytes: Buffer, at: number[]) => bytes.subarray(at[2]),
      ['OFFSET_GAP', 'LINK_MISSING'],
    ],
    [
      'a batch that comes twice',
      (bytes: Buffer, at: number[]) => Buffer.concat([bytes.subarray(0, at[3]), bytes.subarray(at[2])]),
      ['OFFSET_ORDER'],
    ],
    [
      'a length in the middle of it',
      (bytes: Buffer, at: number[]) => {
        bytes.writeInt32BE(7, at[2]! + 8);
      },
      ['BATCH_MALFORMED', 'LINK_MISSING'],
    ],
    [
      'the marker of a transaction, which says then that it was given up',
      (bytes: Buffer, at: number[]) => {
        const marker = at.findIndex((start) => (bytes.readInt16BE(start + 21) & 0x20) !== 0);
        const batch = bytes.subarray(at[marker], at[marker + 1]);
        batch[batch.indexOf(Buffer.from([0, 0, 0, 1]), 61) + 3] = 0;
        sealBatch(batch);
      },
      ['LINK_MISSING'],
    ],
    [
      'the time, which is said to be the publisher’s',
      (bytes: Buffer, at: number[]) => {
        bytes.writeInt16BE(bytes.readInt16BE(at[0]! + 21) & ~8, at[0]! + 21);
        sealBatch(bytes.subarray(at[0], at[1]));
      },
      ['BATCH_TIME'],
    ],
  ])('%s', async (_, change, wanted) => {
    const report = await audited((dir) =>
      changed(dir, 'archive.capture-0', (bytes, at) => change(bytes, at) as Buffer | undefined),
    );
    expect(report.verdict).toBe('broken');
    expect(codes(report)).toEqual(expect.arrayContaining(wanted));
    expect(report.faults[0]).toMatchObject({ topic: 'archive.capture', partition: 0 });
  });

  it('name a whole partition that is gone', async () => {
    const report = await audited((dir) => rmSync(join(dir, 'archive.check-1'), { recursive: true }));
    expect(codes(report)).toContain('TOPIC_MISSING');
  });
});
