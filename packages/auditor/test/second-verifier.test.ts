import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LogEntry } from '@guidang/stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../src/report/report.ts';
import { Chance } from '../src/tamper/chance.ts';
import { isLocated } from '../src/tamper/index.ts';
import { MemoryDump } from '../src/tamper/memory-dump.ts';
import type { Touched } from '../src/tamper/tampering.ts';
import { type History, makeHistory } from './history/history.ts';
import { writeHistory } from './history/write.ts';
import { anchorsOf, audited, historyOf, mutantsOf, signers } from './mutants/run.ts';

const VERIFIER = fileURLToPath(new URL('../../../verifiers/python/verify.py', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'guidang-second-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Opinion {
  readonly verdict: 'whole' | 'broken';
  readonly first: {
    readonly topic: string | null;
    readonly partition: number | null;
    readonly offset: number | null;
    readonly what: string;
  } | null;
}

/** What the other verifier says of dumps, all in one run. */
async function opinions(anchors: string, dumps: readonly string[]): Promise<Opinion[]> {
  const file = join(root, 'anchors.json');
  writeFileSync(file, anchors);
  const text = await new Promise<string>((resolve, reject) =>
    execFile('python3', ['-B', VERIFIER, '--anchors', file, ...dumps], { maxBuffer: 1e8 }, (error, out, err) =>
      (error && error.code !== 1) || err.includes('Traceback') ? reject(new Error(err)) : resolve(out),
    ),
  );
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Opinion);
}

/** Writes what is in memory as the dump that would have been taken of it. */
async function written(dump: MemoryDump, history: History, name: string): Promise<string> {
  const entries = new Map<string, LogEntry[]>();
  for (const place of history.log.entries.keys()) {
    const [topic = '', partition = ''] = place.split('/');
    entries.set(place, dump.entries(topic, Number(partition)));
  }
  const files = new Map(dump.logPaths().map((path) => [path, dump.logFile(path)!]));
  await writeHistory(
    { ...history, log: { entries, now: history.log.now }, files } as unknown as History,
    join(root, name),
  );
  return join(root, name);
}

/** Forgeries of this run. */
const SAMPLE = 80;

describe('the second verifier', { timeout: 600_000 }, () => {
  const made: { dir: string; report: Report; touched: Touched & { file?: string }; operator: string }[] = [];
  let second: Opinion[];
  let history: History;
  beforeAll(async () => {
    history = historyOf(2);
    const anchors = anchorsOf(history);
    for (const { mutant, seed } of mutantsOf(history, 2, 3)) {
      const dump = new MemoryDump(history.log.entries, history.files);
      const touched = mutant.apply(dump, { chance: new Chance(seed), signers });
      if (!touched) continue;
      const report = await audited(dump, anchors);
      made.push({
        dir: await written(dump, history, String(made.length)),
        report,
        touched,
        operator: `${mutant.operator} ${mutant.attacker}`,
      });
      if (made.length === SAMPLE) break;
    }
    second = await opinions(
      anchors,
      made.map(({ dir }) => dir),
    );
  }, 600_000);

  it('agrees with the auditor on every forgery of a sample, whether it is whole', () => {
    const differing = made.flatMap(({ report, touched, operator }, i) =>
      report.verdict === second[i]!.verdict
        ? []
        : [`${operator}: ${touched.what}: ${report.verdict}, ${second[i]!.verdict}`],
    );
    expect(differing).toEqual([]);
  });

  it('names the same record first, or another that was touched', () => {
    const differing = made.flatMap(({ report, touched, operator }, i) => {
      const [mine] = report.faults;
      const theirs = second[i]!.first;
      const place = (one: typeof theirs | typeof mine) => `${one?.topic}-${one?.partition}@${one?.offset}`;
      if (touched.file !== undefined)
        return theirs?.what.includes(touched.file.slice(4)) ? [] : [`${operator}: ${theirs?.what}`];
      const both = isLocated(touched, mine) && isLocated(touched, theirs ?? undefined);
      return both || place(mine) === place(theirs)
        ? []
        : [`${operator}: ${touched.what}: ${mine?.code} ${place(mine)}; ${theirs?.what} ${place(theirs)}`];
    });
    expect(differing.length / made.length, differing.join('\n')).toBeLessThanOrEqual(0.01);
  });

  it('finds nothing in legal histories', async () => {
    const dumps: string[] = [];
    for (let seed = 0; seed < 12; seed++) {
      const legal = makeHistory({
        ...{ seed, cases: 3 + (seed % 4), partitions: 1 + (seed % 3), trouble: (seed % 4) / 3, signers },
        ...{ unloggedTail: seed % 3 === 0, unfinished: seed % 2 === 0 },
      });
      await writeHistory(legal, join(root, `legal-${seed}`), { log: seed % 5 !== 0 });
      dumps.push(join(root, `legal-${seed}`));
    }
    const said = await opinions(JSON.stringify(signers.anchors), dumps);
    expect(said.filter(({ verdict }) => verdict !== 'whole')).toEqual([]);
  });

  it('is short, and needs nothing but Python and openssl', () => {
    const sourceOf = (name: string): string => readFileSync(VERIFIER.replace('verify.py', `${name}.py`), 'utf8');
    const linesOf = (name: string): number =>
      sourceOf(name)
        .split('\n')
        .filter((line) => line.trim() !== '' && !/^\s*(#|""")/.test(line)).length;
    const both = linesOf('verify') + linesOf('common');
    expect(both + linesOf('dumps')).toBeLessThan(500);
    expect(both + linesOf('proofs')).toBeLessThan(300);
    const names = ['verify', 'common', 'dumps', 'proofs'];
    const imports = names.flatMap((name) =>
      [...sourceOf(name).matchAll(/^(?:import|from) (.+)$/gm)].flatMap(([, said]) =>
        said!.split(' import ')[0]!.split(', '),
      ),
    );
    const ours = new Set(names);
    expect([...new Set(imports)].filter((name) => !ours.has(name)).sort()).toEqual([
      ...[
        'argparse',
        'base64',
        'datetime',
        'difflib',
        'functools',
        'hashlib',
        'json',
        'os',
        're',
        'struct',
        'subprocess',
      ],
      ...['sys', 'tempfile', 'types', 'zlib'],
    ]);
  });
});
