import { archiveTopic, LINKS, linkHeaders, type RawRecord } from '@guidang/contracts';
import { blank, ChainJudge, makeLink, openLink } from '@guidang/stream';
import { describe, expect, it } from 'vitest';
import type { CaseWishes, SealedCase } from '../../../packages/packaging/test/sealed-case.ts';
import { type PackageFacts, packageRule } from '../src/decide.ts';
import { seriesOf } from '../src/reference.ts';
import { BOOK, nth, schemeOf, sealRecord } from './cases.ts';

const factsOf = (one: SealedCase, more: Partial<PackageFacts> = {}): PackageFacts => {
  const { head, closing } = one.link.body;
  return {
    number: 7,
    package: { content: `sha256:${'ab'.repeat(32)}`, sm3: 'cd'.repeat(32), size: 1000 },
    index: { head, closedAt: closing.closedAt, outcome: closing.outcome, files: [] },
    ...seriesOf(one.link, schemeOf(one)),
    ...more,
  };
};

/** Takes the decision on a sealed case, and takes it again from the bytes, as an auditor does. */
function decided(one: SealedCase, facts = factsOf(one)) {
  const record = sealRecord(one);
  const input = packageRule.parse(record);
  const made = makeLink(packageRule, blank(packageRule, one.case), {
    record,
    input,
    scheme: schemeOf(one),
    facts,
    at: '2026-03-05T11:00:01.000Z',
    software: '0.1.0',
  });
  const output: RawRecord = {
    ...record,
    topic: archiveTopic('package'),
    value: made.bytes,
    headers: linkHeaders(made.link),
  };
  expect(new ChainJudge(packageRule, BOOK).judge(openLink('package', output), record)).toEqual([]);
  return { link: LINKS.package.parse(JSON.parse(Buffer.from(made.bytes).toString())), made };
}

describe('a sealed case', () => {
  it('is packaged under its 档号, and anyone can take that decision again', () => {
    const one = nth(1);
    const { link, made } = decided(one);
    expect(link.body).toMatchObject({
      referenceCode: 'J031-ZY·XK·2026·D30-0007',
      profile: 'guidang-1',
      retention: 'D30',
      retainUntil: '2056-12-31T15:59:59Z',
    });
    expect(packageRule.feedback(made.link as never, one.link)).toEqual([]);
  });

  it.each<[string, CaseWishes, string, string | null]>([
    ['in the last second of a year', { closedAt: '2026-12-31T15:59:59Z' }, '2026', '2056-12-31T15:59:59Z'],
    [
      'in the first second of the next, by the clock of Asia/Shanghai',
      { closedAt: '2026-12-31T16:00:00Z' },
      '2027',
      '2057-12-31T15:59:59Z',
    ],
    ['on 29 February', { closedAt: '2028-02-29T10:00:00Z' }, '2028', '2058-12-31T15:59:59Z'],
  ])('%s belongs to its year', (_, wishes, year, until) => {
    const { body } = decided(nth(1, wishes)).link;
    expect(body.referenceCode).toContain(`·${year}·`);
    expect(body.retainUntil).toBe(until);
  });

  it('is kept as long as its scheme says, some for ever', () => {
    const kept = new Set<string>();
    for (let matter = 0; matter < 12; matter++) {
      const { body } = decided(nth(1, { matter, case: `ABCDEF${matter}` })).link;
      kept.add(`${body.retention} ${body.retainUntil}`);
      expect(body.referenceCode).toContain(`·${body.retention}-`);
    }
    expect([...kept].sort()).toEqual(['D10 2036-12-31T15:59:59Z', 'D30 2056-12-31T15:59:59Z', 'Y null']);
  });

  it('has a number with more digits where its series outgrew the width of the scheme', () => {
    const one = nth(1);
    expect(decided(one, factsOf(one, { number: 9_999 })).link.body.referenceCode).toMatch(/-9999$/);
    expect(decided(one, factsOf(one, { number: 10_000 })).link.body.referenceCode).toMatch(/-10000$/);
    expect(() => decided(one, factsOf(one, { number: 0 }))).toThrow(RangeError);
  });

  it.each<[string, (one: SealedCase) => Partial<PackageFacts>]>([
    ['another series', () => ({ series: 'J031-ZY·XK·2025·D30' })],
    ['another retention', () => ({ retention: 'D10' })],
    ['another case', () => ({ index: factsOf(nth(2)).index })],
    ['another time', (one) => ({ index: { ...factsOf(one).index, closedAt: '2026-01-01T00:00:00Z' } })],
    ['another outcome', (one) => ({ index: { ...factsOf(one).index, outcome: 'refused' } })],
  ])('is not decided from facts of %s', (_, more) => {
    const one = nth(1);
    expect(() => decided(one, factsOf(one, more(one)))).toThrow();
  });

  it('waits aside for a scheme that is not published', () => {
    const { value } = packageRule.parse(sealRecord(nth(1)));
    expect(packageRule.schemeOf({ packaged: false }, value)).toEqual({ id: 'physician-registration', version: 3 });
    expect(packageRule.consider({ state: { packaged: false }, input: value, scheme: undefined })).toMatchObject({
      do: 'park',
      reason: 'SCHEME_UNKNOWN',
    });
  });
});

it('a case that is packaged is not packaged again', () => {
  const one = nth(1);
  const { value } = packageRule.parse(sealRecord(one));
  const { after } = decided(one).made;
  expect(packageRule.consider({ state: after.state, input: value, scheme: schemeOf(one) })).toMatchObject({
    do: 'park',
    reason: 'CASE_ALREADY_PACKAGED',
  });
});

it.each([
  ['no link', { value: Buffer.from('{}') }],
  ['under another key', { key: Buffer.from('ABCDEFG') }],
])('a record that is %s is malformed', (_, more) => {
  expect(() => packageRule.parse({ ...sealRecord(nth(1)), ...more })).toThrow();
});
