import { type CaseChecked, CheckReport, type Finding, type MaterialChecked } from '@guidang/contracts';
import { describe, expect, it } from 'vitest';
import {
  CODES_ZH,
  COMMON_CODES,
  countOutcomes,
  ITEMS,
  ITEMS_ZH,
  judgeCase,
  judgeMaterial,
  reportOf,
  STAGE_ITEMS,
} from '../src/index.ts';
import { closing, form, material, RULES } from './specimens.ts';

const [A, B, END] = ['a', 'b', 'e'].map((one) => one.repeat(64)) as [string, string, string];

/** A round in which this was found of form and material, and this of the case. */
function round(ofFiles: readonly Finding[], ofCase: readonly Finding[], more: object = {}) {
  const materials = [
    { sha256: A, link: { body: { findings: judgeMaterial(RULES, form()) } } as unknown as MaterialChecked },
    { sha256: B, link: { body: { findings: ofFiles } } as unknown as MaterialChecked },
  ];
  const all = [...materials.flatMap(({ link }) => link.body.findings), ...ofCase];
  const link = {
    ...{ type: 'CaseChecked', case: '12441500196720244T3442199806003202603010001', time: '2026-03-07T00:00:00.000Z' },
    decider: { software: '0.1.0' },
    body: {
      ...{ round: 1, rules: { base: RULES.base, digest: RULES.digest }, counts: countOutcomes(all) },
      ...{ findings: ofCase, resolution: null, ...more },
    },
  } as unknown as CaseChecked;
  return { end: { link, sha256: END }, materials };
}
const sound = () => round(judgeMaterial(RULES, material()), judgeCase(RULES, closing()));
const of = (report: CheckReport, code: string) => report.results.find((one) => one.code === code)!;

describe('the words of the report', () => {
  it('are there for every item and every code, and for no others', () => {
    expect(Object.keys(ITEMS_ZH)).toEqual(ITEMS.map(({ code }) => code));
    const all = [...ITEMS, ...STAGE_ITEMS.transfer, ...STAGE_ITEMS.preservation];
    const codes = new Set([...all.flatMap((item) => Object.keys(item.codes)), ...Object.keys(COMMON_CODES)]);
    expect(new Set(Object.keys(CODES_ZH))).toEqual(codes);
  });

  it('are Chinese, with the punctuation of Chinese', () => {
    for (const words of [
      ...Object.values(CODES_ZH),
      ...Object.values(ITEMS_ZH).flatMap((item) => Object.values(item)),
    ]) {
      expect(words).not.toMatch(/[,;:!?]|\.$/);
      if (words !== '—') expect(words).toMatch(/\p{Script=Han}/u);
    }
  });
});

describe('a report', () => {
  it('keeps its contract, and tells every item that anything was said by, in the order of the codes', () => {
    const report = reportOf(sound());
    expect(CheckReport.parse(report)).toEqual(report);
    expect(report.results.map(({ code }) => code)).toEqual(ITEMS.map(({ code }) => code));
    expect(report).toMatchObject({ stage: '1', status: '已完成', result: 'passed', link: END, failed: 0 });
    expect(report.passed).toBe(report.results.filter(({ result }) => result === 'PASS').length);
    expect(report.passed).toBeGreaterThan(25);
  });

  it('counts of each item what was found of all objects, and keeps what the counts of the round say', () => {
    const report = reportOf(sound());
    const sum = report.results.reduce((all, { counts }) => all + Object.values(counts).reduce((a, b) => a + b, 0), 0);
    expect(sum).toBe(Object.values(report.counts).reduce((a, b) => a + b, 0));
    expect(of(report, 'GD-1-1').counts.PASS).toBe(2);
  });

  it('says the gravest of what an item found, with what it rests on and where it stands', () => {
    const infected = judgeMaterial(
      RULES,
      material({ scan: { verdict: 'infected', signature: 'Eicar-Test-Signature' } }),
    );
    const report = reportOf(round(infected, judgeCase(RULES, closing())));
    expect(of(report, 'GD-4-2')).toMatchObject({
      ...{ project: '病毒感染检测', property: '4', class: '归档信息包病毒', level: 'BLOCK', result: 'FAIL' },
      remarks: [
        {
          ...{ outcome: 'FAIL', code: 'INFECTED', words: '发现病毒', link: B },
          evidence: { signature: 'Eicar-Test-Signature' },
        },
      ],
    });
    expect(report.failed).toBe(1);
  });

  it('tells what people have settled in the place of what it was about', () => {
    const left = judgeMaterial(RULES, material({ scan: { verdict: 'too-large' } }));
    const asked = left.find(({ outcome }) => outcome === 'MANUAL_REVIEW')!;
    const settled: Finding = {
      ...asked,
      ...{ outcome: 'PASS', code: 'REVIEW_PASSED', evidence: { found: asked.code, by: ['archivist-01'] } },
    };
    const report = reportOf(round(left, [...judgeCase(RULES, closing()), settled]));
    expect(of(report, asked.item)).toMatchObject({ result: 'PASS', remarks: [] });
    expect(of(report, asked.item).counts).toMatchObject({ MANUAL_REVIEW: 0, PASS: 2 });
  });

  it('of a round that went back lists each finding once, where it was found', () => {
    const failing = judgeMaterial(RULES, material({ scan: { verdict: 'infected', signature: 'x' } }));
    const bad = structuredClone(failing.filter(({ outcome }) => outcome === 'FAIL'));
    const { end, materials } = round(failing, [...judgeCase(RULES, closing()), ...bad]);
    const report = reportOf({ end: { ...end, link: { ...end.link, type: 'CaseRefused' } as never }, materials });
    expect(report.result).toBe('refused');
    expect(of(report, 'GD-4-2').counts.FAIL).toBe(1);
    expect(of(report, 'GD-4-2').remarks).toMatchObject([{ code: 'INFECTED', link: B }]);
    expect(of(report, 'GD-1-1').counts.PASS).toBe(2);
  });

  it('has people settle only what they were asked about, of that item and that object', () => {
    const left = judgeMaterial(
      RULES,
      material({ scan: { verdict: 'too-large' }, inspection: { readable: 'not-looked' } }),
    );
    const asked = left.filter(({ outcome }) => outcome === 'MANUAL_REVIEW');
    expect(asked.map(({ item }) => item)).toEqual(['GD-3-4', 'GD-4-2']);
    const settled = (changes: Partial<Finding>): Finding => ({
      ...asked[1]!,
      ...{ outcome: 'PASS', code: 'REVIEW_PASSED', evidence: { found: asked[1]!.code, by: ['archivist-01'] } },
      ...changes,
    });
    const open = (one: Finding) =>
      of(reportOf(round(left, [...judgeCase(RULES, closing()), one])), 'GD-4-2').counts.MANUAL_REVIEW;
    expect(open(settled({}))).toBe(0);
    expect(open(settled({ object: 'file:m2/1' }))).toBe(1);
    expect(open(settled({ item: 'GD-3-4' }))).toBe(1);
    expect(open(settled({ evidence: { found: 'SCANNER_FAILED' } }))).toBe(1);
  });

  it('has forty remarks of an item at most, and counts them all', () => {
    const [one] = judgeMaterial(RULES, material({ scan: { verdict: 'infected', signature: 'x' } })).filter(
      ({ outcome }) => outcome === 'FAIL',
    );
    const many = Array.from({ length: 41 }, (_, i) => ({ ...one!, object: `file:m1/${i + 1}` }));
    const virus = of(reportOf(round(many, judgeCase(RULES, closing()))), 'GD-4-2');
    expect([virus.remarks.length, virus.counts.FAIL]).toEqual([40, 41]);
  });

  it('names the software that checked, whatever it is called', () => {
    const { end, materials } = sound();
    const by = (software: string) =>
      reportOf({ end: { ...end, link: { ...end.link, decider: { software } } as never }, materials }).inspector;
    expect(by('0.1.0')).toBe('guidang/check 0.1.0');
    expect(by('x'.repeat(200))).toBe(`guidang/check ${'x'.repeat(86)}`);
  });

  it('is the same bytes for the same links', () => {
    expect(JSON.stringify(reportOf(sound()))).toBe(JSON.stringify(reportOf(structuredClone(sound()))));
  });
});
