import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import rules from '../../.dependency-cruiser.mjs';
import { impurities } from './purity.ts';

const ROOT = join(import.meta.dirname, '../..');

/** One planted violation for every fence: file → the rule that must find it. */
const PLANTED: Record<string, string> = {
  'packages/contracts/src/reads.ts': 'pure-packages-do-no-io',
  'packages/properties/src/sleeps.ts': 'pure-packages-do-no-io',
  'services/1-capture/src/decide.ts': 'decide-reaches-no-io',
  'packages/vault/src/asks-kafka.ts': 'one-file-knows-kafkajs',
  'packages/stream/src/asks-s3.ts': 'one-file-knows-s3',
  'services/2-check/src/tables.ts': 'prisma-in-store-only',
  'services/3-seal/src/visits.ts': 'services-do-not-import-services',
  'packages/stream/src/opens-door.ts': 'only-auditor-and-notary-open-the-door',
  'packages/auditor/src/climbs-in.ts': 'the-door-is-decide',
  'packages/vault/src/works-in-lab.ts': 'lab-is-for-tests',
  'packages/evidence/src/looks-up.ts': 'packages-look-down-evidence',
  'packages/formats/src/one.ts': 'no-circular',
};

let planted: string;
let found: { rule: string; from: string }[];

async function violationsIn(folder: string, places: string[]): Promise<{ rule: string; from: string }[]> {
  const before = process.cwd();
  process.chdir(folder);
  try {
    const { output } = await cruise(places, {
      ruleSet: { forbidden: rules.forbidden },
      ...rules.options,
      tsConfig: { fileName: join(ROOT, 'tsconfig.json') },
      validate: true,
    } as never);
    const { summary } = output as { summary: { violations: { rule: { name: string }; from: string }[] } };
    return summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }));
  } finally {
    process.chdir(before);
  }
}

beforeAll(async () => {
  planted = mkdtempSync(join(tmpdir(), 'guidang-fences-'));
  cpSync(join(import.meta.dirname, 'planted'), planted, { recursive: true });
  // What is fenced off from outside stands here as an empty shell of the same name.
  for (const name of ['kafkajs', '@aws-sdk/client-s3', '@prisma/client']) {
    mkdirSync(join(planted, 'node_modules', name), { recursive: true });
    writeFileSync(
      join(planted, 'node_modules', name, 'index.js'),
      'export const Kafka = 1, S3 = 1, PrismaClient = 1;\n',
    );
  }
  writeFileSync(join(planted, 'package.json'), '{"type":"module"}');
  found = await violationsIn(planted, ['packages', 'services']);
});
afterAll(() => rmSync(planted, { recursive: true, force: true }));

describe('the fences between the parts of the house', () => {
  it.each(Object.entries(PLANTED))('%s breaks %s', (from, rule) => {
    expect(found).toContainEqual({ rule, from });
  });

  it('have a planted violation each', () => {
    const fences = rules.forbidden
      .map(({ name }: { name: string }) => name)
      .filter((name: string) => !name.startsWith('packages-look-down'));
    expect(new Set(Object.values(PLANTED))).toEqual(new Set([...fences, 'packages-look-down-evidence']));
  });

  it('are kept by the house itself', { timeout: 120_000 }, async () => {
    expect(await violationsIn(ROOT, ['packages', 'services', 'infra', 'bench', 'e2e', 'tools'])).toEqual([]);
  });
});

/** Files of a service that its door is made of, followed through what they import by their paths. */
function madeOf(doors: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const follow = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, path] of readFileSync(join(ROOT, file), 'utf8').matchAll(/from '(\.[^']+\.ts)'/g))
      follow(join(dirname(file), path!));
  };
  for (const door of doors) follow(door);
  return seen;
}

describe('what is pure reads no clock, draws no chance and asks no environment', () => {
  it.each([
    'const at = Date.now();',
    'const at = new Date();',
    'const at = performance.now();',
    'const x = Math.random();',
    'import { randomBytes } from "node:crypto";',
    'const id = crypto.randomUUID();',
    'const home = process.env.HOME;',
    'setTimeout(() => {}, 1);',
    'await fetch("http://x");',
  ])('%s is found', (line) => {
    expect(impurities(`export {};\n${line}\n`)).toHaveLength(1);
  });

  it.each([
    'const at = new Date(time);',
    'Date.parse(time);',
    'Date.UTC(2026, 1, 0);',
    '// Date.now() would be wrong here',
    'sha256(randomness)',
  ])('%s is not taken for it', (line) => {
    expect(impurities(line)).toEqual([]);
  });

  it('in contracts, evidence, properties, and whatever a decide is made of', () => {
    const packages = globSync('packages/{contracts,evidence,properties}/src/**/*.ts', { cwd: ROOT });
    const doors = globSync('services/*/src/decide.ts', { cwd: ROOT });
    expect(doors).toHaveLength(6);
    const files = [...new Set([...packages, ...madeOf(doors)])].filter((file) => !file.endsWith('.test.ts'));
    expect(files.filter((file) => file.startsWith('services/')).length).toBeGreaterThan(40);
    const impure = files.flatMap((file) =>
      impurities(readFileSync(join(ROOT, file), 'utf8')).map((what) => `${file}: ${what}`),
    );
    expect(impure).toEqual([]);
  });
});
