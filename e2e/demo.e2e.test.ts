import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { auditDump, exitCodeOf } from '@guidang/auditor';
import { readParts } from '@guidang/infra-local';
import { describe, expect, it } from 'vitest';
import { ROOT } from './src/demo/audit.ts';

const RUN = process.env.GUIDANG_RUN ?? `${ROOT}/.local`;

const run = (command: string, args: string[]) =>
  spawnSync(command, args, { cwd: ROOT, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' }, timeout: 400_000 });

describe('the demo', () => {
  it('runs as the front page says, and everything is as it should be', { timeout: 420_000 }, () => {
    const { status, stdout, stderr } = run(process.execPath, [`${ROOT}/e2e/src/demo.ts`]);
    expect(status, `${stdout.slice(-4000)}\n${stderr.slice(-4000)}`).toBe(0);
    const report = JSON.parse(readFileSync(`${RUN}/demo/report.json`, 'utf8'));
    expect(report).toMatchObject({
      cases: { published: 30, stored: 22, refused: 6, withdrawn: 1, waiting: 1 },
      audit: { exitCode: 0, findings: 0 },
    });
    expect(report.tamperings).toHaveLength(3);
    for (const { name, detected, located } of report.tamperings)
      expect({ name, detected, located }).toEqual({ name, detected: true, located: true });
    expect(report.proof.opinions).toEqual(
      ['guidang', 'python', 'by-hand'].map((verifier) => ({ verifier, holds: true, refusesSpoilt: true })),
    );
    // What each of them said is told.
    for (const words of ['证明成立: ', '"verdict": "holds"', /whole: \d+ links under \d+ of /])
      expect(stdout).toMatch(words);
  });
});

describe("the demo's dump", () => {
  it('is broken to the auditor once a byte is changed, in whichever file and wherever in it', {
    timeout: 240_000,
  }, async () => {
    const dir = `${RUN}/demo/dump`;
    const anchors = readFileSync(`${RUN}/demo/anchors.json`, 'utf8');
    const files = readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => readFileSync(file).length > 0)
      .sort();
    const verdict = async () => exitCodeOf(await auditDump(dir, { anchors }));
    expect(await verdict()).toBe(0);
    const overlooked: string[] = [];
    // A dozen files from all over the folder, the changed byte each time further back in its file.
    const tried = 12;
    for (let n = 0; n < tried; n++) {
      const file = files[Math.floor((n * files.length) / tried)]!;
      const bytes = readFileSync(file);
      const changed = Buffer.from(bytes);
      const at = Math.floor((n * bytes.length) / tried);
      changed[at]! ^= 1;
      writeFileSync(file, changed);
      if ((await verdict()) !== 1) overlooked.push(`${file} ${at}`);
      writeFileSync(file, bytes);
    }
    expect(overlooked).toEqual([]);
  });
});

/** The commands of a section of a page, as they stand there. */
function commandsOf(page: string, heading: RegExp): string[] {
  const section = readFileSync(`${ROOT}/${page}`, 'utf8')
    .split(/^## /m)
    .find((part) => heading.test(part))!;
  const block = /```sh\n([\s\S]*?)```/.exec(section)![1]!;
  return block.split('\n').filter((line) => line !== '');
}

describe('the front pages', () => {
  it.each([
    ['README.md', /^Audit it yourself/],
    ['README.zh-CN.md', /^自己审计/],
  ])(
    '%s: an auditor types the commands as they stand, and is told that all is whole',
    { timeout: 120_000 },
    (page, heading) => {
      expect(readParts().kafka.brokers).toHaveLength(1);
      // As after an audit before.
      mkdirSync(`${ROOT}/.local/dump`, { recursive: true });
      writeFileSync(`${ROOT}/.local/dump/dump.json`, '{}');
      for (const command of commandsOf(page, heading)) {
        // The tests have parts of their own; nothing else in the line is changed.
        const { status, stdout, stderr } = run('bash', ['-c', command.replaceAll('.local/demo/', `${RUN}/demo/`)]);
        expect(status, `${command}\n${stdout}\n${stderr}`).toBe(0);
      }
      rmSync(`${ROOT}/.local/dump`, { recursive: true, force: true });
    },
  );

  it('name only targets that make knows', () => {
    const targets = [...readFileSync(`${ROOT}/Makefile`, 'utf8').matchAll(/^([a-z]+):/gm)].map(([, name]) => name);
    for (const page of ['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md', 'docs/operations/local.md'])
      for (const [, name] of readFileSync(`${ROOT}/${page}`, 'utf8').matchAll(/`?make ([a-z]+)/g)) {
        if (['sure', 'it', 'the', 'a'].includes(name!)) continue;
        expect(targets, `${page}: make ${name}`).toContain(name);
      }
  });
});
