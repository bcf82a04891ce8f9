import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { leafHash, NOTE_COSIGNATURE, parseVkey, verifyProof } from '@guidang/evidence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CheckedProof, PROOF_CHECKS } from '../src/proof/check/check-proof.ts';
import { unzip } from '../src/proof/check/zip.ts';
import { makeProof } from '../src/proof/make-proof.ts';
import { verifyPage } from '../src/proof/page.ts';
import { storedZip } from '../src/proof/stored-zip.ts';
import { verifyFile } from '../src/proof/verify-file.ts';
import { DumpSource } from '../src/source/dump-source.ts';
import { CannotAudit, openDump } from '../src/source/open-dump.ts';
import { BEGINS, makeHistory } from './history/history.ts';
import { makeSigners } from './history/trust.ts';
import { writeHistory } from './history/write.ts';

const root = mkdtempSync(join(tmpdir(), 'guidang-proof-'));
// Two of three witnesses are enough, and at each head another one was away.
const signers = makeSigners(new Date(BEGINS), 2);
const anchors = JSON.stringify(signers.anchors, null, 2);
const VERIFIER = fileURLToPath(new URL('../../../verifiers/python/verify.py', import.meta.url));
const DOCUMENT = fileURLToPath(new URL('../../../docs/verify-by-hand.md', import.meta.url));
const PAGE = fileURLToPath(new URL('../../../docs/verify.html', import.meta.url));
const history = makeHistory({
  ...{ seed: 3, cases: 12, partitions: 2, trouble: 0.3, unloggedTail: false, unfinished: false, signers },
  courses: ['stored', 'amended', 'late-events', 'withdrawn'],
});
const stored = [...history.linksOf.get('store')!.keys()].sort();
const withdrawn = history.scripts.find(({ course }) => course === 'withdrawn')!.name;
let source: DumpSource;
let zip: Buffer;

const page = readFileSync(PAGE, 'utf8');
const script = /<script>([\s\S]*)<\/script>/.exec(page)![1]!;
/** The page's own script, without a page around it. */
const inPage = async (bytes: Uint8Array, text: string): Promise<CheckedProof> => {
  const globals = { crypto, TextEncoder, TextDecoder, atob, btoa, Uint8Array, DataView };
  const context: typeof globals & { guidangCheckProof?: (zip: Uint8Array, anchors: string) => Promise<CheckedProof> } =
    globals;
  runInNewContext(script, context);
  return JSON.parse(JSON.stringify(await context.guidangCheckProof!(bytes, text))) as CheckedProof;
};
const statesOf = ({ checks }: CheckedProof) => Object.fromEntries(checks.map(({ check, state }) => [check, state]));

beforeAll(async () => {
  const dir = join(root, 'dump');
  await writeHistory(history, dir);
  source = new DumpSource(dir, openDump(dir).manifest!);
  zip = (await makeProof(source, stored[0]!)).zip;
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The proof with one entry changed; what is left undefined is taken out. */
function changed(name: string | RegExp, change: (bytes: Buffer) => Buffer | undefined): Buffer {
  const files = [...unzip(Uint8Array.from(zip))].map(([file, bytes]) => ({ name: file, bytes: Buffer.from(bytes) }));
  let done = false;
  return storedZip(
    files.flatMap((file) => {
      if (done || !(typeof name === 'string' ? file.name === name : name.test(file.name))) return [file];
      const bytes = change(file.bytes);
      if (bytes?.equals(file.bytes)) return [file];
      done = true;
      return bytes ? [{ name: file.name, bytes }] : [];
    }),
  );
}
const replaced = (from: string | RegExp, to: string | ((...parts: string[]) => string)) => (bytes: Buffer) =>
  Buffer.from(bytes.toString('utf8').replace(from, to as string));
/** A link is changed, and everything that can be changed with it by whoever has no keys. */
function relinked(change: (text: string) => string): Buffer {
  const files = [...unzip(Uint8Array.from(zip))].map(([name, bytes]) => ({ name, bytes: Buffer.from(bytes) }));
  const link = files.find(({ name }) => name === 'links/0002.json')!;
  const was = createHash('sha256').update(link.bytes).digest('hex');
  link.bytes = Buffer.from(change(link.bytes.toString('utf8')));
  const is = createHash('sha256').update(link.bytes).digest('hex');
  for (const file of files)
    if (/^(proof\.json|links\.sha256)$/.test(file.name)) file.bytes = replaced(was, is)(file.bytes);
  return storedZip(files);
}

/** What the second verifier says of proofs, all in one run. */
async function secondOpinions(
  dir: string,
  proofs: readonly { bytes: Buffer; trust: string }[],
): Promise<{ verdict: string; checks: Record<string, string> }[]> {
  const lines = proofs.map(({ bytes, trust }, n) => {
    const name = createHash('sha256').update(trust).digest('hex').slice(0, 8);
    writeFileSync(join(dir, `${name}.json`), trust);
    writeFileSync(join(dir, `${n}.proof.zip`), bytes);
    return `${join(dir, `${name}.json`)}\t${join(dir, `${n}.proof.zip`)}\n`;
  });
  const text = await new Promise<string>((resolve, reject) => {
    const child = execFile('python3', ['-B', VERIFIER, '--batch'], { maxBuffer: 1e8 }, (error, out, err) =>
      (error && error.code !== 1) || err.includes('Traceback') ? reject(new Error(err)) : resolve(out),
    );
    child.stdin!.end(lines.join(''));
  });
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('the proof of a case', { timeout: 60_000 }, () => {
  it('holds, by the program and by the page, for every case that was stored', async () => {
    for (const name of stored.slice(0, 4)) {
      const made = await makeProof(source, name);
      const checked = await verifyFile(made.zip, anchors);
      expect(checked.checks.filter(({ state }) => state === 'bad')).toEqual([]);
      expect(checked).toMatchObject({ verdict: 'holds', case: name });
      expect(checked.package).toMatch(/^[0-9a-f]{64}$/);
      const paged = await inPage(made.zip, anchors);
      expect({ ...statesOf(paged), NATIONAL: 0 }).toEqual({ ...statesOf(checked), NATIONAL: 0 });
    }
  });

  it('holds as far as a case has come that was never sealed', async () => {
    const made = await makeProof(source, withdrawn);
    const checked = await verifyFile(made.zip, anchors);
    expect(checked.verdict).toBe('holds');
    expect(statesOf(checked)).toMatchObject({
      INCLUSION: 'ok',
      CHAIN: 'ok',
      MANIFEST: 'not-run',
      SIGNATURE: 'not-run',
    });
  });

  it('is the same bytes whenever it is made, and opens with unzip', async () => {
    expect((await makeProof(source, stored[0]!)).zip.equals(zip)).toBe(true);
    const file = join(root, 'a.zip');
    writeFileSync(file, zip);
    await new Promise<void>((resolve, reject) =>
      execFile('unzip', ['-tq', file], (error) => (error ? reject(error) : resolve())),
    );
  });

  it('holds tlog-proofs that packages/evidence takes', () => {
    const files = unzip(Uint8Array.from(zip));
    const log = parseVkey(signers.anchors.log.vkey);
    const witnesses = signers.anchors.witnesses
      .map(({ vkey }) => parseVkey(vkey))
      .flatMap((key) => (key.ok ? [key.value] : []));
    if (!log.ok || witnesses.some(({ type }) => type !== NOTE_COSIGNATURE)) throw new Error('keys');
    const link = createHash('sha256').update(files.get('links/0003.json')!).digest();
    const text = Buffer.from(files.get('tlog-proof/0003.tlog-proof')!).toString('utf8');
    expect(verifyProof(text, leafHash(link), log.value, witnesses, signers.anchors.quorum).ok).toBe(true);
  });

  it('is not made of a case that is not there, nor without the files of the log', async () => {
    await expect(makeProof(source, 'NOBODY-1')).rejects.toThrow(CannotAudit);
    await expect(
      makeProof({ extents: source.extents, open: source.open.bind(source), logFile: null }, stored[0]!),
    ).rejects.toThrow(CannotAudit);
  });
});

const other = JSON.stringify(makeSigners(new Date(BEGINS)).anchors);
const otherLetter = (_: string, letter: string, rest: string) => `${letter === 'A' ? 'B' : 'A'}${rest}`;
const flipped = (bytes: Buffer): Buffer => {
  const copy = Buffer.from(bytes);
  copy[copy.length >> 1]! ^= 1;
  return copy;
};
/** The proof with a file that is put in, or put in the place of another. */
const withFile = (name: string, bytes: string | Uint8Array): Buffer =>
  storedZip([
    ...[...unzip(Uint8Array.from(zip))]
      .filter(([file]) => file !== name)
      .map(([file, was]) => ({ name: file, bytes: was })),
    { name, bytes: Buffer.from(bytes) },
  ]);

/** How a proof is spoilt, and which check says so first or at all. */
type Spoilt = [what: string, check: keyof typeof PROOF_CHECKS, make: () => Buffer, trust?: string];
const SPOILT: Spoilt[] = [
  ['a letter of a link', 'FILES', () => changed('links/0002.json', replaced('"time":"2', '"time":"3'))],
  [
    'a letter of a link, its digest with it',
    'INCLUSION',
    () => relinked((text) => text.replace('"time":"2', '"time":"3')),
  ],
  ['white space of a link, its digest with it', 'INCLUSION', () => relinked((text) => text.replace(',', ', '))],
  ['a link that is taken out', 'FILES', () => changed('links/0002.json', () => undefined)],
  [
    'a link that is taken out of the index too',
    'CHAIN',
    () =>
      changed('proof.json', (bytes) => {
        const index = JSON.parse(bytes.toString('utf8')) as { links: object[] };
        index.links.splice(1, 1);
        return Buffer.from(JSON.stringify(index, undefined, 1));
      }),
  ],
  [
    'a link that comes twice',
    'INCLUSION',
    () =>
      changed('proof.json', (bytes) => {
        const index = JSON.parse(bytes.toString('utf8')) as { links: object[] };
        index.links.push(index.links[0]!);
        return Buffer.from(JSON.stringify(index, undefined, 1));
      }),
  ],
  ['the place of a link', 'INCLUSION', () => changed('proof.json', replaced(/"index": (\d+)/, '"index": 1$1'))],
  [
    'a neighbour',
    'INCLUSION',
    () =>
      changed('inclusion/0001.txt', (bytes) =>
        Buffer.from(bytes.map((byte, i) => (i === 5 ? (byte === 48 ? 49 : 48) : byte))),
      ),
  ],
  [
    'the side of a neighbour',
    'INCLUSION',
    () =>
      changed('inclusion/0001.txt', (bytes) =>
        Buffer.from(bytes.toString('utf8').replace(/^[LR]/, (side) => (side === 'L' ? 'R' : 'L'))),
      ),
  ],
  ['the size of the checkpoint', 'CHECKPOINT', () => changed('checkpoint', replaced(/\n(\d+)\n/, '\n1$1\n'))],
  [
    'a checkpoint without its witness',
    'WITNESSES',
    () =>
      changed('checkpoint', (bytes) => Buffer.from(`${bytes.toString('utf8').split('\n').slice(0, 5).join('\n')}\n`)),
  ],
  ['a letter of a cosignature', 'WITNESSES', () => changed('checkpoint', replaced(/(.)(.{8}\n)$/, otherLetter))],
  ['the case it is said to be of', 'FILES', () => changed('proof.json', replaced(/"case": "./, '"case": "X'))],
  ['a link of which the index knows nothing', 'COPIES', () => withFile('links/9999.json', '{}')],
  [
    'a letter of the signature of the seal',
    'COPIES',
    () => changed('seal/manifest.jws', replaced(/(.)(.{8})$/, otherLetter)),
  ],
  ['a byte of the token of the seal', 'COPIES', () => changed('seal/timestamp.tst', flipped)],
  [
    'the way to what was stamped',
    'COPIES',
    () => changed('seal/timestamp-path.txt', () => Buffer.from(`${'ab'.repeat(32)}\n`)),
  ],
  [
    'the token of the checkpoint',
    'STAMPED',
    () => withFile('checkpoint.tst', unzip(Uint8Array.from(zip)).get('seal/timestamp.tst')!),
  ],
  ['the manifest', 'MANIFEST', () => changed('seal/manifest.json', replaced('"version":1', '"version":2'))],
  ['a file that is behind the end', 'FILES', () => Buffer.concat([zip, Buffer.from('x')])],
  ['bytes between the files', 'FILES', () => Buffer.concat([Buffer.from('x'), zip])],
  ['half of it', 'FILES', () => zip.subarray(0, zip.length / 2)],
  ['nothing', 'FILES', () => Buffer.alloc(0)],
  ['keys of somebody else', 'CHECKPOINT', () => zip, other],
];

describe('a proof that was changed', { timeout: 60_000 }, () => {
  it.each<Spoilt>(SPOILT)('%s: %s fails, by the program and by the page', async (_, check, make, trust = anchors) => {
    const bytes = make();
    const checked = await verifyFile(bytes, trust);
    expect(checked.verdict).toBe('fails');
    expect(statesOf(checked)).toMatchObject({ [check]: 'bad' });
    expect(statesOf(await inPage(bytes, trust))).toMatchObject({ [check]: 'bad' });
  });

  /** With one byte of one file changed: each file in turn, of those there is one of for each link every fourth. */
  const oneByte = (): { name: string; spoilt: Buffer }[] =>
    [...unzip(Uint8Array.from(zip))].flatMap(([name, bytes]) => {
      if (name === '说明.txt' || bytes.length === 0 || Number(/\/(\d+)\./.exec(name)?.[1] ?? 1) % 4 !== 1) return [];
      const at = Math.floor(bytes.length / 3);
      const spoilt = changed(name, (was) => {
        const copy = Buffer.from(was);
        copy[at]! ^= 1;
        return copy;
      });
      return [{ name, spoilt }];
    });

  it('one byte anywhere in what is checked makes it fail', async () => {
    const overlooked: string[] = [];
    for (const { name, spoilt } of oneByte())
      if ((await verifyFile(spoilt, anchors)).verdict === 'holds') overlooked.push(name);
    expect(overlooked).toEqual([]);
  });

  it('is refused by the second verifier as well, by the same checks; what holds holds', async () => {
    const whole = await Promise.all([...stored.slice(0, 4), withdrawn].map((name) => makeProof(source, name)));
    const all: { what: string; bytes: Buffer; trust: string }[] = [
      ...whole.map((made) => ({ what: 'whole', bytes: made.zip, trust: anchors })),
      ...SPOILT.map(([what, , make, trust = anchors]) => ({ what, bytes: make(), trust })),
      ...oneByte().map(({ name, spoilt }) => ({ what: `one byte of ${name}`, bytes: spoilt, trust: anchors })),
    ];
    const said = await secondOpinions(root, all);
    for (const [i, { what, bytes, trust }] of all.entries()) {
      const mine = await verifyFile(bytes, trust);
      expect(said[i], what).toMatchObject({ verdict: mine.verdict, checks: statesOf(mine) });
    }
  });
});

describe('docs/verify.html', () => {
  it('is made of the check as it is now (renew it: node packages/auditor/src/proof/write-page.ts)', () => {
    expect(page).toBe(verifyPage());
  });

  it('asks nobody anything', () => {
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/https?:\/\/|fetch\(|XMLHttpRequest|WebSocket|import\(|<link|<img|src=/);
    expect(page.length).toBeLessThan(64_000);
  });

  it('says every check in Chinese and in English', () => {
    for (const { zh, en } of Object.values(PROOF_CHECKS)) {
      expect(page).toContain(zh);
      expect(page).toContain(en);
    }
  });
});

describe('docs/verify-by-hand.md', { timeout: 120_000 }, () => {
  const steps = [...readFileSync(DOCUMENT, 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text]) => text!);
  const byHand = (
    proof: Buffer,
    { file = '', trusted = anchors, commands = steps } = {},
  ): Promise<{ code: number; out: string }> => {
    const dir = mkdtempSync(join(root, 'hand-'));
    writeFileSync(join(dir, 'p.zip'), proof);
    writeFileSync(join(dir, 'anchors.json'), trusted);
    const env = { ...process.env, PROOF: join(dir, 'p.zip'), ANCHORS: join(dir, 'anchors.json'), FILE: file };
    return new Promise((resolve) =>
      execFile('bash', ['-c', commands.join('\n')], { cwd: dir, env }, (error, out, err) =>
        resolve({ code: error ? Number(error.code) : 0, out: out + err }),
      ),
    );
  };

  it('comes to the same, command by command', async () => {
    const { code, out } = await byHand(zip);
    expect(out).toMatch(/whole: \d+ links under \d+ of /);
    expect(code).toBe(0);
  });

  it('stops where fewer witnesses have signed than must have', async () => {
    const trusted = JSON.stringify({ ...signers.anchors, quorum: 3 }, null, 2);
    const { code, out } = await byHand(zip, { trusted });
    expect(out).toContain('2 witnesses, and 3 must have signed');
    expect(code).not.toBe(0);
  });

  // Hashing every link's way into the log takes seconds by hand: where the seal was spoilt, that step is left out.
  it.each<Spoilt>(SPOILT)('stops where a proof was spoilt: %s', async (_, check, make, trusted = anchors) => {
    const left =
      check === 'COPIES' || check === 'MANIFEST' ? steps.filter((text) => !text.includes('inclusion/')) : steps;
    const { code, out } = await byHand(make(), { trusted, commands: left });
    expect(out).not.toContain('whole:');
    expect(code).not.toBe(0);
  });
});
