import { MATTERS, matterCode } from '@guidang/lab/matters';
import { DEPARTMENTS } from '@guidang/lab/people';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkMatters } from '../src/sheet/check-matters.ts';
import { errorCsv, errorWorkbook } from '../src/sheet/error-sheet.ts';
import { mattersCsv, mattersWorkbook } from '../src/sheet/export-matters.ts';
import { csv, inert } from '../src/sheet/inert.ts';
import { readTable } from '../src/sheet/read.ts';
import { UnreadableSheet } from '../src/sheet/table.ts';
import { writeWorkbook } from '../src/sheet/workbook.ts';

const A = DEPARTMENTS.health.uscc;
const KNOWN = new Set([A]);
const CODE = matterCode(MATTERS[0]!);
const HEAD = 'task_code,task_name,task_type,dept_code,server_type,promise_day,link_way';
const line = (over: Record<string, string> = {}): string =>
  Object.values({
    task_code: CODE,
    task_name: '医师执业注册',
    task_type: '01',
    dept_code: A,
    server_type: '"1,2"',
    promise_day: '5',
    link_way: '12345',
    ...over,
  }).join(',');
const table = (...lines: string[]) => readTable(Buffer.from([HEAD, ...lines].join('\r\n')), 'csv');

describe('a list of matters', () => {
  it('is read with codes checked, and keeps what else it says', async () => {
    const { matters, faults } = checkMatters(await table(line()), KNOWN);
    expect(faults).toEqual([]);
    expect(matters).toEqual([
      {
        code: CODE,
        name: '医师执业注册',
        type: '01',
        department: A,
        applicants: ['1', '2'],
        kind: '2',
        statutoryDays: null,
        promisedDays: 5,
        active: true,
        extra: { link_way: '12345' },
      },
    ]);
  });
  it('is read by its Chinese names, with names in the place of codes', async () => {
    const text = `实施编码,事项名称,事项类型,实施主体编码,办件类型,事项状态\n${CODE},医师执业注册,行政许可,${A},即办件,暂停\n`;
    const { matters, faults } = checkMatters(await readTable(Buffer.from(text), 'csv'), KNOWN);
    expect(faults).toEqual([]);
    expect(matters[0]).toMatchObject({ type: '01', kind: '1', active: false });
  });
  it.each<[string, string[], [number, string, string]]>([
    [
      'a code with a wrong check character',
      [line({ task_code: `${CODE[0] === '2' ? '1' : '2'}${CODE.slice(1)}` })],
      [2, 'task_code', 'MATTER_CODE_USCC'],
    ],
    ['a code that a spreadsheet cut', [line({ task_code: '1.14419E+30' })], [2, 'task_code', 'MATTER_CODE']],
    ['a type that there is not', [line({ task_type: '88' })], [2, 'task_type', 'CODE_LIST']],
    ['a name that is missing', [line({ task_name: '' })], [2, 'task_name', 'EMPTY']],
    ['days that are none', [line({ promise_day: '五' })], [2, 'promise_day', 'DAYS']],
    [
      'a department that is not registered',
      [line({ dept_code: DEPARTMENTS.land.uscc })],
      [2, '实施主体编码', 'DEPARTMENT_UNKNOWN'],
    ],
    [
      'a department whose code the matter does not have',
      [line({ dept_code: DEPARTMENTS.land.uscc })],
      [2, '实施主体编码', 'CODE_DEPARTMENT'],
    ],
    ['a row that stands twice', [line(), line()], [3, '实施编码', 'TWICE']],
  ])('%s is told by row, field and rule, with how to mend it', async (_, lines, [row, field, rule]) => {
    const { faults } = checkMatters(await table(...lines), KNOWN);
    const found = faults.find((fault) => fault.rule === rule);
    expect(found).toMatchObject({ row, field });
    expect(found!.how.length).toBeGreaterThan(5);
  });
  it('tells all faults of all rows, not the first', async () => {
    const { faults } = checkMatters(
      await table(line({ task_type: '88', promise_day: 'x' }), '', line({ task_code: 'x' })),
      KNOWN,
    );
    expect(faults.map(({ row, rule }) => [row, rule])).toEqual([
      [2, 'CODE_LIST'],
      [2, 'DAYS'],
      [4, 'MATTER_CODE'],
    ]);
  });
  it('names columns that are missing or stand twice, and nothing else then', async () => {
    const { faults } = checkMatters(await readTable(Buffer.from('task_code,实施编码,事项名称\nx,y,z\n'), 'csv'), KNOWN);
    expect(faults.map(({ row, field, rule }) => [row, field, rule])).toEqual([
      [1, '实施编码', 'COLUMN_TWICE'],
      [1, '事项类型', 'COLUMN_MISSING'],
      [1, '实施主体编码', 'COLUMN_MISSING'],
    ]);
  });
  it('comes back as it was, from CSV and from a workbook', async () => {
    const first = checkMatters(await table(line()), KNOWN).matters;
    const again = [
      await readTable(Buffer.from(mattersCsv(first)), 'csv'),
      await readTable(await mattersWorkbook(first), 'xlsx'),
    ];
    for (const one of again) expect(checkMatters(one, KNOWN)).toEqual({ matters: first, faults: [] });
  });
  it('is read from JSON, from GB 18030, with a byte order mark and with line breaks in cells', async () => {
    const json = JSON.stringify([
      { task_code: CODE, task_name: '护士', task_type: '01', dept_code: A, server_type: ['1'] },
    ]);
    expect(checkMatters(await readTable(Buffer.from(json), 'json'), KNOWN).faults).toEqual([]);
    // 实施编码,事项名称,事项类型,实施主体编码 in GBK.
    const head = Buffer.from(
      'cab5caa9b1e0c2eb2ccac2cfeec3fbb3c62ccac2cfeec0e0d0cd2ccab5caa9d6f7cce5b1e0c2eb0d0a',
      'hex',
    );
    const gbk = Buffer.concat([
      head,
      Buffer.from(`${CODE},`),
      Buffer.from('bba4cabf', 'hex'),
      Buffer.from(`,01,${A}\r\n`),
    ]);
    expect(checkMatters(await readTable(gbk, 'csv'), KNOWN)).toMatchObject({ faults: [], matters: [{ name: '护士' }] });
    const broken = `\ufeff${HEAD}\r\n${line({ link_way: '"a\nb"' })}\r\n`;
    expect(checkMatters(await readTable(Buffer.from(broken), 'csv'), KNOWN).matters[0]!.extra).toEqual({
      link_way: 'a b',
    });
  });
});

describe('a file that is no list', () => {
  it.each<[string, Buffer, 'csv' | 'json' | 'xlsx', string]>([
    ['is empty', Buffer.alloc(0), 'csv', 'EMPTY'],
    ['has a header alone', Buffer.from('a,b\n'), 'csv', 'NO_ROWS'],
    ['is CSV with an open quote', Buffer.from('a,b\n"x,y\n'), 'csv', 'NOT_CSV'],
    ['is no JSON', Buffer.from('{'), 'json', 'NOT_JSON'],
    ['is JSON and no list', Buffer.from('{"a":1}'), 'json', 'NOT_A_LIST'],
    ['is JSON nested without end', Buffer.from('['.repeat(5_000)), 'json', 'TOO_DEEP'],
    ['is no workbook', Buffer.from('PK nothing'), 'xlsx', 'NOT_XLSX'],
    ['has too many rows', Buffer.from(`a\n${'x\n'.repeat(5_001)}`), 'csv', 'TOO_MANY_ROWS'],
    [
      'has too many columns',
      Buffer.from(`${Array.from({ length: 81 }, (_, n) => `c${n}`).join(',')}\nx\n`),
      'csv',
      'TOO_WIDE',
    ],
    ['is in an encoding nobody reads', Buffer.from([0xff, 0xff, 0x00, 0x81]), 'csv', 'ENCODING'],
  ])('and %s is refused, saying so', async (_, bytes, type, rule) => {
    const error = await readTable(bytes, type).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UnreadableSheet);
    expect((error as UnreadableSheet).fault.rule).toBe(rule);
  });
  it('any bytes end in a table or in a refusal', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('csv', 'json', 'xlsx'),
        async (bytes, type) => {
          const outcome = await readTable(Buffer.from(bytes), type as 'csv').catch((error: unknown) => error);
          expect(outcome instanceof UnreadableSheet || 'rows' in (outcome as object)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('what goes out', () => {
  const formulas = ['=HYPERLINK("http://x")', '+1', '-1+1', '@SUM(A1)', '\t=1', '=1'];
  it.each(formulas)('%s is a text to every spreadsheet', async (formula) => {
    expect(inert(formula)).toBe(`'${formula}`);
    expect(csv([[formula]])).toMatch(/^\ufeff"?'/);
    const [row] = (await readTable(await writeWorkbook([{ name: 'x', rows: [['h'], [formula]] }]), 'xlsx')).rows;
    expect(row!.cells[0]).toBe(formula);
  });
  it('scripts and markup are text in a workbook', async () => {
    const text = '<script>alert(1)</script>&amp;"\'';
    const read = await readTable(await writeWorkbook([{ name: 'x', rows: [['h'], [text]] }]), 'xlsx');
    expect(read.rows[0]!.cells[0]).toBe(text);
  });
  it('an error sheet holds what was handed in with what is wrong beside it, and can be handed in again', async () => {
    const given = await table(line({ task_type: '88' }), line());
    const { faults } = checkMatters(given, KNOWN);
    const sheet = { ...given, faults };
    const read = await readTable(await errorWorkbook(sheet), 'xlsx');
    expect(read.headers.at(-1)).toBe('问题');
    expect(read.rows[0]!.cells.at(-1)).toMatch(/task_type/);
    const mended = {
      ...read,
      rows: [{ row: 2, cells: read.rows[0]!.cells.map((cell) => (cell === '88' ? '01' : cell)) }],
    };
    expect(checkMatters(mended, KNOWN)).toMatchObject({ faults: [], matters: [{ extra: { link_way: '12345' } }] });
    expect(errorCsv(sheet).split('\r\n')[1]).toMatch(/^2,task_type,CODE_LIST,/);
  });
});
