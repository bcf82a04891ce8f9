import { describe, expect, it } from 'vitest';
import { findPersonal, idNumberCheckCharacter, linkBytes, linkId } from '../src/index.ts';
import { CASE, changed, eventOf, events, MATTER, scheme, USCC } from './specimens.ts';

const ID = '440524188001010014';
const X = '11010519491231002X';
const step = eventOf('case.step.recorded');
const opinion = (text: string): unknown => changed(step, 'data.opinion', text);

describe('an ID number in the open', () => {
  it.each([
    ['alone', ID],
    ['with an X', X],
    ['with a small x', '11010519491231002x'],
    ['in a sentence', `申请人身份证号${ID},材料齐全`],
    ['behind an ASCII colon', `ID:${ID}`],
    ['in the groups of the card', '440524 18800101 0014'],
    ['with hyphens', '440524-18800101-0014'],
    ['in full-width digits', '４４０５２４１８８００１０１００１４'],
    ['in a file name', `身份证_${ID}.pdf`],
    ['beside a wrong one', `440524188001010015 ${ID}`],
  ])('is found %s', (_, text) => {
    expect(findPersonal(opinion(text))).toEqual([{ field: 'data.opinion', kind: 'id-number' }]);
  });

  it.each([
    ['a staff number', 'case.step.recorded', 'data.person.id'],
    ['the id of the event', 'case.closed', 'id'],
    ['the source', 'case.closed', 'source'],
    ['the name of a material', 'case.material.added', 'data.name'],
    ['the name of a file', 'case.material.added', 'data.files[0].name'],
    ['the identifier of a material', 'case.material.added', 'data.material'],
    ['the number of a result', 'case.result.issued', 'data.result.number'],
  ] as const)('is found as %s', (_, type, field) => {
    expect(findPersonal(changed(eventOf(type), field, ID))).toEqual([{ field, kind: 'id-number' }]);
  });

  it.each([
    ['alone', ID],
    ['with an X', X],
    ['behind a prefix', `SL-${ID}`],
    ['in full-width digits', '４４０５２４１８８００１０１００１４'],
  ])('is found as the number of the case, %s', (_, number) => {
    expect(findPersonal(changed(step, 'case', number))).toEqual([{ field: 'case', kind: 'id-number' }]);
  });

  it('is not seen in a case number of region, date and serial, for as long as cases go on', () => {
    const born = (date: string): string => `441900${date}001${idNumberCheckCharacter(`441900${date}001`)}`;
    const at = (time: string, date: string) => findPersonal({ case: born(date), time });
    expect(at('2026-03-01T08:00:00Z', '20260301')).toEqual([]);
    expect(at('2026-03-01T08:00:00Z', '20160301')).toEqual([]);
    expect(at('2015-03-01T08:00:00Z', '20150227')).toEqual([]);
    expect(at('2026-03-01T08:00:00Z', '20150301')).toEqual([{ field: 'case', kind: 'id-number' }]);
    expect(at('2026-03-01T08:00:00Z', '19870301')).toEqual([{ field: 'case', kind: 'id-number' }]);
  });

  it('is found in the address a file is to be fetched from', () => {
    const address = `https://files.example.gov.cn/get?owner=${ID}`;
    const event = changed(
      changed(eventOf('case.material.added'), 'data.files[0].content', undefined),
      'data.files[0].address',
      address,
    );
    expect(findPersonal(event)).toEqual([{ field: 'data.files[0].address', kind: 'id-number' }]);
  });

  it('is found where it is the name of a field, and is not repeated in the answer', () => {
    const found = findPersonal({ data: { [ID]: '陈嘉涵' } });
    expect(found).toEqual([{ field: 'data.*', kind: 'id-number' }]);
  });

  it('is found in every place, by path', () => {
    const value = { a: [ID, { b: X }], c: { d: 'none' } };
    expect(findPersonal(value).map(({ field }) => field)).toEqual(['a[0]', 'a[1].b']);
  });

  it('is found under a field of the form of a 统一社会信用代码', () => {
    expect(findPersonal({ uscc: ID })).toEqual([{ field: 'uscc', kind: 'id-number' }]);
  });

  it('is found whatever its digits: a tenth of a percent of a generated thousand would show', () => {
    const missed = [];
    for (let day = 1; day <= 28; day++)
      for (let sequence = 100; sequence < 140; sequence++) {
        const first = `51072219870${(day % 9) + 1}${String(day).padStart(2, '0')}${sequence}`;
        const number = first + idNumberCheckCharacter(first)!;
        if (findPersonal({ opinion: number }).length === 0) missed.push(number);
      }
    expect(missed).toEqual([]);
  });
});

describe('a phone number in the open', () => {
  it.each([
    ['alone', '13800138000'],
    ['behind a word', '联系电话13800138000'],
    ['behind an ASCII colon', 'tel:13800138000'],
    ['behind a full-width colon', '电话:13800138000,请联系'],
    ['with the code of the country', '+8613800138000'],
    ['with the code and a space', '+86 13800138000'],
    ['in groups', '138 0013 8000'],
    ['in groups with hyphens', '138-0013-8000'],
    ['in full-width digits', '１３８００１３８０００'],
    ['in a file name', '承诺书_13800138000.pdf'],
  ])('is found %s', (_, text) => {
    expect(findPersonal(opinion(text))).toEqual([{ field: 'data.opinion', kind: 'phone' }]);
  });

  it('is found as a staff number', () => {
    const field = 'data.person.id';
    expect(findPersonal(changed(step, field, '13800138000'))).toEqual([{ field, kind: 'phone' }]);
  });

  it('is found as a number', () =>
    expect(findPersonal({ contact: 13_800_138_000 })).toEqual([{ field: 'contact', kind: 'phone' }]));

  it('is found in the query of an address, and not on the path of a server', () => {
    expect(findPersonal({ address: 'https://f.example.cn/f?m=13800138000' })).toEqual([
      { field: 'address', kind: 'phone' },
    ]);
    expect(findPersonal({ address: 'https://f.example.cn/files/13800138000' })).toEqual([]);
  });
});

describe('a field named after what belongs into the form', () => {
  it.each([
    'applicantName',
    'applicant_name',
    'APPLYNAME',
    'id-number',
    'idCard',
    'legal_man',
    'phone',
    'sfzh',
    'xm',
    'lxdh',
    '姓名',
    '身份证号',
    '联系电话',
    '地址',
  ])('%s is found', (key) => {
    expect(findPersonal({ data: { applicant: { [key]: 'x' } } })).toEqual([
      { field: `data.applicant.${key}`, kind: 'name-field' },
    ]);
  });

  it.each([null, ''])('is not minded while it holds %j', (value) => expect(findPersonal({ phone: value })).toEqual([]));
  it('is found with anything else in it', () => {
    expect(findPersonal({ address: { street: 'x' } })).toEqual([{ field: 'address', kind: 'name-field' }]);
    expect(findPersonal({ address: '东莞市莞城街道' })).toEqual([{ field: 'address', kind: 'name-field' }]);
  });
  it('is not the web address a file is fetched from', () => {
    expect(findPersonal({ files: [{ address: 'https://files.example.gov.cn/1' }] })).toEqual([]);
  });
});

describe('no alarm', () => {
  it.each(events)('for a right $type', (event) => expect(findPersonal(event)).toEqual([]));
  it('for a scheme', () => expect(findPersonal(scheme)).toEqual([]));

  it.each([
    ['a digest of digits alone', { sha256: '440524188001010014'.repeat(4).slice(0, 64) }],
    ['a content name', { content: `sha256:${'440524188001010014'.repeat(4).slice(0, 64)}` }],
    ['a commitment', { reference: `commit:${'1'.repeat(64)}` }],
    ['a case number', { case: CASE, opinion: `见办件${CASE}` }],
    ['a case number that passes for a person, where nobody knows when', { case: ID }],
    ['a matter code', { matter: { code: MATTER } }],
    ['a 统一社会信用代码', { uscc: USCC, opinion: `${USCC}:同意` }],
    ['an 18-digit number with a wrong check digit', { opinion: '440524188001010015' }],
    ['an 18-digit number with an impossible date', { opinion: '440524188013010010' }],
    ['a 档号', { referenceCode: 'J019-ZY·XK·ZC·2026·D30-0001' }],
    ['a UUID', { id: '7f3b1c88-1380-4013-8000-138001380001' }],
    ['a trace', { traceparent: `00-${'13800138000'.repeat(3).slice(0, 32)}-1380013800013800-01` }],
    ['an event serial of eleven digits', { id: '13800138000' }],
    ['the size of a file of 13 GB', { size: 13_800_138_000, bytes: 15_800_138_000 }],
    ['milliseconds since 1970', { at: 1_772_000_000_000, text: '1772000000000' }],
    ['a landline of a department', { opinion: '咨询电话 0769-22837000' }],
    ['a decimal fraction', { opinion: '0.13800138000' }],
    ['a time', { time: '2026-03-01T08:00:00.123Z' }],
    ['a link id', { id: linkId('capture', ID) }],
    ['a project code', { opinion: '2026-441900-47-03-123456' }],
  ])('for %s', (_, value) => expect(findPersonal(value)).toEqual([]));

  it('for a link', () => {
    const link = {
      id: linkId('capture', 'x'),
      case: CASE,
      step: 'capture' as const,
      seq: 0,
      previous: '1'.repeat(64),
      input: { topic: 'case.events', partition: 0, offset: 13_800_138_000, sha256: '2'.repeat(64) },
      type: 'ProcessStepRecorded',
      version: 1,
      time: '2026-03-01T08:05:00Z',
      decider: { software: '0.1.0', rules: 'capture@1', scheme: null },
      facts: {},
      body: { step: step.data },
    };
    expect(findPersonal(JSON.parse(Buffer.from(linkBytes(link)).toString()))).toEqual([]);
  });
});
