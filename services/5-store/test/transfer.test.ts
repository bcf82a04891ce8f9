import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sha256Hex, sm3Hex } from '@guidang/evidence';
import type { FileFacts } from '@guidang/formats';
import type { Stated } from '@guidang/properties';
import { afterAll, describe, expect, it } from 'vitest';
import { openPackage } from '../src/transfer/open-package.ts';
import { paperOf } from '../src/transfer/paper.ts';
import { profileOf } from '../src/transfer/profile.ts';
import { type Receipt, type ReceivePorts, receivePackage } from '../src/transfer/receive.ts';
import { dat93, fuzhou, PDF, tar, zhejiang, zip } from './foreign.ts';

const AT = Date.parse('2026-11-25T09:00:00Z');
const room = mkdtempSync(join(tmpdir(), 'guidang-transfer-test-'));
afterAll(() => rmSync(room, { recursive: true }));
let n = 0;

const engine = { engine: 'ClamAV 1.4.3', signaturesAt: new Date(AT).toISOString() };
const ports: ReceivePorts = {
  inspector: {
    inspect: async ({ name = '' }) =>
      ({
        ...{ inspector: 'test', puid: null, family: name.endsWith('.jpg') ? 'jpeg' : 'pdf', mime: null, name },
        ...{ extensionAgrees: true, readable: 'yes', problems: [], encrypted: false },
      }) satisfies FileFacts,
  },
  scanner: { scan: async () => ({ verdict: 'clean', ...engine }), engine: async () => engine },
  now: () => AT,
};

const written = (bytes: Buffer): string => {
  const path = join(room, `package-${++n}`);
  writeFileSync(path, bytes);
  return path;
};
async function received(path: string, profile: string, stated: Partial<Stated> = {}): Promise<Receipt> {
  const opened = await openPackage(path);
  const all = { items: 1, files: 1, bytes: opened.bytes, digest: opened.digest, ...stated };
  return receivePackage(opened, profileOf(profile), all, null, ports);
}
const failed = ({ findings }: Receipt): string[] =>
  findings.filter(({ outcome }) => outcome === 'FAIL').map(({ item, code }) => `${item} ${code}`);

describe('a package from elsewhere', () => {
  it.each<[string, Buffer, string]>([
    ['of Fuzhou, as a zip', zip(fuzhou()), 'fuzhou-2019'],
    ['of Fuzhou, as a tar', tar(fuzhou()), 'fuzhou-2019'],
    ['of Zhejiang with SHA-256', zip(zhejiang(`SHA-256:${sha256Hex(PDF)}`)), 'zhejiang-2019'],
    ['of Zhejiang with SM3', zip(zhejiang(`SM3:${sm3Hex(PDF)}`)), 'zhejiang-2019'],
    ['by DA/T 93', zip(dat93()), 'dat93-2022'],
  ])('%s has nothing against it, and is left to people for what they alone can say', async (_, bytes, profile) => {
    const receipt = await received(written(bytes), profile);
    expect(failed(receipt)).toEqual([]);
    expect(receipt.verdict).toBe('PENDING_REVIEW');
    expect(receipt.findings.some(({ code }) => code === 'SEAL_NONE')).toBe(true);
  });

  it('is read from a folder as well', async () => {
    const folder = join(room, 'folder');
    for (const [name, content] of Object.entries(fuzhou())) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    expect(failed(await received(folder, 'fuzhou-2019'))).toEqual([]);
    symlinkSync('/etc/passwd', join(folder, '申报文件/link.pdf'));
    expect(failed(await received(folder, 'fuzhou-2019', { bytes: null, digest: null }))).toContain(
      'YJ-LOCAL-LAYOUT UNSAFE_ENTRY',
    );
  });

  it('passes no file by a digest that nobody said', async () => {
    const { findings } = await received(written(zip(fuzhou())), 'fuzhou-2019');
    expect(findings.filter(({ item }) => item === 'YJ-LOCAL-FIXITY')).toMatchObject([
      { outcome: 'MANUAL_REVIEW', code: 'DIGEST_NOT_STATED', evidence: { bytes: Buffer.from(PDF).length } },
    ]);
  });

  it('in GB 18030 is read', async () => {
    const gbk = Buffer.concat([
      Buffer.from('<?xml version="1.0" encoding="GB18030"?><base_info><task_name title="x">'),
      Buffer.from('d2bdcaa6', 'hex'), // 医师
      Buffer.from('</task_name></base_info>'),
    ]);
    const receipt = await received(written(zip({ '基本信息元数据.xml': gbk })), 'fuzhou-2019');
    expect(receipt.findings.find(({ item }) => item === 'YJ-LOCAL-METADATA')).toMatchObject({ outcome: 'PASS' });
  });
});

describe('a package that is not in order is refused by name', () => {
  const { '申报文件/申请表.pdf': _, ...withoutFile } = fuzhou();
  const traversing = { ...fuzhou(), '../../etc/cron.d/x': 'x' };
  it.each<[string, Buffer, string, Partial<Stated>, string]>([
    ['a file is not there', zip(withoutFile), 'fuzhou-2019', {}, 'YJ-LOCAL-LINK CONTENT_MISSING'],
    ['the description is not there', zip({ 'a.pdf': PDF }), 'fuzhou-2019', {}, 'YJ-LOCAL-LAYOUT LAYOUT_MISSING'],
    ['a path climbs out', zip(traversing), 'fuzhou-2019', {}, 'YJ-LOCAL-LAYOUT UNSAFE_ENTRY'],
    ['a path climbs out of a tar', tar(traversing), 'fuzhou-2019', {}, 'YJ-LOCAL-LAYOUT UNSAFE_ENTRY'],
    ['a path is absolute', zip({ '/etc/x': 'x' }), 'fuzhou-2019', {}, 'YJ-LOCAL-LAYOUT UNSAFE_ENTRY'],
    [
      'names differ in case alone',
      zip({ 'A.pdf': '1', 'a.pdf': '2' }),
      'fuzhou-2019',
      {},
      'YJ-LOCAL-LAYOUT UNSAFE_ENTRY',
    ],
    ...[
      ['names differ in Unicode form alone', '\u00e9.pdf', 'e\u0301.pdf'],
      ['a name is that of a device', 'a.pdf', 'CON.pdf'],
      ['a name has the root of a drive before it', 'a.pdf', 'C:\\windows\\x.pdf'],
    ].map(([name, one, other]): [string, Buffer, string, Partial<Stated>, string] => [
      ...([name!, zip({ [one!]: '1', [other!]: '2' }), 'fuzhou-2019', {}] as const),
      'YJ-LOCAL-LAYOUT UNSAFE_ENTRY',
    ]),
    ['an entry is a link', zip(fuzhou(), { symlink: true }), 'fuzhou-2019', {}, 'YJ-LOCAL-LAYOUT UNSAFE_ENTRY'],
    ['an entry of a tar is a link', tar(fuzhou(), '2'), 'fuzhou-2019', {}, 'YJ-LOCAL-LAYOUT UNSAFE_ENTRY'],
    ['it needs a password', zip(fuzhou(), { flags: 1 }), 'fuzhou-2019', {}, 'YJ-LOCAL-PACKING ENCRYPTED'],
    [
      'its method is not open',
      zip(fuzhou(), { method: 99 }),
      'fuzhou-2019',
      {},
      'YJ-LOCAL-PACKING COMPRESSION_NOT_OPEN',
    ],
    ['it is a bomb', zip({ 'a.pdf': Buffer.alloc(40 << 20) }), 'fuzhou-2019', {}, 'YJ-LOCAL-PACKING COMPRESSION_BOMB'],
    [
      'its digest is another',
      zip(fuzhou()),
      'fuzhou-2019',
      { digest: '1'.repeat(64) },
      'YJ-LOCAL-CONSISTENCY PACKAGE_CHANGED',
    ],
    ['it has other bytes than stated', zip(fuzhou()), 'fuzhou-2019', { bytes: 1 }, 'YJ-LOCAL-BYTES BYTES_DIFFER'],
    [
      'a file has another digest',
      zip(zhejiang(`SHA256:${'2'.repeat(64)}`)),
      'zhejiang-2019',
      {},
      'YJ-LOCAL-FIXITY SHA256_DIFFERS',
    ],
    [
      'a file has another SM3',
      zip(zhejiang(`SM3:${'2'.repeat(64)}`)),
      'zhejiang-2019',
      {},
      'YJ-LOCAL-FIXITY SM3_DIFFERS',
    ],
    ['a file has another size', zip(fuzhou({}, 7)), 'fuzhou-2019', {}, 'YJ-LOCAL-ATTRIBUTES SIZE_DIFFERS'],
    [
      'an element is not there',
      zip(fuzhou({ project_name: '' })),
      'fuzhou-2019',
      {},
      'YJ-LOCAL-ELEMENTS ELEMENT_MISSING',
    ],
    [
      'its code is not by the rule',
      zip(fuzhou({ electronic_record_code: 'X' })),
      'fuzhou-2019',
      {},
      'YJ-LOCAL-CODE CODE_NOT_BY_RULE',
    ],
    [
      'a date does not exist',
      zip(fuzhou({ archive_time: '2018-02-30 10:00:00' })),
      'fuzhou-2019',
      {},
      'YJ-LOCAL-FORM WRONG_FORMAT',
    ],
    [
      'its description names an entity outside',
      zip({ ...fuzhou(), '基本信息元数据.xml': '<!DOCTYPE b [<!ENTITY x SYSTEM "file:///etc/passwd">]><base_info/>' }),
      ...(['fuzhou-2019', {}, 'YJ-LOCAL-METADATA METADATA_UNREADABLE'] as const),
    ],
    [
      'an archive of the catalogue has no folder',
      zip(dat93({ '目录文件.XML': '<目录><档案><档号>J031-WS·2011·Y-0002</档号></档案></目录>' })),
      ...(['dat93-2022', {}, 'YJ-LOCAL-LAYOUT LAYOUT_MISSING'] as const),
    ],
  ])('where %s', async (_name, bytes, profile, stated, says) => {
    const receipt = await received(written(bytes), profile, stated);
    expect(failed(receipt)).toContain(says);
    expect(receipt.verdict).toBe('REJECTED');
  });

  it('and never ends the program, whatever the bytes are', async () => {
    for (const bytes of [Buffer.from('PK\x03\x04 nothing'), Buffer.alloc(600, 7), zip(fuzhou()).subarray(0, -30)])
      expect((await received(written(bytes), 'fuzhou-2019')).verdict).toBe('REJECTED');
  });
});

describe('the report', () => {
  it('is a PDF/A of all findings, the same bytes for the same receipt', async () => {
    const receipt = await received(written(zip(fuzhou({ project_name: '' }))), 'fuzhou-2019');
    const paper = paperOf(receipt);
    expect(paper.toString('latin1')).toContain('<pdfaid:part>2</pdfaid:part>');
    expect(paper.equals(paperOf(receipt))).toBe(true);
  });

  it('is written by the command, which says by its code how it ended', { timeout: 120_000 }, () => {
    const out = join(room, 'out');
    const main = new URL('../src/transfer/main.ts', import.meta.url).pathname;
    const run = (...args: string[]) => spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
    const hostile = written(zip({ '../x': 'x' }));
    expect(run(hostile, '--profile', 'fuzhou-2019', '--out', out)).toMatchObject({ status: 1 });
    expect(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'))).toMatchObject({ verdict: 'REJECTED' });
    expect(run(hostile)).toMatchObject({ status: 2 });
  });
});
