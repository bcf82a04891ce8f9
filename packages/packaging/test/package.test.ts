import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extensionOf, safeName } from '../src/guidang-1/names.ts';
import {
  CHECKS,
  checkPackage,
  FOLDERS,
  folderOf,
  type Objects,
  PackagingFault,
  PLACES,
  planPackage,
  referenceCodeOf,
  sourceOver,
  writePackage,
} from '../src/index.ts';
import { authorities } from './authorities.ts';
import { CODE, FOLDER, failed, filesOf, inputOf, packageOf } from './made-package.ts';
import { recordedCase } from './recorded-case.ts';
import { objectsOver, sealedCase } from './sealed-case.ts';

const who = await authorities();
const one = sealedCase(who);

it('every check is told of in docs/formats/package.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/formats/package.md'), 'utf8');
  const table = page.slice(page.indexOf('## 5.'), page.indexOf('## 6.'));
  for (const code of [...CHECKS, 'AS_ANNOUNCED']) expect(table).toMatch(new RegExp(`\\b${code}\\b`));
});

describe('a package', () => {
  it('passes every check, and as what it was announced', async () => {
    const objects = objectsOver(one.store);
    const plan = await planPackage(inputOf(one), objects);
    const bytes = await buffer(writePackage(plan, objects));
    const { sha256Hex } = await import('@guidang/evidence');
    const checks = await checkPackage(sourceOver(bytes), who.trust, {
      referenceCode: CODE,
      case: one.case,
      retention: one.scheme.scheme.retention,
      sealed: sha256Hex(one.sealed),
      index: plan.index,
    });
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(checks.at(-1)!.check).toBe('AS_ANNOUNCED');
    expect(checks.every(({ detail }) => detail.length <= 300)).toBe(true);
  });

  it('holds every file of the case at its place, under a name that is safe, and tells what it was called', async () => {
    const files = await filesOf(await packageOf(one));
    expect([...files.keys()].filter((path) => /材料\//.test(path))).toEqual([
      'data/历次材料/0001_申请表.pdf',
      'data/申请材料/0001_申请表.pdf',
      'data/申请材料/0002_身份证明_正反面-1.jpg',
      'data/申请材料/0002_身份证明_正反面-2.jpeg',
      'data/申请材料/0002_身份证明_正反面-签认.png',
      'data/申请材料/0003_其他.jpg',
      'data/结果材料/0001_执业证书.ofd',
      'data/过程材料/0000_办理过程.pdf',
      'data/过程材料/0001_受理通知书.pdf',
    ]);
    const catalogue = files.get(PLACES.catalogue)!.toString();
    expect(catalogue).toContain('<file_actual_name title="实际名称">申请表.PDF</file_actual_name>');
    expect(files.get(PLACES.scheme)!.equals(one.scheme.bytes)).toBe(true);
    const lines = files.get(PLACES.chain)!.toString().split('\n');
    expect(lines.at(-1)).toBe('');
    expect(lines.at(-2)).toBe(Buffer.from(one.sealed).toString());
  });

  it('names the applicant in 基本信息.xml and 表单.json and nowhere else', async () => {
    const files = await filesOf(await packageOf(one));
    const naming = [...files]
      .filter(([, bytes]) => bytes.includes(one.form.applicant.identity.number))
      .map(([path]) => path);
    expect(naming).toEqual([PLACES.basic, PLACES.form]);
  });

  it('is indexed by the files in force and the process record, without form and replaced materials', async () => {
    const { index } = await planPackage(inputOf(one), objectsOver(one.store));
    expect(
      index.files.map(({ path, material, group, puid }) => [path.slice('data/'.length), material, group, puid]),
    ).toEqual([
      ['申请材料/0001_申请表.pdf', 'm-1', 'application', 'fmt/276'],
      ['申请材料/0002_身份证明_正反面-1.jpg', 'm-2', 'application', 'fmt/43'],
      ['申请材料/0002_身份证明_正反面-2.jpeg', 'm-2', 'application', 'fmt/43'],
      ['申请材料/0002_身份证明_正反面-签认.png', 'm-2', 'application', 'fmt/11'],
      ['申请材料/0003_其他.jpg', 'm-5', 'application', 'fmt/43'],
      ['过程材料/0001_受理通知书.pdf', 'm-3', 'process', 'fmt/18'],
      ['结果材料/0001_执业证书.ofd', 'm-4', 'result', 'x-ofd/1'],
      ['过程材料/0000_办理过程.pdf', 'process-record', 'process', 'fmt/477'],
    ]);
  });

  it('holds the report of the check as a paper and as data where the seal covers one, and is found by the paper', async () => {
    const reported = sealedCase(who, { report: true });
    const bytes = await packageOf(reported);
    expect(await failed(bytes, who.trust)).toEqual([]);
    const files = await filesOf(bytes);
    expect(files.get('data/过程材料/0000_四性检测报告.pdf')!.toString()).toBe('%PDF-1.7 report');
    expect(files.get('data/校验/check-report.json')!.toString()).toBe('{"type":"check-report"}');
    expect(files.get(PLACES.readme)!.toString()).toContain('四性检测报告');
    expect(files.get(PLACES.catalogue)!.toString()).toContain('四性检测报告');
    const { index } = await planPackage(inputOf(reported), objectsOver(reported.store));
    expect(index.files.at(-1)).toMatchObject({ title: '四性检测报告', material: 'check-report', group: 'process' });
    // A case sealed before there were reports holds none, and a package of it may not either.
    const without = await filesOf(await packageOf(one));
    expect(without.get(PLACES.readme)!.toString()).not.toContain('四性检测报告');
    expect([...without.keys()].filter((path) => path === PLACES.report || path === PLACES.reportData)).toEqual([]);
  });

  it('is complete without a form, without the bytes of its scheme, and with a form that is none', async () => {
    const formless = sealedCase(who, { form: false });
    expect(await failed(await packageOf(formless), who.trust)).toEqual([]);
    expect([...(await filesOf(await packageOf(formless))).keys()]).not.toContain(PLACES.form);
    expect(await failed(await packageOf(one, { scheme: null }), who.trust)).toEqual([]);
    for (const form of ['not JSON', '{}', '[]', 'null']) {
      const odd = sealedCase(who, { form: Buffer.from(form) });
      expect(await failed(await packageOf(odd), who.trust)).toEqual([]);
    }
    const files = await filesOf(await packageOf(one, { scheme: null }));
    expect(files.get(PLACES.basic)!.toString()).not.toContain('task_type');
  });

  it('keeps what XML cannot say from breaking it', async () => {
    const odd = sealedCase(who, {
      opinion: '<![CDATA[x]]> & "引号" \ufffe 𠮷\n',
      materialName: '‮/../﹤script﹥:*?"<>|.',
    });
    expect(await failed(await packageOf(odd), who.trust)).toEqual([]);
    const process = (await filesOf(await packageOf(odd))).get(PLACES.process)!.toString();
    expect(process).toContain('&lt;![CDATA[x]]&gt; &amp; &quot;引号&quot; \ufffd 𠮷\n<');
  });

  it('is not made of parts that do not fit together', async () => {
    const other = sealedCase(who, { case: `${one.scheme.scheme.matter.code}202603010002` });
    const store = new Map([...one.store, [one.link.body.manifest, other.store.get(other.link.body.manifest)!]]);
    await expect(planPackage(inputOf(one), objectsOver(store))).rejects.toThrow(PackagingFault);
  });
});

describe('the same case', () => {
  it('gives the same bytes twice, however its streams arrive', async () => {
    const large = sealedCase(who, { files: [{ name: 'large.bin', bytes: Buffer.alloc(9 * 1024 * 1024, 'x') }] });
    const first = await packageOf(large);
    const inPieces: Objects = {
      read: async (name) => large.store.get(name)!,
      open: async (name) =>
        (async function* () {
          const bytes = large.store.get(name)!;
          for (let at = 0, n = 1; at < bytes.length; at += n, n = (n * 7 + 3) % 99_991) {
            if (n % 5 === 0) await new Promise(setImmediate);
            yield bytes.subarray(at, at + n);
          }
        })(),
    };
    const second = await buffer(writePackage(await planPackage(inputOf(large), inPieces), inPieces));
    expect(second.equals(first)).toBe(true);
    expect(await failed(first, who.trust)).toEqual([]);
  });

  it('gives the same bytes in another time zone and language, those that were recorded once', () => {
    const digest = (env: Record<string, string>): string =>
      execFileSync(process.execPath, [join(import.meta.dirname, 'digest-process.ts')], {
        env: { PATH: process.env.PATH, ...env },
      }).toString();
    const { name } = recordedCase();
    expect(digest({ TZ: 'Asia/Shanghai', LANG: 'zh_CN.UTF-8' })).toBe(name);
    expect(digest({ TZ: 'America/New_York', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' })).toBe(name);
  });
});

describe('names in a package', () => {
  it.each([
    ['申请表', '申请表'],
    ['a/b\\c:d*e?f"g<h>i|j', 'a_b_c_d_e_f_g_h_i_j'],
    ['..', '材料'],
    [' . x . ', 'x'],
    ['多  空\u3000白', '多 空 白'],
    ['e\u0301', '\u00e9'],
    ['\u202e倒', '_倒'],
    ['长'.repeat(80), '长'.repeat(60)],
    ['𠮷'.repeat(80), '𠮷'.repeat(60)],
    ['\ud800', '_'],
  ])('%j becomes %j', (name, safe) => {
    expect(safeName(name)).toBe(safe);
  });

  it('are safe whatever a material is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (name) => {
        const safe = safeName(name);
        expect(safe).not.toMatch(/[\\/:*?"<>|\p{Cc}]|^[. ]|[. ]$/u);
        expect(safe.length).toBeGreaterThan(0);
        expect([...safe].length).toBeLessThanOrEqual(60);
      }),
    );
  });

  it.each([
    ['a.PDF', 'pdf', 'pdf'],
    ['a.tar.gz', 'gzip', 'gz'],
    ['a', 'jpeg', 'jpeg'],
    ['a.', 'unknown', 'bin'],
    ['a.超长', 'ooxml-encrypted', 'bin'],
  ])('%s of format %s ends in .%s', (name, format, extension) => {
    expect(extensionOf({ name, format })).toBe(extension);
  });

  it('have the 档号 in a form that every system takes, and it can be read back', () => {
    expect(folderOf(CODE)).toBe(FOLDER);
    expect(referenceCodeOf(FOLDER)).toBe(CODE);
    expect(Object.values(FOLDERS)).toHaveLength(5);
  });
});

it('no file of this package reads a clock or draws chance', () => {
  const src = join(import.meta.dirname, '../src');
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(20);
  for (const name of files)
    expect(readFileSync(join(src, name), 'utf8'), name).not.toMatch(
      /Date\.now|new Date\(\)|Math\.random|randomUUID|localeCompare|toLocale|Intl\./,
    );
});
