import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import yauzl from 'yauzl';
import { readZip, sourceOver } from '../src/index.ts';
import { dosTime } from '../src/zip/layout.ts';
import { zip } from '../src/zip/write.ts';
import { type File, LIMITS, zipOf } from './zips.ts';

const dir = mkdtempSync(join(tmpdir(), 'guidang-zip-'));
afterAll(() => rmSync(dir, { recursive: true }));

const FILES: File[] = [
  { path: '档号/a.txt', bytes: Buffer.from('甲') },
  { path: '档号/空.txt', bytes: Buffer.alloc(0) },
  { path: '档号/申请材料/0001_申请表.pdf', bytes: Buffer.alloc(70_000, 7) },
];
const codes = async (bytes: Uint8Array, limits = LIMITS): Promise<string[]> => [
  ...new Set((await readZip(sourceOver(bytes), limits)).findings.map(({ code }) => code)),
];

describe('a ZIP of our writing', () => {
  it('is read back as it was written', async () => {
    const bytes = await zipOf(FILES);
    const { members, findings } = await readZip(sourceOver(bytes), LIMITS);
    expect(findings).toEqual([]);
    expect(members.map(({ path, size }) => [path, size])).toEqual(FILES.map(({ path, bytes }) => [path, bytes.length]));
    for (const [i, { from, size }] of members.entries())
      expect(bytes.subarray(from, from + size).equals(FILES[i]!.bytes)).toBe(true);
  });

  it('is taken by unzip, by Python and by yauzl, with its names and times', async () => {
    const path = join(dir, 'plain.zip');
    writeFileSync(path, await zipOf(FILES, '2026-03-05T23:59:59Z'));
    expect(execFileSync('unzip', ['-t', path]).toString()).toContain('No errors detected');
    const script = `import zipfile; z = zipfile.ZipFile('${path}'); print(z.testzip(), [(i.filename, i.file_size, i.date_time, oct(i.external_attr >> 16)) for i in z.infolist()][2])`;
    // The clock of Asia/Shanghai: eight hours ahead, so it is the sixth there.
    expect(execFileSync('python3', ['-c', script]).toString().trim()).toBe(
      "None ('档号/申请材料/0001_申请表.pdf', 70000, (2026, 3, 6, 7, 59, 58), '0o100644')",
    );
    const file = await promisify(
      yauzl.open as (path: string, options: yauzl.Options, done: (e: Error | null, z: yauzl.ZipFile) => void) => void,
    )(path, { lazyEntries: true, strictFileNames: true });
    const names: string[] = [];
    await new Promise<void>((resolve, reject) => {
      file.on('entry', (entry: yauzl.Entry) => {
        names.push(entry.fileName);
        file.readEntry();
      });
      file.on('end', resolve);
      file.on('error', reject);
      file.readEntry();
    });
    expect(names).toEqual(FILES.map((one) => one.path));
  });

  it('refuses a body that is not what was said of it', async () => {
    const streamed = async function* () {
      yield Buffer.from('abc');
    };
    const write = async (
      size: number,
      crc: number,
      body: () => AsyncIterable<Buffer> | Buffer = streamed,
    ): Promise<void> => {
      const entries = (async function* () {
        yield { path: 'a', size, crc32: crc, body: body() };
      })();
      for await (const _ of zip(entries, dosTime('2026-03-05T09:30:00Z')));
    };
    const right = 0x352441c2;
    await expect(write(2, right)).rejects.toThrow(RangeError);
    await expect(write(4, right)).rejects.toThrow(RangeError);
    await expect(write(3, 0)).rejects.toThrow(RangeError);
    await expect(write(4, right, () => Buffer.from('abc'))).rejects.toThrow(RangeError);
    await expect(write(3, right)).resolves.toBeUndefined();
  });

  it.each([
    ['1970-01-01T00:00:00Z', { date: 0x21, time: 0 }],
    ['2026-03-05T09:30:31Z', { date: (46 << 9) | (3 << 5) | 5, time: (17 << 11) | (30 << 5) | 15 }],
    ['2200-01-01T00:00:00Z', { date: (127 << 9) | (12 << 5) | 31, time: (23 << 11) | (59 << 5) | 29 }],
  ])('says the time %s by the clock of Asia/Shanghai, as far as DOS can', (at, expected) => {
    expect(dosTime(at)).toEqual(expected);
  });
});

describe('a ZIP of somebody else', () => {
  it.each([
    ['nothing at all', Buffer.alloc(0), ['ZIP_STRUCTURE']],
    ['some text', Buffer.from('这不是压缩包'.repeat(20)), ['ZIP_STRUCTURE']],
  ])('%s', async (_, bytes, expected) => {
    expect(await codes(bytes)).toEqual(expected);
  });

  const MADE: readonly (readonly [name: string, lines: string, code: string])[] = [
    ['a path out of the folder', "z.writestr('../x', 'x')", 'ZIP_NAMES'],
    ['an absolute path', "z.writestr('/etc/x', 'x')", 'ZIP_NAMES'],
    ['a drive letter', "z.writestr('C:/x', 'x')", 'ZIP_NAMES'],
    ['a backslash', "z.writestr('a\\\\b', 'x')", 'ZIP_NAMES'],
    ['a name not composed', "z.writestr('e\\u0301', 'x')", 'ZIP_NAMES'],
    ['two names that differ in case', "z.writestr('A', 'x'); z.writestr('a', 'x')", 'ZIP_NAMES'],
    ['a name twice', "z.writestr('a', 'x'); z.writestr('a', 'y')", 'ZIP_NAMES'],
    ['a folder entry', "z.writestr('a/', '')", 'ZIP_KINDS'],
    ['a symbolic link', "z.writestr(link('a'), '/etc/passwd')", 'ZIP_KINDS'],
    ['a compressed entry', "z.writestr('a', 'x' * 1000, zipfile.ZIP_DEFLATED)", 'ZIP_PLAIN'],
    ['a comment', "z.comment = b'hello'; z.writestr('a', 'x')", 'ZIP_STRUCTURE'],
  ];
  const script = `
import zipfile, io, base64, stat, warnings
warnings.simplefilter('ignore')
def link(name):
    i = zipfile.ZipInfo(name); i.create_system = 3; i.external_attr = (stat.S_IFLNK | 0o777) << 16
    return i
def made(write):
    b = io.BytesIO(); z = zipfile.ZipFile(b, 'w'); write(z); z.close()
    print(base64.b64encode(b.getvalue()).decode())
${MADE.map(([, lines]) => `def write(z):\n    ${lines}\nmade(write)`).join('\n')}`;
  const made = execFileSync('python3', ['-c', script]).toString().trim().split('\n');
  it.each(MADE.map(([name, , code], i) => [name, code, Buffer.from(made[i]!, 'base64')] as const))(
    'with %s is refused: %s',
    async (_, code, bytes) => {
      expect(await codes(bytes)).toContain(code);
    },
  );

  it('with more entries, a longer name, a larger directory or more bytes than allowed', async () => {
    const bytes = await zipOf(FILES);
    expect(await codes(bytes, { ...LIMITS, entries: 2 })).toEqual(['ZIP_LIMITS']);
    expect(await codes(bytes, { ...LIMITS, nameBytes: 20 })).toEqual(['ZIP_LIMITS']);
    expect(await codes(bytes, { ...LIMITS, directoryBytes: 20 })).toEqual(['ZIP_LIMITS']);
    expect(await codes(bytes, { ...LIMITS, bytes: 20 })).toEqual(['ZIP_LIMITS']);
  });

  it('has no byte outside its contents that could be changed, taken out or put in unseen', async () => {
    const bytes = await zipOf(FILES);
    const { members } = await readZip(sourceOver(bytes), LIMITS);
    const isContent = (at: number): boolean => members.some(({ from, size }) => at >= from && at < from + size);
    for (let at = 0; at < bytes.length; at++) {
      if (isContent(at)) continue;
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      const reading = await readZip(sourceOver(changed), LIMITS);
      const same = JSON.stringify(reading.members) === JSON.stringify(members);
      if (reading.findings.length === 0 && same) throw new Error(`byte ${at} may be changed`);
      // A CRC may differ in header and directory alike; it is found when the contents are read.
    }
  });

  it('is judged without a throw, whatever its bytes', async () => {
    const bytes = await zipOf(FILES);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(bytes.length - 1),
        fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xffffffff),
        fc.nat(bytes.length),
        async (at, value, end) => {
          const changed = Buffer.concat([bytes, Buffer.alloc(4)]);
          changed.writeUInt32LE(value, at);
          await readZip(sourceOver(changed.subarray(0, bytes.length)), LIMITS);
          expect(await codes(bytes.subarray(0, end))).toEqual(end === bytes.length ? [] : ['ZIP_STRUCTURE']);
        },
      ),
      { numRuns: 300 },
    );
  });
});
