import { describe, expect, it } from 'vitest';
import {
  CaseNumber,
  CODE_LISTS,
  FondsNumber,
  idNumberCheckCharacter,
  isIdNumber,
  isReferenceCode,
  isUscc,
  MatterCode,
  organisationCheckCharacter,
  parseCaseNumber,
  parseMatterCode,
  ReferenceCodeTemplate,
  Retention,
  referenceCode,
  referenceSeries,
  retentionYears,
  splitReferenceCode,
  Uscc,
  usccCheckCharacter,
} from '../src/index.ts';
import { CASE, MATTER, USCC } from './specimens.ts';

const ok = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown): boolean =>
  schema.safeParse(value).success;

/** Every single character changed into another of the alphabet, one at a time. */
const neighbours = (code: string, alphabet: string): string[] =>
  [...code].flatMap((was, at) =>
    [...alphabet].filter((c) => c !== was).map((c) => code.slice(0, at) + c + code.slice(at + 1)),
  );

describe('统一社会信用代码 (GB 32100-2015, standards/4d §4)', () => {
  const REAL = ['91350100M000100Y43', '12441500196720244T', '914403001922038216', '91310000132200821H'];

  it.each(REAL)('%s is right, and its check character follows from the other 17', (code) => {
    expect(isUscc(code)).toBe(true);
    expect(ok(Uscc, code)).toBe(true);
    expect(usccCheckCharacter(code.slice(0, 17))).toBe(code[17]);
  });

  it.each(REAL)('%s holds a 组织机构代码 whose own check character is right (GB 11714)', (code) => {
    expect(organisationCheckCharacter(code.slice(8, 16))).toBe(code[16]);
  });

  it('is wrong as soon as any one character is another', () => {
    const wrong = neighbours(USCC, '0123456789ABCDEFGHJKLMNPQRTUWXY');
    expect(wrong).toHaveLength(18 * 30);
    expect(wrong.filter(isUscc)).toEqual([]);
  });

  it.each([
    ['the letters that the alphabet leaves out', ['I', 'O', 'S', 'V', 'Z'].map((c) => `91350100${c}000100Y43`)],
    ['small letters', ['91350100m000100y43']],
    ['another length', ['91350100M000100Y4', '91350100M000100Y433', '']],
  ])('is wrong with %s', (_, codes) => {
    for (const code of codes) expect(isUscc(code), code).toBe(false);
  });

  it('has no check character for what is not 17 characters of its alphabet', () => {
    expect(usccCheckCharacter('9135010')).toBeUndefined();
    expect(usccCheckCharacter('9135010OM000100Y4')).toBeUndefined();
    expect(organisationCheckCharacter('1234567')).toBeUndefined();
    expect(organisationCheckCharacter('123-4567')).toBeUndefined();
  });
});

describe('公民身份号码 (GB 11643-1999, standards/4d §5)', () => {
  it.each(['11010519491231002X', '11010519491231002x', '440524188001010014'])('%s is right', (number) => {
    expect(isIdNumber(number)).toBe(true);
    expect(idNumberCheckCharacter(number.slice(0, 17))).toBe(number[17]!.toUpperCase());
  });

  it('is wrong as soon as any one digit is another', () => {
    expect(neighbours('440524188001010014', '0123456789X').filter(isIdNumber)).toEqual([]);
  });

  it.each([
    ['30 February', '19490230'],
    ['29 February of a common year', '19000229'],
    ['month 13', '19491301'],
    ['day 0', '19491200'],
    ['a birth in the year 1849', '18491231'],
  ])('is wrong with %s, though its check character is right', (_, date) => {
    const first = `110105${date}002`;
    expect(isIdNumber(first + idNumberCheckCharacter(first)!)).toBe(false);
  });

  it('is right with 29 February of a leap year', () => {
    const first = '11010520000229002';
    expect(isIdNumber(first + idNumberCheckCharacter(first)!)).toBe(true);
  });

  it.each(['', '11010519491231002', '11010519491231002XX', '1101051949123100２X', 'X10105194912310020'])(
    'is wrong: "%s"',
    (number) => expect(isIdNumber(number)).toBe(false),
  );

  it('has no check character for what is not 17 digits', () => {
    expect(idNumberCheckCharacter('1101051949123100')).toBeUndefined();
    expect(idNumberCheckCharacter('1101051949123100X')).toBeUndefined();
  });
});

describe('事项实施编码 (GB/T 39554.1-2020, standards/4d §3)', () => {
  it('has the parts of the sample: unit, level, catalogue', () => {
    expect(parseMatterCode(MATTER)).toEqual({ uscc: '12441500196720244T', level: '3', catalogue: '442199806003' });
    expect(ok(MatterCode, MATTER)).toBe(true);
  });

  it.each([
    ['a wrong check character of the unit', `12441500196720244U${MATTER.slice(18)}`],
    ['level 0', `${USCC}0442199806003`],
    ['level 8', `${USCC}8442199806003`],
    ['a small letter in the catalogue', `${USCC}344219980600a`],
    ['30 characters', MATTER.slice(0, 30)],
    ['32 characters', `${MATTER}1`],
    ['nothing', ''],
  ])('is refused with %s', (_, code) => {
    expect(parseMatterCode(code)).toBeUndefined();
    expect(ok(MatterCode, code)).toBe(false);
  });
});

describe('办件编号 (GB/T 39046-2020, standards/4d §3)', () => {
  it('has the parts of the sample: matter, date, serial', () => {
    expect(parseCaseNumber(CASE)).toEqual({ matter: MATTER, date: '20220623', serial: '0068' });
    expect(CASE).toHaveLength(43);
  });

  it.each([CASE, 'GD-2026-000001', 'ABC123', 'A'.repeat(50)])('%s is one', (number) => {
    expect(ok(CaseNumber, number)).toBe(true);
  });

  it.each([
    ['five characters', 'ABC12'],
    ['51 characters', 'A'.repeat(51)],
    ['small letters', 'abc12345'],
    ['a hyphen in front', '-ABC1234'],
    ['a slash, which would be a path', 'ABC/1234'],
    ['dots, which would be a path', '..ABC1234'],
    ['a space', 'ABC 1234'],
    ['a line feed behind it', 'ABC12345\n'],
    ['letters that only look like ours', 'АBC12345'],
    ['nothing', ''],
  ])('with %s is none', (_, number) => expect(ok(CaseNumber, number)).toBe(false));

  it('has no parts where it has another form', () => {
    expect(parseCaseNumber('GD-2026-000001')).toBeUndefined();
    expect(parseCaseNumber(`${CASE}1`)).toBeUndefined();
  });
});

describe('档号 (DA/T 13-2022, standards/4d §1)', () => {
  const EXAMPLES = [
    'J019-ZY·JC·CC·2019·D30-001-001',
    'J019-KU·01·2017-001-001',
    'A002-RS-001-002',
    'X032-KJ·KY·01-003',
    'X032-KJ·JJ·02-005-054',
    'K021-ZP·2019·D30-025-005',
    'C038-001-002-003',
    'A439-WS·2015·D30·003-005',
    'Z109-WS·2011·Y·办公室-0001',
    'Z008-WS·2019·Y-037',
    'J019-LY·2019·Y-001',
    'C015-WY·TZGG·2019·D10-00001',
    'B168-SW·2015·Y-001',
  ];

  it.each(EXAMPLES)('%s has the shape of one', (code) => expect(isReferenceCode(code)).toBe(true));

  it.each(['Z109-WS·2011-Y-BGS-0001', 'Z109-WS·2011-D30-0001'])('%s is one of the older kind (DA/T 22-2015)', (code) =>
    expect(isReferenceCode(code)).toBe(true),
  );

  it.each([
    ['a plain dot in place of the middle dot', 'Z008-WS.2019.Y-037'],
    ['an unknown 门类', 'Z008-XX·2019·Y-037'],
    ['no 件号', 'Z008-WS·2019·Y'],
    ['a 件号 of two digits', 'Z008-WS·2019·Y-37'],
    ['a 全宗号 of two letters', 'ZZ08-WS·2019·Y-037'],
    ['an empty part', 'Z008-WS··2019·Y-037'],
    ['a path in it', 'Z008-WS·../..·Y-037'],
    ['something before it', ' Z008-WS·2019·Y-037'],
    ['something behind it', 'Z008-WS·2019·Y-037\n'],
  ])('with %s is none', (_, code) => expect(isReferenceCode(code)).toBe(false));

  describe('built by a template', () => {
    const template = ReferenceCodeTemplate.parse({ fonds: 'J019', category: 'ZY', classes: ['XK', 'ZC'], width: 4 });

    it.each([
      ['a term', template, 2026, 'D30', 1, 'J019-ZY·XK·ZC·2026·D30-0001'],
      ['for ever', template, 2026, 'Y', 9999, 'J019-ZY·XK·ZC·2026·Y-9999'],
      [
        'with an office',
        { ...template, classes: [], organisation: '办公室' },
        2011,
        'Y',
        1,
        'J019-ZY·2011·Y·办公室-0001',
      ],
    ] as const)('%s', (_, of, year, retention, number, code) => {
      const series = referenceSeries({ ...of, classes: [...of.classes] }, year, retention);
      expect(referenceCode(series, number, of.width)).toBe(code);
      expect(isReferenceCode(code)).toBe(true);
      expect(splitReferenceCode(code)).toEqual({ series, number });
    });

    it.each([0, -1, 10_000, 1.5, Number.NaN])('does not give number %s in a width of four', (number) => {
      expect(() => referenceCode('J019-ZY·2026·Y', number, 4)).toThrow(RangeError);
    });

    it('cannot be split where there is no 件号', () => {
      expect(splitReferenceCode('J019')).toBeUndefined();
      expect(splitReferenceCode('J019-ZY·2026·Y')).toBeUndefined();
    });

    it.each([
      ['fonds', 'JJ19'],
      ['category', 'AB'],
      ['classes', ['A', 'B', 'C', 'D']],
      ['classes', ['小类']],
      ['organisation', 'bgs'],
      ['width', 2],
      ['width', 7],
    ])('has no %s of %s', (field, value) =>
      expect(ok(ReferenceCodeTemplate, { ...template, [field]: value })).toBe(false),
    );
  });

  it.each(['X013', 'J001', '0123'])('%s is a 全宗号', (fonds) => expect(ok(FondsNumber, fonds)).toBe(true));
  it.each(['X13', 'x013', 'X0133', '12', 'XX01'])('%s is no 全宗号', (fonds) =>
    expect(ok(FondsNumber, fonds)).toBe(false),
  );
});

describe('保管期限代码 (DA/T 13-2022, standards/4d §2)', () => {
  it.each([
    ['Y', null],
    ['D30', 30],
    ['D10', 10],
    ['D15', 15],
    ['D100', 100],
  ])('%s is kept for %s years', (code, years) => {
    expect(ok(Retention, code)).toBe(true);
    expect(retentionYears(code)).toBe(years);
  });
  it.each(['永久', 'D0', 'D030', 'D1000', 'D', 'y', 'Y30', '30'])('%s is none', (code) =>
    expect(ok(Retention, code)).toBe(false),
  );
});

describe('code lists (GB/T 39046-2020 annex A)', () => {
  it('have the number of entries of the annex, and a Chinese name for each', () => {
    const sizes = Object.fromEntries(
      Object.entries(CODE_LISTS).map(([name, list]) => [name, Object.keys(list).length]),
    );
    expect(sizes).toEqual({
      matterType: 12,
      level: 7,
      applicantKind: 6,
      channel: 5,
      caseKind: 3,
      action: 3,
      stepState: 2,
    });
    for (const list of Object.values(CODE_LISTS))
      for (const name of Object.values(list)) expect(name).toMatch(/^\p{Script=Han}/u);
  });
});
