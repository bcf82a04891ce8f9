import { ApplicationForm, type CaseCaptured, commitmentTo, parseLink } from '@guidang/contracts';
import { describe, expect, it } from 'vitest';
import { chainObject, followed, linesOf } from '../src/gather/chain.ts';
import { formFactsOf } from '../src/gather/form.ts';
import { CASE, Captured, HEAD, materialOf } from './capture.ts';
import { SCHEME } from './scheme.ts';

describe('the chain object of capture', () => {
  const capture = new Captured();
  capture.opened();
  capture.added(materialOf('m1', 'A01'));
  capture.stepped('accept');
  capture.added(materialOf('m2', 'A01'));
  const closing = parseLink('capture', capture.closed()) as CaseCaptured;
  const lines = linesOf(capture.chain);
  const of = (changes: Partial<CaseCaptured>): CaseCaptured => ({ ...closing, ...changes });
  const edited = (line: Buffer, from: string, to: string): Buffer => Buffer.from(line.toString().replace(from, to));

  it('is taken apart and put together to the byte', () => {
    expect(lines).toHaveLength(4);
    expect(chainObject(lines)).toEqual(capture.chain);
    expect(linesOf(Buffer.alloc(0))).toEqual([]);
  });

  it('is whole from the first link to the one the closing names', () => {
    expect(followed(lines, closing)).toEqual({ links: 4, fault: null, line: null });
  });

  it.each([
    ['a link left out', lines.toSpliced(1, 1), closing, 'GAP', 2],
    ['a link twice', lines.toSpliced(1, 0, lines[1]!), closing, 'GAP', 3],
    ['two links exchanged', [lines[0]!, lines[2]!, lines[1]!, lines[3]!], closing, 'GAP', 2],
    ['the last link left out', lines.slice(0, 3), closing, 'OTHER_COUNT', null],
    ['a byte changed in the middle', lines.with(1, edited(lines[1]!, '材料', '財料')), closing, 'PREVIOUS_HASH', 3],
    ['a byte changed in the last', lines.with(3, edited(lines[3]!, '材料', '財料')), closing, 'OTHER_END', null],
    ['something that is no link', lines.with(2, Buffer.from('{}')), closing, 'NOT_A_LINK', 3],
    ['something that is no text', lines.with(2, Buffer.from([0xff, 0xfe])), closing, 'NOT_A_LINK', 3],
    [
      'a link of another step',
      lines.with(2, edited(lines[2]!, '"step":"capture"', '"step":"seal"')),
      closing,
      'NOT_A_LINK',
      3,
    ],
    [
      'a link of another case',
      lines.with(2, edited(lines[2]!, `"case":"${CASE}"`, '"case":"OTHER-1"')),
      closing,
      'OTHER_CASE',
      3,
    ],
    ['nothing', [], closing, 'OTHER_COUNT', null],
    ['a closing that comes after another', lines, of({ previous: 'f'.repeat(64) }), 'OTHER_END', null],
    [
      'a closing that counts otherwise',
      lines,
      of({ body: { ...closing.body, chain: { ...closing.body.chain, links: 5 } } }),
      'OTHER_COUNT',
      null,
    ],
  ])('%s is told by line', (_, changed, end, fault, line) => {
    expect(followed(changed as Buffer[], end as CaseCaptured)).toEqual({ links: changed.length, fault, line });
  });
});

describe('the application form', () => {
  const applicant = { name: '李建国', identity: { type: '111', number: '11010519491231002X' }, phone: '13812345678' };
  const form = ApplicationForm.parse({
    ...{ type: 'application-form', version: 1, case: CASE, salt: 'ab'.repeat(32) },
    ...{ applicant, fields: [{ name: '住址', value: '东莞市莞城街道' }] },
  });
  const head = { ...HEAD, applicant: { ...HEAD.applicant, reference: commitmentTo(form.salt, applicant.identity) } };
  const bytes = (value: unknown): Buffer => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

  it('of this case that opens its commitment', () => {
    expect(formFactsOf(bytes(form), head, SCHEME)).toEqual({
      valid: true,
      commitmentMatches: true,
      age: 'fits',
      asked: [],
      problems: [],
    });
  });

  it.each([
    [
      'of another applicant',
      { ...form, applicant: { ...applicant, identity: { type: '414', number: 'E12345678' } } },
      { valid: true, commitmentMatches: false, problems: [] },
    ],
    ['with another salt', { ...form, salt: 'cd'.repeat(32) }, { valid: true, commitmentMatches: false, problems: [] }],
    [
      'of another case',
      { ...form, case: 'OTHER-1' },
      { valid: false, commitmentMatches: true, problems: ['case:OTHER_CASE'] },
    ],
    ['that is no JSON', '{"type":', { valid: false, commitmentMatches: null, problems: ['form:NOT_JSON'] }],
    ['that is a list', '[]', { valid: false, commitmentMatches: null }],
    [
      'of a number with a wrong check digit',
      { ...form, applicant: { ...applicant, identity: { type: '111', number: '110105194912310021' } } },
      { valid: false, commitmentMatches: null, problems: ['applicant.identity.number:ID_NUMBER'] },
    ],
  ])('%s', (_, value, facts) => {
    expect(formFactsOf(bytes(value), head, SCHEME)).toMatchObject(facts);
  });

  it('that was not held is not valid', () => {
    expect(formFactsOf(null, head, SCHEME)).toEqual({
      valid: false,
      commitmentMatches: null,
      age: null,
      asked: [],
      problems: ['form:NOT_HELD'],
    });
  });

  it('gives nothing away, whatever is wrong with it', () => {
    const hostile = [
      { ...form, 李建国: 1, '13812345678': 2, applicant: { ...applicant, '11010519491231002X': 'x' } },
      { ...form, fields: [{ name: '李建国', value: 13812345678 }] },
      { ...form, case: '李建国 11010519491231002X' },
    ];
    for (const value of hostile) {
      const facts = formFactsOf(bytes(value), head, SCHEME);
      expect(facts).toMatchObject({ valid: false });
      expect(facts.problems.length).toBeGreaterThan(0);
      expect(JSON.stringify(facts)).not.toMatch(/李建国|138|1101/);
    }
  });
});
