import { Finding } from '@guidang/contracts';
import { describe, expect, it } from 'vitest';
import { judgePackage, type PackageFacts, STAGE_ITEMS, type Stage, stageRules } from '../src/index.ts';
import { keyOf, received, SPECIMENS } from './packages.ts';

const STAGES: readonly Stage[] = ['receipt', 'transfer', 'preservation'];
const named = (stage: Stage) => STAGE_ITEMS[stage].map((item) => [item.code, item] as const);
const judged = (stage: Stage, facts: PackageFacts, code?: string): Finding[] =>
  judgePackage(stageRules(stage), facts).filter(({ item }) => code === undefined || item === code);
const brief = (findings: readonly Finding[]) => findings.map(({ outcome, code }) => `${outcome} ${code}`).join(', ');

describe.each(STAGES)('the items of %s', (stage) => {
  it('have codes of their own, and the number of the standard only where somebody has seen it', () => {
    const items = STAGE_ITEMS[stage];
    expect(new Set(items.map(({ code }) => code)).size).toBe(items.length);
    for (const { code, number } of items) {
      expect(code).toMatch(CODES[stage]);
      if (stage !== 'receipt') expect(number).toBe(/LOCAL/.test(code) ? null : code);
    }
  });

  it('cover the four properties, but for the package as it is received: safety is judged file by file before', () => {
    const covered = new Set(STAGE_ITEMS[stage].map(({ property }) => property));
    expect(covered.size).toBe(stage === 'receipt' ? 3 : 4);
  });

  it('say of every package something by every item, in findings that keep their contract', () => {
    const findings = judged(stage, received());
    expect(new Set(findings.map(({ item }) => item))).toEqual(new Set(STAGE_ITEMS[stage].map(({ code }) => code)));
    for (const finding of findings) {
      expect(Finding.safeParse(finding).error).toBeUndefined();
      expect(Object.keys(finding.evidence)).not.toEqual([]);
    }
  });

  it('pass a package in which all is in order, but for what a person or somebody outside has to say', () => {
    const rest = judged(stage, received()).filter(({ outcome }) => outcome !== 'PASS');
    const left = stage === 'receipt' ? [] : ['NO_CARRIER', 'JUDGED_OUTSIDE'];
    expect(new Set(rest.map(({ code }) => code))).toEqual(new Set(left));
  });

  it.each(named(stage))('%s has a specimen that it does not pass', (code, item) => {
    const specimens = SPECIMENS[keyOf(item)] ?? [];
    expect(
      specimens.some(([, says]) => !says.startsWith('PASS')),
      code,
    ).toBe(true);
    for (const [changes, says] of specimens) expect(brief(judged(stage, received(changes), code)), says).toBe(says);
  });

  it('fail alone: a specimen made to fail one of them fails no other, but where one cannot be had without the other', () => {
    for (const item of STAGE_ITEMS[stage])
      for (const [changes, says] of SPECIMENS[keyOf(item)] ?? []) {
        if (!says.startsWith('FAIL')) continue;
        const others = judged(stage, received(changes)).filter(
          (one) => one.outcome === 'FAIL' && one.item !== item.code,
        );
        const along = TOGETHER[keyOf(item)] ?? [];
        expect(
          others.map((one) => `${keyOf({ code: one.item })}`).filter((one) => !along.includes(one)),
          says,
        ).toEqual([]);
      }
  });
});

const CODES: Readonly<Record<Stage, RegExp>> = {
  receipt: /^GD-(1-7|1-12|1-13|1-14|2-10|2-11|3-1)$/,
  transfer: /^YJ-(LOCAL-[A-Z-]+|1-6|1-8)$/,
  preservation: /^CQ-LOCAL-[A-Z-]+$/,
};

/** What cannot be spoilt without spoiling something else: a file of another format is not what its record says either. */
const TOGETHER: Readonly<Record<string, readonly string[]>> = {
  FORMAT: ['ATTRIBUTES'],
  WHOLE: ['READABLE'],
  READABLE: ['WHOLE'],
};
