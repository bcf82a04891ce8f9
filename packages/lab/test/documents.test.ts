import { type FileFacts, openInspector } from '@guidang/formats';
import { afterAll, describe, expect, it } from 'vitest';
import { labCase } from '../src/cases/index.ts';
import { announced, made, type Paper, type Sheetful } from '../src/documents/index.ts';
import { MATTERS } from '../src/matters/index.ts';
import { person } from '../src/people/index.ts';
import { Random } from '../src/random.ts';

const inspector = openInspector();
afterAll(() => inspector.close());
const inspected = async (paper: Paper): Promise<FileFacts> => {
  const { extension } = announced(paper);
  return inspector.inspect({ bytes: await made(paper), name: `paper.${extension}` });
};

const random = new Random('documents');
const facts = {
  from: '东莞市粤鑫餐饮服务有限公司',
  name: '陈𠮷祥 & <子>',
  idNumber: '441900198001011234',
  department: '东莞市卫生健康局',
  matter: '医师执业注册',
  date: '2026年01月20日',
};
const values = {
  name: '陈𠮷',
  gender: '男',
  birth: '1980年01月01日',
  idNumber: '441900198001011234',
  address: '东莞市东城街道人民路8号',
  company: '东莞市粤鑫餐饮服务有限公司',
  uscc: '91441900MA1234567X',
  date: '2026年01月20日',
  serial: 'GH-0001-001',
  page: '第1页',
};
const sheet = (kind: Sheetful['kind'], n = 1): Sheetful => ({
  kind,
  title: '卫生检测报告',
  values,
  path: `sheet/${kind}/${n}`,
});
const people = Array.from({ length: 12 }, (_, i) => person(random.fork(i)));
const record = {
  title: '银行账户信息',
  values: [
    ['户名', '陈𠮷 & "子"'],
    ['账号', '<621700>'],
  ] as const,
};

const SCANS = (
  ['id-card', 'certificate', 'business-licence', 'statement', 'drawing', 'photo', 'countersignature'] as const
).flatMap((kind) =>
  (['jpeg', 'png', 'tiff'] as const).map((format): [string, Paper, string] => [
    `${kind} as ${format}`,
    { as: 'scan', sheet: sheet(kind), format },
    format,
  ]),
);

const PAPERS: [name: string, paper: Paper, family: string][] = [
  ...SCANS,
  ['three leaves bound', { as: 'bound', sheets: [1, 2, 3].map((n) => sheet('statement', n)) }, 'pdf'],
  ['coloured leaves bound', { as: 'bound', sheets: [1, 2].map((n) => sheet('certificate', n)) }, 'pdf'],
  ['a volume of drawings', { as: 'volume', sheets: [1, 2].map((n) => sheet('drawing', n)) }, 'tiff'],
  ...['拟执业机构聘用证明', '食品安全管理制度', '学校章程', '法定代表人授权委托书'].map(
    (title): [string, Paper, string] => [title, { as: 'letter', title, facts, path: 'letter' }, 'docx'],
  ),
  ...['教师名册', '车辆清单', '技术经济指标表', '设备设施清单'].map((title): [string, Paper, string] => [
    title,
    { as: 'table', title, people, path: 'table' },
    'xlsx',
  ]),
  ...(['json', 'xml', 'txt'] as const).map((format): [string, Paper, string] => [
    `data as ${format}`,
    { as: 'data', record, format },
    format,
  ]),
];

describe('a paper', () => {
  it.each(PAPERS)('%s is what its name says, and can be read to its end', async (_, paper, family) => {
    const found = await inspected(paper);
    expect(found).toMatchObject({ family, readable: 'yes', problems: [], extensionAgrees: true });
    const { pages, mediaType } = announced(paper);
    expect(found.mime).toBe(mediaType);
    if (found.pages !== undefined) expect(found.pages).toBe(pages);
  });

  it.each(PAPERS)('%s is the same bytes when it is made again', async (_, paper) => {
    expect((await made(paper)).equals(await made(structuredClone(paper)))).toBe(true);
  });

  it('is grey where it was scanned in grey, so that it is read as it was written', async () => {
    const { default: sharp } = await import('sharp');
    const jpeg = await made({ as: 'scan', sheet: sheet('statement'), format: 'jpeg' });
    expect(await sharp(jpeg).metadata()).toMatchObject({ channels: 1 });
    const bound = (await made({ as: 'bound', sheets: [sheet('statement')] })).toString('latin1');
    expect(bound).toContain('/ColorSpace/DeviceGray');
  });

  it('does not depend on where in the world it is made', async () => {
    const paper: Paper = { as: 'letter', title: '就业或就读证明', facts, path: 'letter' };
    const zone = process.env.TZ;
    const here = await made(paper);
    process.env.TZ = 'America/Anchorage';
    const there = await made(paper);
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
    expect(there.equals(here)).toBe(true);
  });
});

describe('a spoilt paper', () => {
  it.each([
    [
      'a bomb',
      { as: 'letter', title: '情况说明', facts, path: 'p', carries: 'bomb' },
      { family: 'docx', readable: 'not-looked', problems: [expect.objectContaining({ code: 'ARCHIVE_BOMB' })] },
    ],
    [
      'a program named .pdf',
      { as: 'disguised', what: 'executable', path: 'p' },
      { family: 'executable', extensionAgrees: false },
    ],
    [
      'a page of the web named .pdf',
      { as: 'disguised', what: 'html', path: 'p' },
      { family: 'html', extensionAgrees: false },
    ],
    [
      'an infected letter',
      { as: 'letter', title: '情况说明', facts, path: 'p', carries: 'virus' },
      { family: 'docx', readable: 'yes' },
    ],
  ] as [string, Paper, object][])('%s is what spoils it and nothing else', async (_, paper, expected) => {
    expect(await inspected(paper)).toMatchObject(expected);
  });
});

describe('the papers of every matter', () => {
  it.each(MATTERS)('$id: forms, notices, licences and decisions print, and open', async ({ id }) => {
    for (const kind of ['granted', 'refused'] as const) {
      const { files } = await labCase('papers', 1, { matter: id, kind, files: 12 });
      for (const file of files) {
        const found = await inspector.inspect({ bytes: await file.bytes(), name: file.name });
        expect(found, file.name).toMatchObject({
          readable: 'yes',
          problems: [],
          extensionAgrees: true,
          mime: file.mediaType,
        });
      }
    }
  });
});
