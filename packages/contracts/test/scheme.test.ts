import { describe, expect, it } from 'vitest';
import { Condition, holds, MetadataScheme, Scheme, type Term } from '../src/index.ts';
import { scheme } from './specimens.ts';

const when = (...groups: Term[][]): Condition => ({ any: groups.map((all) => ({ all })) });
const is = (field: string, ...values: string[]): Term => ({ field, asks: 'is', values });
const known =
  (fields: Record<string, string | null>) =>
  (field: string): string | null | undefined =>
    fields[field];

describe('a condition over form fields', () => {
  const company = is('applicant.kind', '2');
  const large: Term = { field: 'form.面积', asks: 'at-least', values: ['500'] };
  it.each<[string, Condition, Record<string, string | null>, boolean | undefined]>([
    ['holds where the field is one of the values', when([company]), { 'applicant.kind': '2' }, true],
    ['does not where it is another', when([company]), { 'applicant.kind': '1' }, false],
    ['needs all terms of a group', when([company, large]), { 'applicant.kind': '2', 'form.面积': '499.5' }, false],
    ['needs one group', when([company], [large]), { 'applicant.kind': '1', 'form.面积': '500' }, true],
    ['is not known where it hangs on a field nobody knows', when([large]), {}, undefined],
    ['is known where another term decides', when([company, large]), { 'applicant.kind': '1' }, false],
    ['is known where another group holds', when([large], [company]), { 'applicant.kind': '2' }, true],
    [
      'takes a field that is empty for not filled',
      when([{ field: 'form.x', asks: 'filled', values: [] }]),
      { 'form.x': null },
      false,
    ],
    [
      'is-not holds for what is empty',
      when([{ field: 'form.x', asks: 'is-not', values: ['是'] }]),
      { 'form.x': null },
      true,
    ],
    ['compares numbers only', when([large]), { 'form.面积': '约五百' }, false],
  ])('%s', (_, condition, fields, expected) => {
    expect(holds(Condition.parse(condition), known(fields))).toBe(expected);
  });

  it.each<[string, Term]>([
    ['no value to compare with', { field: 'channel', asks: 'is', values: [] }],
    ['a bound that is no number', { field: 'form.x', asks: 'at-most', values: ['many'] }],
    ['values where none are asked', { field: 'form.x', asks: 'empty', values: ['x'] }],
    ['a field that there is not', { field: 'applicant.name', asks: 'filled', values: [] }],
  ])('is refused with %s', (_, term) => {
    expect(Condition.safeParse(when([term])).success).toBe(false);
  });
});

describe('a scheme', () => {
  const conditional = {
    ...scheme,
    items: [{ ...scheme.items[0]!, required: 'optional', requiredWhen: when([is('channel', '1')]) }],
  };
  it('may ask for a material under a condition, where it is optional to whoever does not know the condition', () => {
    expect(Scheme.safeParse(conditional).success).toBe(true);
    const always = { ...conditional, items: [{ ...conditional.items[0]!, required: 'always' }] };
    expect(Scheme.safeParse(always).error?.issues[0]?.path).toEqual(['items', 0, 'required']);
  });
  it('published before its later fields were there reads as it did', () => {
    expect(Scheme.parse(scheme)).toEqual(scheme);
  });
});

describe('a metadata scheme', () => {
  const element = {
    name: '题名',
    kind: 'simple',
    type: 'text',
    obligation: 'required',
    repeatable: false,
    source: 'business',
  } as const;
  const container = { ...element, id: 'content_description', kind: 'container' } as const;
  it.each([
    [
      'an identifier that stands twice',
      [
        { ...element, id: 'title' },
        { ...element, id: 'title' },
      ],
      ['elements', 1, 'id'],
    ],
    [
      'a parent that stands behind',
      [{ ...element, id: 'title', parent: 'content_description' }, container],
      ['elements', 0, 'parent'],
    ],
    [
      'a default outside the domain',
      [{ ...element, id: 'x', domain: ['甲'], fallback: '乙' }],
      ['elements', 0, 'fallback'],
    ],
    ['a domain of a container', [{ ...container, domain: ['甲'] }], ['elements', 0, 'domain']],
  ])('is refused with %s', (_, elements, path) => {
    expect(MetadataScheme.safeParse({ base: 'DA/T 46-2009', elements }).error?.issues[0]?.path).toEqual(path);
  });
});
