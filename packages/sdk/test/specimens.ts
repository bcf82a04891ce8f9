import { Readable } from 'node:stream';
import type { DataOf } from '../src/index.ts';

const unit = { uscc: '12441500196720244T', name: '东莞市卫生健康局' };

export const amended: DataOf<'case.amended'> = { amendedAt: '2026-03-04T03:00:00Z', reason: '补正材料' };
export const closed: DataOf<'case.closed'> = {
  closedAt: '2026-03-03T03:00:00Z',
  outcome: 'granted',
  materials: 1,
  files: 1,
  bytes: 9,
};
export const step: DataOf<'case.step.recorded'> = {
  step: 'review',
  name: '审核',
  action: 'pass',
  state: '2',
  person: { id: 'S-10234', post: '审核岗' },
  unit,
  opinion: '材料齐全,同意。',
  startedAt: '2026-03-02T01:00:00Z',
  endedAt: '2026-03-02T02:00:00Z',
};

export const SOURCE = 'https://onestop.example.gov.cn/cases';
export const CASE = 'GD-2026-000001';

/** A stream in chunks as they come from a network. */
export const streamOf = (bytes: Buffer, chunk = 65_000): Readable =>
  Readable.from(
    (function* () {
      for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
    })(),
    { objectMode: false },
  );

/** A stream that breaks off after some of its bytes. */
export const brokenOff = (bytes: Buffer): Readable =>
  Readable.from(
    (function* () {
      yield bytes;
      throw new Error('the disk is gone');
    })(),
    { objectMode: false },
  );

/** Resolves after all that is ready to run has run. */
export const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
