import { sha256 } from '@guidang/evidence';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHECKS, PLACES, readZip, sourceOver } from '../src/index.ts';
import { authorities } from './authorities.ts';
import { coveredUp, type Files, FOLDER, failed, filesOf, found, packageOf, packed } from './made-package.ts';
import { sealedCase } from './sealed-case.ts';
import { LIMITS } from './zips.ts';

const who = await authorities('A');
const stranger = await authorities('B');
const one = sealedCase(who);
const other = sealedCase(who, { case: `${one.scheme.scheme.matter.code}202603010002`, opinion: '另一件' });
const bytes = await packageOf(one);
const files = await filesOf(bytes);
const otherFiles = await filesOf(await packageOf(other));

const FILE = 'data/申请材料/0001_申请表.pdf';
const flipped = (content: Buffer, at = 0): Buffer => {
  const changed = Buffer.from(content);
  changed[at]! ^= 1;
  return changed;
};
const put =
  (path: string, content: Buffer | string): ((files: Files) => void) =>
  (all) =>
    void all.set(path, Buffer.from(content));
const flip =
  (path: string, at = 0): ((files: Files) => void) =>
  (all) =>
    void all.set(path, flipped(all.get(path)!, at));
const say =
  (path: string, from: string | RegExp, to: string): ((files: Files) => void) =>
  (all) => {
    const text = all.get(path)!.toString();
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`${path} does not say ${from}`);
    all.set(path, Buffer.from(changed));
  };
const remove =
  (path: string): ((files: Files) => void) =>
  (all) =>
    void all.delete(path);
const fromOther =
  (...paths: string[]): ((files: Files) => void) =>
  (all) => {
    for (const path of paths) all.set(path, otherFiles.get(path)!);
  };
const lines =
  (change: (lines: string[]) => string[]): ((files: Files) => void) =>
  (all) => {
    const now = change(all.get(PLACES.chain)!.toString().split('\n').slice(0, -1));
    all.set(PLACES.chain, Buffer.from(now.map((line) => `${line}\n`).join('')));
  };
const manifestDigest = sha256(files.get(PLACES.manifest)!);

it('the package before any change passes', async () => {
  expect(await failed(bytes, who.trust)).toEqual([]);
  expect((await packed(files)).equals(bytes)).toBe(true);
});

/** What somebody changes, without touching the lists. */
const CARELESS: readonly (readonly [what: string, change: (files: Files) => void, codes: readonly string[]])[] = [
  ['a byte of a material', flip(FILE), ['BAG_MANIFEST', 'SEAL_OBJECTS', 'CASE_FILES', 'CATALOGUE', 'SM3_MANIFEST']],
  [
    'a byte of the process record',
    flip(PLACES.document, 100),
    ['BAG_MANIFEST', 'DOCUMENT_SIGNATURE', 'SEAL_OBJECTS', 'CASE_FILES', 'CATALOGUE', 'SM3_MANIFEST'],
  ],
  [
    'a byte of a replaced material',
    flip('data/历次材料/0001_申请表.pdf'),
    ['BAG_MANIFEST', 'SEAL_OBJECTS', 'CASE_FILES', 'CATALOGUE', 'SM3_MANIFEST'],
  ],
  ['bagit.txt', say('bagit.txt', '1.0', '0.97'), ['BAG_DECLARATION', 'BAG_TAGMANIFEST']],
  ['a label of bag-info.txt', say('bag-info.txt', '东莞市', '广州市'), ['BAG_INFO', 'BAG_TAGMANIFEST']],
  [
    'a line of the manifest taken out',
    say('manifest-sha256.txt', /.*说明文件.*\n/, ''),
    ['BAG_MANIFEST', 'BAG_TAGMANIFEST'],
  ],
  [
    'a line of the manifest twice',
    say('manifest-sha256.txt', /(.*说明文件.*\n)/, '$1$1'),
    ['BAG_MANIFEST', 'BAG_TAGMANIFEST'],
  ],
  [
    'a line of the manifest with one space',
    say('manifest-sha256.txt', '  data', ' data'),
    ['BAG_MANIFEST', 'BAG_TAGMANIFEST'],
  ],
  [
    'lines of the manifest in another order',
    (all) =>
      void all.set(
        'manifest-sha256.txt',
        Buffer.from(`${all.get('manifest-sha256.txt')!.toString().trimEnd().split('\n').reverse().join('\n')}\n`),
      ),
    ['BAG_MANIFEST', 'BAG_TAGMANIFEST'],
  ],
  ['the tag manifest', flip('tagmanifest-sha256.txt'), ['BAG_TAGMANIFEST']],
  ['the tag manifest taken out', remove('tagmanifest-sha256.txt'), ['BAG_TAGMANIFEST', 'FILES_REQUIRED']],
  ['a file beside data/', put('readme.md', 'hello'), ['BAG_COMPLETE']],
  [
    'fetch.txt, which would fetch from elsewhere',
    put('fetch.txt', 'https://example.org/x 1 data/x\n'),
    ['BAG_COMPLETE'],
  ],
  [
    'a byte of the manifest of the seal',
    flip(PLACES.manifest, 40),
    ['BAG_MANIFEST', 'SEAL_MANIFEST', 'SEAL_PATH', 'SEAL_SIGNATURE', 'SEAL_RECORD'],
  ],
  [
    'the manifests of bag and seal swapped',
    (all) => {
      const [a, b] = [all.get('manifest-sha256.txt')!, all.get(PLACES.sm3)!];
      all.set('manifest-sha256.txt', b);
      all.set(PLACES.sm3, a);
    },
    ['BAG_INFO', 'BAG_MANIFEST', 'BAG_TAGMANIFEST', 'SM3_MANIFEST'],
  ],
];

/** What somebody changes who then makes all lists agree again. */
const COVERED: readonly (readonly [what: string, change: (files: Files) => void, codes: readonly string[]])[] = [
  ['a material', put(FILE, '伪造'), ['SEAL_OBJECTS', 'CASE_FILES']],
  ['a material taken out', remove(FILE), ['SEAL_OBJECTS', 'CASE_FILES', 'CATALOGUE']],
  ['a material put in', put('data/申请材料/0009_伪造.pdf', 'x'), ['CASE_FILES', 'CATALOGUE']],
  ['a file put in beside the materials', put('data/其他/x.txt', 'x'), ['CASE_FILES', 'CATALOGUE']],
  [
    'a material under another name',
    (all) => {
      all.set('data/申请材料/0001_表.pdf', all.get(FILE)!);
      all.delete(FILE);
    },
    ['CASE_FILES', 'CATALOGUE'],
  ],
  [
    'two materials swapped',
    (all) => {
      const [a, b] = ['data/申请材料/0002_身份证明_正反面-1.jpg', 'data/申请材料/0002_身份证明_正反面-2.jpeg'];
      const [x, y] = [all.get(a)!, all.get(b)!];
      all.set(a, y);
      all.set(b, x);
    },
    ['CASE_FILES', 'CATALOGUE'],
  ],
  ['the form', say(PLACES.form, '首次', '再次'), ['SEAL_OBJECTS', 'CASE_FILES']],
  [
    'the applicant in 基本信息.xml',
    say(PLACES.basic, '11010519491231002X', '110105194912310038'),
    ['BASIC_INFORMATION'],
  ],
  ['基本信息.xml not well-formed', say(PLACES.basic, '</base_info>', ''), ['BASIC_INFORMATION']],
  [
    '基本信息.xml with a document type',
    say(PLACES.basic, '<base_info', '<!DOCTYPE x [<!ENTITY y "z">]>\n<base_info'),
    ['BASIC_INFORMATION'],
  ],
  ['a material in 材料清单.xml', say(PLACES.materials, '执业证书', '结业证书'), ['MATERIAL_LIST']],
  ['an opinion in 流程信息.xml', say(PLACES.process, '符合', '不符合'), ['PROCESS_INFORMATION']],
  ['a name in 目录文件.xml', say(PLACES.catalogue, '申请表.PDF', '申请书.PDF'), ['CATALOGUE']],
  ['说明文件.txt', say(PLACES.readme, '不应取自', '可取自'), ['README']],
  [
    'the manifest of the seal',
    say(PLACES.manifest, '窗口受理岗', '窗口审批岗'),
    ['BAG_INFO', 'SEAL_PATH', 'SEAL_SIGNATURE', 'SEAL_RECORD', 'CHAIN_SEALED', 'PROCESS_INFORMATION'],
  ],
  [
    'the manifest of another case',
    fromOther(PLACES.manifest),
    ['SEAL_PATH', 'SEAL_SIGNATURE', 'SEAL_RECORD', 'SEAL_OBJECTS', 'CASE_FILES', 'CHAIN_LINKS'],
  ],
  [
    'the whole seal of another case',
    fromOther(PLACES.manifest, PLACES.signature, PLACES.token, PLACES.path, PLACES.record),
    ['SEAL_OBJECTS', 'CASE_FILES', 'CHAIN_LINKS'],
  ],
  ['the chain of another case', fromOther(PLACES.chain), ['CHAIN_LINKS']],
  ['the timestamp of another case', fromOther(PLACES.token), ['SEAL_TIMESTAMP', 'SEAL_RECORD', 'CHAIN_SEALED']],
  [
    'the timestamp and path of another case',
    fromOther(PLACES.token, PLACES.path),
    ['SEAL_PATH', 'SEAL_RECORD', 'CHAIN_SEALED'],
  ],
  ['the evidence record of another case', fromOther(PLACES.record), ['SEAL_RECORD', 'CHAIN_SEALED']],
  ['a byte of the evidence record', flip(PLACES.record, 200), ['SEAL_RECORD', 'CHAIN_SEALED']],
  ['no evidence record', put(PLACES.record, ''), ['SEAL_RECORD', 'CHAIN_SEALED']],
  [
    'a part of a seal in the other suite',
    put(PLACES.nationalSignature, 'x'),
    ['FILES_REQUIRED', 'SEAL_TIMESTAMP', 'SEAL_PATH', 'SEAL_RECORD', 'CHAIN_SEALED', 'CATALOGUE'],
  ],
  ['the certificates taken out', put(PLACES.validation, ''), ['SEAL_VALIDATION']],
  [
    'the certificates of somebody else',
    (all) => void all.set(PLACES.validation, stranger.validation),
    ['SEAL_VALIDATION'],
  ],
  [
    'a revocation list that is none',
    (all) =>
      void all.set(
        PLACES.validation,
        Buffer.concat([
          all.get(PLACES.validation)!,
          Buffer.from('-----BEGIN X509 CRL-----\nMAA=\n-----END X509 CRL-----\n'),
        ]),
      ),
    ['SEAL_VALIDATION'],
  ],
  [
    'the process record signed by somebody nobody trusts',
    (all) => void all.set(PLACES.document, stranger.document),
    ['DOCUMENT_SIGNATURE', 'SEAL_OBJECTS', 'CASE_FILES'],
  ],
  [
    'a token of an authority nobody trusts',
    (all) => void all.set(PLACES.token, stranger.stamp(sha256('x'), new Date('2026-03-05T09:31:00Z'))),
    ['SEAL_TIMESTAMP', 'SEAL_RECORD', 'CHAIN_SEALED'],
  ],
  [
    'a token by the right authority over something else',
    (all) => void all.set(PLACES.token, who.stamp(sha256('x'), new Date('2026-03-05T09:31:00Z'))),
    ['SEAL_TIMESTAMP', 'SEAL_RECORD', 'CHAIN_SEALED'],
  ],
  ['no token', put(PLACES.token, ''), ['SEAL_TIMESTAMP', 'SEAL_RECORD', 'CHAIN_SEALED']],
  [
    'a path of the right form to nowhere',
    (all) => {
      const file = JSON.parse(all.get(PLACES.path)!.toString()) as { path: string[][] };
      file.path[0]![0] = file.path[0]![0]!.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
      all.set(PLACES.path, Buffer.from(`${JSON.stringify(file, null, 1)}\n`));
    },
    ['SEAL_PATH', 'SEAL_RECORD', 'CHAIN_SEALED'],
  ],
  ['a path that is none', put(PLACES.path, '{}'), ['SEAL_PATH', 'SEAL_RECORD', 'CHAIN_SEALED']],
  [
    'a signature by somebody nobody trusts',
    (all) =>
      void all.set(
        PLACES.signature,
        Buffer.from(stranger.sign(all.get(PLACES.manifest)!, new Date('2026-03-05T09:31:00Z'))),
      ),
    ['SEAL_SIGNATURE', 'CHAIN_SEALED'],
  ],
  [
    'a signature over something else',
    (all) => void all.set(PLACES.signature, Buffer.from(who.sign(Buffer.from('x'), new Date('2026-03-05T09:31:00Z')))),
    ['SEAL_SIGNATURE', 'CHAIN_SEALED'],
  ],
  ['no signature', put(PLACES.signature, ''), ['SEAL_SIGNATURE', 'CHAIN_SEALED']],
  ['a link changed', lines((all) => all.with(1, all[1]!.replace('收件', '受件'))), ['CHAIN_LINKS', 'CHAIN_MANIFEST']],
  ['white space in a link', lines((all) => all.with(1, `${all[1]} `)), ['CHAIN_LINKS', 'CHAIN_MANIFEST']],
  ['a link taken out', lines((all) => all.toSpliced(1, 1)), ['CHAIN_LINKS', 'CHAIN_MANIFEST']],
  [
    'two links swapped',
    lines((all) => [all[0]!, all[2]!, all[1]!, ...all.slice(3)]),
    ['CHAIN_LINKS', 'CHAIN_MANIFEST'],
  ],
  ['a link twice', lines((all) => all.toSpliced(1, 0, all[0]!)), ['CHAIN_LINKS', 'CHAIN_MANIFEST']],
  ['the link of check taken out', lines((all) => all.toSpliced(4, 1)), ['CHAIN_WOVEN', 'CHAIN_MANIFEST']],
  ['the sealing link taken out', lines((all) => all.slice(0, -1)), ['CHAIN_MANIFEST', 'CHAIN_SEALED']],
  [
    'the last line without its end',
    (all) => void all.set(PLACES.chain, all.get(PLACES.chain)!.subarray(0, -1)),
    ['CHAIN_LINKS'],
  ],
  ['a line that is no JSON', lines((all) => [...all, '{']), ['CHAIN_LINKS']],
  ['the scheme', say(PLACES.scheme, '"retention":"D30"', '"retention":"D10"'), ['SCHEME', 'REFERENCE_CODE']],
  ['the scheme taken out', remove(PLACES.scheme), ['CATALOGUE', 'BASIC_INFORMATION']],
  [
    'the retention in bag-info.txt',
    say('bag-info.txt', 'D30\n', 'D10\n'),
    ['REFERENCE_CODE', 'BASIC_INFORMATION', 'README'],
  ],
  [
    'the 档号 in bag-info.txt',
    say('bag-info.txt', /D30-0001/, 'D30-0002'),
    ['BAG_FOLDER', 'CATALOGUE', 'BASIC_INFORMATION', 'README'],
  ],
];

describe('a package changed without touching its lists: ', () => {
  it.each(CARELESS)('%s', async (_, change, codes) => {
    const changed = new Map(files);
    change(changed);
    expect(await found(await packed(changed), who.trust)).toEqual(codes);
  });
});

describe('a package changed and made to agree with itself again: ', () => {
  it.each(COVERED)('%s', async (_, change, codes) => {
    const changed = new Map(files);
    change(changed);
    expect(await found(await packed(coveredUp(changed, files)), who.trust)).toEqual(codes);
  });
});

describe('a ZIP that is not one bag', () => {
  it.each([
    ['under another 档号', () => packed(files, 'J031-ZY.XK.2026.D30-0002'), ['BAG_FOLDER']],
    [
      'at the top itself',
      async () => (await import('./zips.ts')).zipOf([...files].map(([path, content]) => ({ path, bytes: content }))),
      ['BAG_FOLDER'],
    ],
    ['cut short', async () => bytes.subarray(0, bytes.length - 10), ['ZIP_STRUCTURE']],
    ['with something before it', async () => Buffer.concat([Buffer.from('#!/bin/sh\n'), bytes]), ['ZIP_STRUCTURE']],
    ['with something behind it', async () => Buffer.concat([bytes, Buffer.from('x')]), ['ZIP_STRUCTURE']],
    ['empty', async () => Buffer.alloc(0), ['ZIP_STRUCTURE']],
  ] as const)('%s', async (_, make, codes) => {
    expect(await found(await make(), who.trust)).toEqual(codes);
  });

  it('with entries at another time or in another order', async () => {
    const { zipOf } = await import('./zips.ts');
    const entries = [...files].map(([path, content]) => ({ path: `${FOLDER}/${path}`, bytes: content }));
    expect(await failed(await zipOf(entries, '2026-03-06T00:00:00Z'), who.trust)).toEqual(['ZIP_STRUCTURE']);
    expect(await failed(await zipOf(entries.toReversed()), who.trust)).toContain('ZIP_STRUCTURE');
  });
});

it('no single byte of a package can be changed unseen', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
      const changed = Buffer.from(bytes);
      changed[at]! ^= by;
      expect(await failed(changed, who.trust)).not.toEqual([]);
    }),
    { numRuns: 400 },
  );
});

it('a CRC-32 that is wrong in header and directory alike is found when the bytes are read', async () => {
  const changed = Buffer.from(bytes);
  const { members } = await readZip(sourceOver(bytes), LIMITS);
  const crc = Buffer.alloc(4);
  crc.writeUInt32LE(members.at(-1)!.crc32);
  for (let at = changed.indexOf(crc); at >= 0; at = changed.indexOf(crc, at + 1)) changed[at]! ^= 1;
  expect(await found(changed, who.trust)).toEqual(['ZIP_CONTENT']);
});

it('the digest of the manifest is what was stamped, not something beside it', () => {
  expect(JSON.parse(files.get(PLACES.path)!.toString()).digest).toBe(manifestDigest.toString('hex'));
});

it('every check but those on foreign ZIPs is shown to find something', () => {
  const shown = new Set([...CARELESS, ...COVERED].flatMap(([, , codes]) => codes));
  const others = ['ZIP_STRUCTURE', 'ZIP_LIMITS', 'ZIP_NAMES', 'ZIP_KINDS', 'ZIP_PLAIN', 'ZIP_CONTENT'];
  expect(CHECKS.filter((code) => !shown.has(code))).toEqual(others);
});
