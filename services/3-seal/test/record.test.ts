import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { inflateSync } from 'node:zlib';
import type { ProcessStep } from '@guidang/contracts';
import { identify } from '@guidang/formats';
import { describe, expect, it } from 'vitest';
import { processRecord } from '../src/record/process-record.ts';
import { FACES } from './laboratory.ts';
import { pagesOf, running } from './pdf-text.ts';
import { recordOf } from './record-process.ts';
import { type SampleOptions, STEPS, sampleCase } from './sample-case.ts';

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const record = (options: SampleOptions = {}): Buffer => processRecord(recordOf(sampleCase(options)), FACES);
const withOpinion = (opinion: string): Buffer =>
  record({ steps: STEPS.map((step, i): Partial<ProcessStep> => (i === 2 ? { opinion } : step)) });

/** Streams of a PDF as pdfkit writes it, unpacked. */
function streamsOf(pdf: Buffer): Buffer[] {
  const text = pdf.toString('latin1');
  return [...text.matchAll(/\/Length (\d+)[^>]*?\/Filter \/FlateDecode\n>>\nstream\n/g)].map((found) => {
    const from = found.index + found[0].length;
    return inflateSync(pdf.subarray(from, from + Number(found[1])));
  });
}

describe('the process record', () => {
  it('reads, as another program reads it, what was handled, by which post, when, with what outcome', async () => {
    const text = running(await pagesOf(record({ refusals: 2 })));
    for (const words of [
      '政务服务办件办理过程记录',
      '办件编号：',
      '医师执业注册',
      '东莞市卫生健康局',
      '二、办理环节（共 5 个）',
      '窗口受理岗',
      'DG-1014',
      '材料齐全，符合法定形式，予以受理。',
      '2026-03-02 09:05:12',
      '110441900012345',
      '四、归档材料（共 6 件 11 个文件）',
      '申请人身份证-2-1.jpg',
      '已被替换的材料',
      '需人工核实',
      '第 1 页 共 3 页',
      '第 3 页 共 3 页',
      '2 次',
      'ab'.repeat(32),
    ])
      expect(text.replaceAll(/ +/g, ' ')).toContain(words);
    expect(text).not.toContain('不可见');
  });

  it('prints the beginning of each digest, as it stands in the dossier', async () => {
    const one = sampleCase();
    const text = running(await pagesOf(processRecord(recordOf(one), FACES)));
    for (const { files } of one.dossier.materials)
      for (const { content } of files) expect(text).toContain(content.slice(7, 23));
  });

  it('is PDF/A-2b by its own word, in Chinese, tagged, with its fonts in it and nothing from outside', () => {
    const pdf = record();
    expect(identify(pdf, '办理过程.pdf')).toMatchObject({ puid: 'fmt/477' });
    const text = pdf.toString('latin1');
    for (const mark of ['/Lang (zh-CN)', '/Marked true', '/StructTreeRoot', '/OutputIntents', '/S /H1', '/S /H2'])
      expect(text).toContain(mark);
    expect(text.match(/\/FontFile2 /g)).toHaveLength(2);
    expect(text).not.toMatch(/\/(URI|JavaScript|Launch|EmbeddedFiles|Encrypt) /);
    expect(text).not.toContain('Helvetica');
  });

  it('has the same structure in words as on paper: every text belongs to a node or to the furniture of a page', () => {
    for (const content of streamsOf(record()).filter((bytes) => bytes.includes('BT ')))
      expect(content.toString('latin1').replaceAll(/\/\w+ (?:<<[^>]*>> BDC|BMC)[\s\S]*?EMC\n/g, '')).not.toContain(
        'BT ',
      );
  });

  it('never draws what the font has not got', () => {
    const contents = streamsOf(withOpinion('𠮷野家 \u202e木\u0301目\u200b 👍 เ ب ﷽ \ue000')).filter((bytes) =>
      bytes.includes('BT '),
    );
    expect(contents.length).toBeGreaterThan(1);
    // Code 0 is .notdef: as the first of a string, or after any whole pair of bytes.
    for (const content of contents)
      for (const [, string] of content.toString('latin1').matchAll(/\(((?:\\[\s\S]|[^\\)])*)\) Tj/g)) {
        const bytes = Buffer.from(string!.replaceAll('\\r', '\r').replaceAll(/\\([\s\S])/g, '$1'), 'latin1');
        expect(bytes.length % 2).toBe(0);
        for (let i = 0; i < bytes.length; i += 2) expect(bytes.readUInt16BE(i)).toBeGreaterThan(0);
      }
  });
});

describe('the bytes of the process record', () => {
  it('are the same every time', () => {
    expect(digest(record())).toBe(digest(record()));
    expect(digest(record())).not.toBe(digest(withOpinion('另一意见')));
  });

  it('are the same in another process, time zone and language', async () => {
    const program = new URL('./record-process.ts', import.meta.url).pathname;
    const run = async (env: Record<string, string>): Promise<string> => {
      const { stdout } = await promisify(execFile)(process.execPath, [program], {
        env: { PATH: process.env.PATH!, ...env },
      });
      return stdout;
    };
    const [here, ...elsewhere] = await Promise.all([
      run({ TZ: 'UTC' }),
      run({ TZ: 'America/St_Johns', LANG: 'ar_EG.UTF-8', LC_ALL: 'ar_EG.UTF-8' }),
    ]);
    expect(here).toBe(digest(record()));
    expect(elsewhere).toEqual([here]);
  });

  it('have not changed since they were first written: whoever changes this changes EDITION too', () => {
    expect(digest(record())).toBe('48335d9832404e035c87188125f3e0b9fbac037f940b49af2aabbd00c2f20139');
  });
});

describe('opinions that were not written for a form', () => {
  const OPINION = 1_000;

  it.each<[what: string, opinion: string]>([
    ['as long as may be', '经审查，'.repeat(OPINION / 4)],
    ['a thousand line ends', '\n'.repeat(OPINION)],
    ['one word without a place to break', 'x'.repeat(OPINION)],
    ['digits alone', '7'.repeat(OPINION)],
    ['only marks that may not begin a line', '，'.repeat(OPINION)],
    ['only marks that may not end a line', '（'.repeat(OPINION)],
    ['spaces alone', ' '.repeat(OPINION)],
    ['words and spaces by turns', `a${' '.repeat(300)}b`.repeat(3)],
    ['characters that are shown by their code points', '𠮷'.repeat(OPINION / 2)],
    ['right to left', '\u202eعربي مقلوب\u202c'.repeat(60)],
    ['what looks like an operator', ') Tj ET Q\nq BT (\\'.repeat(50)],
    ['brackets and backslashes', '()\\'.repeat(300)],
    ['nothing', ''],
  ])('stay in the form: %s', async (_, opinion) => {
    const pages = await pagesOf(withOpinion(opinion));
    expect(pages.length).toBeLessThan(40);
    expect(running(pages)).toContain('六、归档检测');
    for (const [i, page] of pages.entries())
      expect(page.replaceAll(/ +/g, ' ')).toContain(`第 ${i + 1} 页 共 ${pages.length} 页`);
  });

  it('lose nothing over pages', async () => {
    const opinion = Array.from({ length: 150 }, (_, i) => `第${i}项符合`).join('');
    const text = running(await pagesOf(withOpinion(opinion)));
    const body = text.replaceAll(/第 \d+ 页 +共 \d+ 页政务服务办件办理过程记录 +[0-9A-Z]+/g, '');
    expect(body).toContain(opinion);
  });

  it('show by its code point what cannot be seen, and the record says so', async () => {
    const text = running(await pagesOf(withOpinion('姓名用字𠮷\u202e、木\u0301\u200b')));
    expect(text).toContain('姓名用字〔U+20BB7〕〔U+202E〕、木〔U+0301〕〔U+200B〕');
    expect(text).toContain('本记录中“〔U+…〕”表示');
    expect(text).not.toContain('\u202e');
  });

  it('keep characters apart that look alike', async () => {
    // U+2F08 and U+4EBA, U+00B7 and U+30FB: two code points, one outline.
    const text = running(await pagesOf(withOpinion('甲⼈乙人丙·丁・戊')));
    expect(text).toContain('甲⼈乙人丙·丁・戊');
  });
});

describe('a case beyond the usual', () => {
  it('with hundreds of files has its head on every page, and says which material goes on', async () => {
    const pages = await pagesOf(record({ materials: 12, filesEach: 40 }));
    expect(pages.length).toBeGreaterThan(15);
    expect(pages.filter((page) => page.includes('SHA-256')).length).toBeGreaterThan(14);
    expect(running(pages)).toContain('（续）');
    for (let i = 1; i <= 12; i++) expect(running(pages)).toContain(`-${i}-40.`);
  });

  it('without steps, results, materials and form is a record all the same', async () => {
    const bare = record({
      materials: 0,
      steps: [],
      change: (dossier) => ({ ...dossier, form: null, results: [], superseded: [], steps: [] }),
    });
    const text = running(await pagesOf(bare));
    expect(text).toContain('二、办理环节（共 0 个）没有办理环节记录。三、办理结果没有结果证照。');
    expect(text).toContain('四、归档材料（共 0 件 0 个文件）没有归档材料。五、归档检测');
  });

  it('with names as long as they may be stays on its pages', async () => {
    const long = (n: number) => '东莞市'.repeat(n).slice(0, n);
    const pages = await pagesOf(
      record({
        change: (dossier) => ({
          ...dossier,
          head: {
            ...dossier.head,
            matter: { ...dossier.head.matter, name: long(200) },
            department: { ...dossier.head.department, name: long(200) },
            source: `https://${'a'.repeat(180)}.example/`,
            submission: 'S'.repeat(60),
          },
          steps: dossier.steps.map((step) => ({
            ...step,
            step: 's'.repeat(40),
            name: long(100),
            person: { id: 'P'.repeat(60), post: long(60) },
            unit: { ...step.unit, name: long(200) },
          })),
          materials: dossier.materials.map((one) => ({
            ...one,
            item: 'I'.repeat(40),
            name: long(200),
            files: one.files.map((file) => ({
              ...file,
              name: `${'f'.repeat(190)}.pdf`,
              size: 20 * 1024 ** 3,
              format: 'x'.repeat(40),
            })),
          })),
        }),
      }),
    );
    expect(running(pages)).toContain(long(200));
    expect(running(pages)).toContain('21,474,836,480');
  });
});
