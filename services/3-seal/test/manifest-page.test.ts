import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { blank, makeLink } from '@guidang/stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealRule } from '../src/decide.ts';
import { parseInput } from '../src/input.ts';
import { BUCKET, gather, prearchiveOf } from './gathered.ts';
import { type Laboratory, laboratory, portsWithout } from './laboratory.ts';
import { sampleCase } from './sample-case.ts';

const page = readFileSync(new URL('../../../docs/formats/manifest.md', import.meta.url), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'guidang-manifest-'));
const at = (name: string): string => join(folder, name);
let lab: Laboratory;

const run = async (manifest: string): Promise<string> => {
  const { stdout } = await promisify(execFile)('python3', [at('check.py'), at('chain.jsonl'), at(manifest)], {
    env: { ...process.env, PYTHONIOENCODING: 'utf8' },
  });
  return stdout;
};

beforeAll(async () => {
  lab = laboratory();
  writeFileSync(at('check.py'), /```python\n([\s\S]*?)```/.exec(page)![1]!);
  const one = sampleCase({ refusals: 1 });
  const others = [1, 2, 3].map((n) => sampleCase({ number: `${one.number.slice(0, -1)}${n + 1}` }));
  const { vault } = await prearchiveOf(one, ...others);
  const ports = { ...portsWithout(lab), vault };
  const [facts] = await Promise.all([one, ...others].map((each) => gather(ports, each)));
  const { bytes } = makeLink(sealRule, blank(sealRule, one.number), {
    record: one.record,
    input: parseInput(one.record),
    scheme: one.scheme,
    facts: facts!,
    at: '2026-03-05T02:42:00.000Z',
    software: '0.1.0',
  });
  const chain = await vault.read(BUCKET, facts!.chain.content, 1e7);
  writeFileSync(at('chain.jsonl'), Buffer.concat([chain, bytes, Buffer.from('\n')]));
  const manifest = await vault.read(BUCKET, facts!.manifest.content, 1e7);
  writeFileSync(at('manifest.json'), manifest);
  writeFileSync(at('other.json'), manifest.toString().replace('"inForce":false', '"inForce":true'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  lab.clear();
});

/** Python is nobody's need here but this test's. */
const hasPython = spawnSync('python3', ['--version']).status === 0;

describe.skipIf(!hasPython)('the page that describes the manifest', () => {
  it('has a program in another language that makes it again, byte for byte', async () => {
    expect(await run('manifest.json')).toMatch(/the manifest holds: \w+ 23 links, \d+ objects, root [0-9a-f]{64}/);
  });

  it('and that refuses another', async () => {
    await expect(run('other.json')).rejects.toThrow('AssertionError: manifest');
  });
});
