import { readFileSync } from 'node:fs';
import type { Finding } from '@guidang/contracts';
import { expect, it } from 'vitest';
import { ITEMS, judgeCase, judgeMaterial, rulesOf, STAGE_ITEMS } from '../src/index.ts';
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
