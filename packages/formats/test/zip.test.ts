import { describe, expect, it } from 'vitest';
import { bytesOf, LIMITS } from '../src/index.ts';
import { type Archive, throughArchive } from '../src/inspect/archive.ts';
import { type Packed, zip } from './zips.ts';

const MIB = 1024 ** 2;
const looked = (entries: readonly Packed[], limits = {}): Promise<Archive> =>
  throughArchive(bytesOf(zip(entries)), { ...LIMITS, ...limits });
const nested = (depth: number): Buffer =>
  depth === 0 ? Buffer.from('x') : zip([{ name: depth === 1 ? 'a.txt' : 'a.zip', content: nested(depth - 1) }]);

describe('a zip is gone through to its end', () => {
  it('counts what is in it', async () => {
    const archive = await looked([
      { name: 'a.txt', content: 'x'.repeat(1000) },
      { name: 'b.bin', content: Buffer.from([1, 2, 3]), stored: true },
      { name: 'empty', content: '' },
    ]);
    expect(archive).toMatchObject({ problems: [], fault: null, container: { entries: 3, unpacked: 1003, depth: 0 } });
  });

  it('unpacks what does not fit into memory in a stream', async () => {
    const large = Buffer.alloc(20 * MIB);
    for (let at = 0; at < large.length; at += 97) large[at] = at % 251;
    const good = await looked([{ name: 'large', content: large }]);
    expect(good).toMatchObject({ problems: [], fault: null });
    const wrong = await looked([{ name: 'large', content: large, says: { crc: 1 } }]);
    expect(wrong.fault).toBe('broken');
    const short = await looked([{ name: 'large', content: large, says: { unpacked: 17 * MIB } }]);
    expect(short).toMatchObject({
      fault: 'broken',
      problems: [{ code: 'ENTRY_DAMAGED', detail: 'longer than declared' }],
    });
  });

  it.each<[string, Packed, string]>([
    ['a wrong CRC', { name: 'a', content: 'abc', says: { crc: 5 } }, 'ENTRY_DAMAGED'],
    ['less than declared', { name: 'a', content: 'abc', says: { unpacked: 4 } }, 'ENTRY_DAMAGED'],
    ['more than declared', { name: 'a', content: 'abcdef', says: { unpacked: 3 } }, 'ENTRY_DAMAGED'],
    ['a method nobody knows', { name: 'a', content: 'abc', says: { method: 99 } }, 'ENTRY_METHOD'],
    ['an encrypted entry', { name: 'a', content: 'abc', says: { flags: 1 } }, 'ENTRY_ENCRYPTED'],
    ['an entry that is nowhere', { name: 'a', content: 'abc', says: { offset: 7 } }, 'ENTRY_DAMAGED'],
    ['a symbolic link', { name: 'a', content: '/etc/passwd', says: { mode: 0o120777 } }, 'ENTRY_SYMLINK'],
  ])('finds %s', async (_, entry, code) => {
    const { problems } = await looked([entry]);
    expect(problems.map((one) => one.code)).toContain(code);
  });

  it.each([
    ['../../etc/passwd', 'climbs out'],
    ['a/../../b', 'climbs out'],
    ['..\\windows\\x', 'climbs out'],
    ['/etc/passwd', 'absolute'],
    ['C:\\x', 'absolute'],
    ['\\\\server\\x', 'absolute'],
    ['a\u0000b', 'control characters'],
    ['a/con.txt', 'device name'],
    ['LPT1', 'device name'],
    ['', 'empty'],
  ])('finds the name %j: %s', async (name, what) => {
    const { problems } = await looked([{ name, content: 'x' }]);
    expect(problems).toEqual([{ code: 'ENTRY_NAME', detail: `${what}: 1 of 1 entries` }]);
  });

  it.each([
    ['a.txt', 'A.TXT'],
    ['é.txt', 'e\u0301.txt'],
    ['a', 'a'],
  ])('finds %j and %j to be one name', async (one, other) => {
    const { problems } = await looked([
      { name: one, content: 'x' },
      { name: other, content: 'y' },
    ]);
    expect(problems).toEqual([{ code: 'ENTRY_NAME', detail: 'duplicate: 1 of 2 entries' }]);
  });

  it.each(['申请表..pdf', 'a..b', 'console.txt', '𠮷田.pdf', 'com.txt'])(
    'has nothing against the name %s',
    async (name) => {
      expect((await looked([{ name, content: 'x' }])).problems).toEqual([]);
    },
  );
});

describe('a bomb is known before it goes off', () => {
  it.each<[string, Packed[], object, string]>([
    ['by its ratio', [{ name: 'a', content: Buffer.alloc(40 * MIB) }], {}, 'packed'],
    ['by its size', [{ name: 'a', content: 'x', says: { unpacked: 0xfffffff0 } }], {}, 'bytes unpacked'],
    [
      'by its entries',
      Array.from({ length: 30 }, (_, n) => ({ name: `${n}`, content: '' })),
      { entries: 20 },
      'more than 20 entries',
    ],
    [
      'by entries that share their bytes',
      [
        { name: 'a', content: 'x'.repeat(100) },
        { name: 'b', content: 'x'.repeat(100), says: { offset: 0 }, ghost: true },
      ],
      {},
      'share',
    ],
  ])('%s', async (_, entries, limits, detail) => {
    const { problems, fault } = await looked(entries, limits);
    expect(fault).toBe('not-looked');
    expect(problems).toEqual([{ code: 'ARCHIVE_BOMB', detail: expect.stringContaining(detail) }]);
  });

  it('by what is in the archives inside it, together', async () => {
    const inner = zip([{ name: 'a', content: Buffer.alloc(40 * MIB) }]);
    const { problems } = await looked([{ name: 'inner.zip', content: inner, stored: true }]);
    expect(problems.map(({ code }) => code)).toEqual(['ARCHIVE_BOMB']);
  });

  it('and a page of blanks is none', async () => {
    expect((await looked([{ name: 'a', content: Buffer.alloc(MIB) }])).problems).toEqual([]);
  });

  it('looks into archives inside archives, to a depth', async () => {
    expect(await throughArchive(bytesOf(nested(4)), LIMITS)).toMatchObject({
      fault: null,
      container: { depth: 3, entries: 4 },
    });
    const deeper = await throughArchive(bytesOf(nested(5)), LIMITS);
    expect(deeper).toMatchObject({ fault: 'not-looked', problems: [{ code: 'ARCHIVE_DEPTH' }] });
  });
});
