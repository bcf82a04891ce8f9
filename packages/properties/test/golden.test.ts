import { readFileSync } from 'node:fs';
import type { Finding, Outcome } from '@guidang/contracts';
import { describe, expect, it } from 'vitest';
import { ITEMS, type Item, judgeCase, judgeMaterial, rulesOf, STAGE_ITEMS } from '../src/index.ts';
import { BORDERS } from './borders.ts';
import { FILE, goldenOf, said } from './golden.ts';
import { closing, form, material } from './specimens.ts';

const GOLDEN = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, string[]>;

it('the file names exactly the specimens there are (renew it: node packages/properties/test/write-golden.ts)', () => {
  expect(Object.keys(GOLDEN)).toEqual(Object.keys(goldenOf()));
});

it.each(Object.keys(BORDERS))('%s', (name) => {
  expect(said(name)).toEqual(GOLDEN[name]);
});

it('what is sound is told the same to the last bit of evidence', () => {
  const plain = [material(), form(), closing()].map((facts) =>
    'dossier' in facts ? judgeCase(rulesOf(facts.scheme), facts) : judgeMaterial(rulesOf(null), facts),
  );
  expect(plain.flat().map((one: Finding) => JSON.stringify(one))).toEqual(GOLDEN.sound);
});

it('every item that judges cases or files says at least two different things among them', () => {
  const codes = new Map<string, Set<string>>();
  for (const line of Object.values(GOLDEN).flat()) {
    const { item, code } = JSON.parse(line) as Finding;
    codes.set(item, (codes.get(item) ?? new Set()).add(code));
  }
  // Those on the package are shown in packages.ts.
  const ofPackages = new Set(STAGE_ITEMS.receipt.map(({ code }) => code));
  for (const { code, built } of ITEMS)
    if (built !== 'no' && !ofPackages.has(code)) expect(codes.get(code)?.size, code).toBeGreaterThan(1);
});

describe('every item that judges cases or files', () => {
  const CALLS = new Set<Outcome>(['FAIL', 'WARN', 'MANUAL_REVIEW']);
  const specimens = Object.entries(GOLDEN).map(
    ([name, lines]) => [name, lines.map((line) => JSON.parse(line) as Finding)] as const,
  );
  const outcomesOf = ({ codes }: Item) => new Set(Object.values(codes).map(([outcome]) => outcome));
  const ofPackages = new Set(STAGE_ITEMS.receipt.map(({ code }) => code));
  const judging = ITEMS.filter(({ code, built }) => built !== 'no' && !ofPackages.has(code));

  it.each(judging.filter((item) => outcomesOf(item).has('PASS')))('$code has a specimen that passes it', ({ code }) => {
    expect(
      specimens.flatMap(([, found]) => found).some(({ item, outcome }) => item === code && outcome === 'PASS'),
    ).toBe(true);
  });

  it.each(judging.filter((item) => [...outcomesOf(item)].some((one) => CALLS.has(one))))(
    '$code has a specimen that fails it and no other, with evidence',
    (item) => {
      const outcomes = outcomesOf(item);
      // The worst that the item can say.
      const worst = (['FAIL', 'WARN', 'MANUAL_REVIEW'] as const).find((one) => outcomes.has(one));
      const alone = specimens.filter(([name, found]) => {
        const calling = found.filter(({ outcome }) => CALLS.has(outcome));
        const mine = calling.filter(({ item: code, outcome }) => code === item.code && outcome === worst);
        return name !== 'sound' && mine.length > 0 && calling.every(({ item: code }) => code === item.code);
      });
      expect(alone.map(([name]) => name)).not.toEqual([]);
      for (const [, found] of alone)
        for (const { evidence } of found.filter(({ item: code }) => code === item.code))
          expect(Object.keys(evidence)).not.toEqual([]);
    },
  );
});
