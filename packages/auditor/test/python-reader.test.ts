import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { PartitionReader } from '../src/dump/partition-reader.ts';
import { inFolder } from './audited.ts';
import { BEGINS, makeHistory } from './history/history.ts';
import { makeSigners } from './history/trust.ts';
import { writeHistory } from './history/write.ts';

const DOCUMENT = fileURLToPath(new URL('../../../docs/formats/dump.md', import.meta.url));
const program = readFileSync(DOCUMENT, 'utf8').split('```python\n')[1]!.split('```')[0]!;
const hasPython = spawnSync('python3', ['--version']).status === 0;

describe('the reader in docs/formats/dump.md', () => {
  it('has no more than thirty lines', () => {
    expect(program.trimEnd().split('\n').length).toBeLessThanOrEqual(30);
  });

  it.runIf(hasPython)('written in another language, reads the same records as ours', async () => {
    const signers = makeSigners(new Date(BEGINS));
    const options = { seed: 3, cases: 8, partitions: 3, trouble: 1, unloggedTail: true, unfinished: true };
    await inFolder(async (dir) => {
      const { partitions } = await writeHistory(makeHistory({ ...options, signers }), dir);
      const file = join(dir, 'reader.py');
      writeFileSync(file, program);
      const said = execFileSync('python3', [file, dir]).toString();
      const ours = partitions.map(({ topic, partition, records }) => {
        const reader = new PartitionReader(dir, topic, partition);
        const digest = createHash('sha256');
        for (let piece = reader.next(); piece.length > 0; piece = reader.next())
          for (const entry of piece) if (entry.kind === 'record') digest.update(entry.record.value ?? '');
        reader.close();
        return `${topic} ${partition} ${records} ${digest.digest('hex')}\n`;
      });
      expect(said).toBe(ours.join(''));
    });
  });
});
