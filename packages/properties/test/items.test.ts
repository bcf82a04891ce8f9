import { Finding } from '@guidang/contracts';
import { describe, expect, it } from 'vitest';
import {
  addCounts,
  callsForSomebody,
  countOutcomes,
  ITEMS,
  isOpen,
  isRefusal,
  judgeCase,
  judgeMaterial,
  STAGE_ITEMS,
} from '../src/index.ts';
import { closing, form, material, RULES } from './specimens.ts';

/** Standards/1 §1.4: fourteen, eleven, eight and seven items. */
const STANDARD = [14, 11, 8, 7].flatMap((count, p) => Array.from({ length: count }, (_, n) => `GD-${p + 1}-${n + 1}`));
const DESCRIBED =
  'code zh en property level mode locked looksAt basis sure number like built parameters codes under judges'.split(' ');
const PROPERTY = { 1: 'authenticity', 2: 'integrity', 3: 'usability', 4: 'security' } as const;

describe('the items', () => {
  it('are all of the archiving stage, in their order, and after them our own', () => {
    expect(ITEMS.map(({ code }) => code)).toEqual([
      ...STANDARD,
      ...['GD-LOCAL-FORM', 'GD-LOCAL-CHAIN', 'GD-LOCAL-LIMIT', 'GD-LOCAL-PERFORMERS', 'GD-LOCAL-SCAN'],
    ]);
  });

  it.each(ITEMS.map((item) => [item.code, item] as const))(
    '%s is named, judged by somebody, and has a property',
    (_, item) => {
      if (item.sure !== 'local') expect(item.property).toBe(PROPERTY[item.code[3] as '1']);
      expect(item.judges.length).toBeGreaterThan(0);
      expect(item.zh).not.toBe('');
      const outcomes = Object.values(item.codes).map(([outcome]) => outcome);
      // What is not built cannot pass, and what is built can.
      if (item.mode === 'AUTO') expect(outcomes.includes('PASS')).toBe(item.built !== 'no');
      if (item.built === 'no')
        expect(outcomes.every((one) => one === 'NOT_RUN' || one === 'NOT_APPLICABLE')).toBe(true);
    },
  );

  it('are locked where nothing else is worth anything without them, and nowhere else', () => {
    expect(ITEMS.flatMap(({ code, locked }) => (locked ? [code] : []))).toEqual([
      ...['GD-1-1', 'GD-1-11', 'GD-2-6', 'GD-4-2', 'GD-LOCAL-FORM', 'GD-LOCAL-CHAIN'],
    ]);
  });

  it.each([...ITEMS, ...STAGE_ITEMS.transfer, ...STAGE_ITEMS.preservation].map((item) => [item.code, item] as const))(
    '%s is described by what an item is described by, and nothing else',
    (_, item) => {
      const known = new Set(DESCRIBED);
      expect(Object.keys(item).filter((key) => !known.has(key))).toEqual([]);
      expect(['BLOCK', 'WARN', 'INFO']).toContain(item.level);
      expect(item.basis.length).toBeGreaterThan(2);
      expect(item.looksAt.length).toBeGreaterThan(5);
    },
  );

  it('say of each case something by every item, in findings that keep their contract', () => {
    const findings = [
      ...judgeMaterial(RULES, form()),
      ...judgeMaterial(RULES, material()),
      ...judgeCase(RULES, closing()),
    ];
    expect(new Set(findings.map(({ item }) => item))).toEqual(new Set(ITEMS.map(({ code }) => code)));
    for (const finding of findings) {
      expect(Finding.safeParse(finding).error).toBeUndefined();
      expect(Object.keys(finding.evidence), `${finding.item} ${finding.code}`).not.toEqual([]);
    }
  });

  it('say the same of the same facts, to the byte', () => {
    expect(JSON.stringify(judgeCase(RULES, closing()))).toBe(
      JSON.stringify(judgeCase(RULES, structuredClone(closing()))),
    );
  });
});

describe('findings', () => {
  const [pass] = judgeMaterial(RULES, material());
  it('refuse where what blocks has failed, and nowhere else', () => {
    expect(isRefusal({ ...pass!, outcome: 'FAIL' })).toBe(true);
    expect(isRefusal({ ...pass!, outcome: 'FAIL', level: 'WARN' })).toBe(false);
    expect(isRefusal({ ...pass!, outcome: 'MANUAL_REVIEW' })).toBe(false);
    expect(isRefusal(pass!)).toBe(false);
  });

  it('leave a case open where what blocks waits for a person, and nowhere else', () => {
    expect(isOpen({ ...pass!, outcome: 'MANUAL_REVIEW' })).toBe(true);
    expect(isOpen({ ...pass!, outcome: 'MANUAL_REVIEW', level: 'WARN' })).toBe(false);
    expect(isOpen({ ...pass!, outcome: 'FAIL' })).toBe(false);
    expect(isOpen({ ...pass!, outcome: 'WARN', level: 'INFO' })).toBe(false);
    expect(isOpen(pass!)).toBe(false);
  });

  it('call for somebody where they failed, warn or want review', () => {
    const outcomes = ['PASS', 'FAIL', 'WARN', 'MANUAL_REVIEW', 'NOT_APPLICABLE', 'NOT_RUN'] as const;
    expect(outcomes.filter((outcome) => callsForSomebody({ ...pass!, outcome }))).toEqual([
      'FAIL',
      'WARN',
      'MANUAL_REVIEW',
    ]);
  });

  it('are counted by outcome, always in the same order', () => {
    const counts = countOutcomes(judgeMaterial(RULES, material({ scan: { verdict: 'too-large' } })));
    expect(JSON.stringify(counts)).toBe(
      '{"PASS":17,"FAIL":0,"WARN":0,"MANUAL_REVIEW":1,"NOT_APPLICABLE":0,"NOT_RUN":0}',
    );
    expect(addCounts([counts, counts])).toMatchObject({ PASS: 34, MANUAL_REVIEW: 2 });
    expect(addCounts([])).toEqual(countOutcomes([]));
  });
});
