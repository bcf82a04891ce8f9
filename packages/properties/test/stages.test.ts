import { readFileSync } from 'node:fs';
import { Finding } from '@guidang/contracts';
import { describe, expect, it } from 'vitest';
import {
  callsForSomebody,
  judgePackage,
  type PackageFacts,
  STAGE_ITEMS,
  type Stage,
  stageRules,
} from '../src/index.ts';
import { goldenOfPackages, PACKAGES_FILE } from './golden.ts';
import { JUDGED, keyOf, received, SPECIMENS } from './packages.ts';

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

/** What cannot be spoilt without spoiling something else: a file of another format is not what its record says either; what came on a carrier is looked at in every way. */
const TOGETHER: Readonly<Record<string, readonly string[]>> = {
  FORMAT: ['ATTRIBUTES'],
  WHOLE: ['READABLE'],
  READABLE: ['WHOLE'],
  ...Object.fromEntries(
    ['CARRIER-FILES', 'CARRIER-SPEED', 'CARRIER-LOOK', 'DISC'].map((one) => [
      one,
      ['CARRIER-FILES', 'CARRIER-SPEED', 'CARRIER-LOOK', 'DISC'],
    ]),
  ),
};

const GOLDEN = JSON.parse(readFileSync(PACKAGES_FILE, 'utf8')) as Record<string, string[]>;
const RANK = ['FAIL', 'WARN', 'MANUAL_REVIEW'] as const;

describe.each(Object.keys(JUDGED))('items on packages: %s', (where) => {
  const golden = Object.entries(goldenOfPackages()).filter(([name]) => name.startsWith(where));

  it('say the same of every specimen to the last bit of evidence (renew it: node packages/properties/test/write-golden.ts)', () => {
    expect(Object.fromEntries(golden)).toEqual(
      Object.fromEntries(Object.entries(GOLDEN).filter(([name]) => name.startsWith(where))),
    );
  });

  it.each(JUDGED[where]!.items.map((one) => [one.code, one] as const))(
    '%s has a specimen that passes it, and one that it finds fault with and no other, each with its evidence',
    (code, item) => {
      const specimens = golden.map(
        ([name, lines]) => [name, lines.map((line) => JSON.parse(line) as Finding)] as const,
      );
      const mine = specimens.flatMap(([, found]) => found.filter((one) => one.item === code));
      const outcomes = new Set(Object.values(item.codes).map(([outcome]) => outcome));
      // Who judges outside this system passes nothing here, and nothing rests on a reader of today but files that were opened.
      if (outcomes.has('PASS')) expect(mine.some(({ outcome }) => outcome === 'PASS')).toBe(true);
      for (const { evidence } of mine) expect(Object.keys(evidence)).not.toEqual([]);
      const worst = RANK.find((one) => outcomes.has(one));
      if (worst === undefined) return;
      const along = TOGETHER[keyOf(item)] ?? [];
      const needed = item.mode === 'MANUAL' ? along : [];
      const alone = specimens.filter(([, found]) => {
        const calling = found.filter(callsForSomebody);
        const others = calling.filter((one) => one.item !== code).map((one) => keyOf({ code: one.item }));
        return (
          calling.some((one) => one.item === code && one.outcome === worst) &&
          others.every((one) => needed.includes(one))
        );
      });
      expect(alone.map(([name]) => name)).not.toEqual([]);
    },
  );
});
