import { createHash } from 'node:crypto';
import { openTypefaces } from '@guidang/paper';
import { type CheckedInput, parseInput } from '../src/input.ts';
import type { RecordOf } from '../src/record/contents.ts';
import { processRecord } from '../src/record/process-record.ts';
import { sampleCase } from './sample-case.ts';

/** The process record of the sample case; run as a program, its digest. */
export const recordOf = (one = sampleCase()): RecordOf => ({
  link: (parseInput(one.record).value as CheckedInput).link,
  chain: { content: `sha256:${'ab'.repeat(32)}`, links: one.before.length + 1 },
});

if (import.meta.main) {
  const pdf = processRecord(recordOf(), openTypefaces());
  process.stdout.write(createHash('sha256').update(pdf).digest('hex'));
}
