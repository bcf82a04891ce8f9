import type { CaseChecked, CaseRefused, CheckReport, Finding, MaterialChecked, Outcome } from '@guidang/contracts';
import type { Property } from '../item.ts';
import { ITEMS } from '../items.ts';
import { callsForSomebody, countOutcomes } from '../judge.ts';
import { CODES_ZH } from './codes-zh.ts';
import { ITEMS_ZH } from './items-zh.ts';

/** A link of check with the SHA-256 of its bytes. */
export interface Hashed<Link> {
  readonly link: Link;
  readonly sha256: string;
}

/** What a report is made of: the link that ended the round, and those that looked at the materials in force. */
export interface ReportOf {
  readonly end: Hashed<CaseChecked | CaseRefused>;
  readonly materials: readonly Hashed<MaterialChecked>[];
}

const NATURE: Readonly<Record<Property, '1' | '2' | '3' | '4'>> = {
  ...{ authenticity: '1', integrity: '2', usability: '3', security: '4' },
};
/** The gravest first: what an item comes to is the gravest of what it found. */
const GRAVEST: readonly Outcome[] = ['FAIL', 'MANUAL_REVIEW', 'WARN', 'NOT_RUN', 'PASS', 'NOT_APPLICABLE'];
const graver = (a: Outcome, b: Outcome): number => GRAVEST.indexOf(a) - GRAVEST.indexOf(b);
/** Remarks of one item; its counts say how many there are. */
const MOST_REMARKS = 40;

interface Said {
  readonly finding: Finding;
  readonly link: string;
}

/** 四性检测报告, item by item. Pure: it follows from the links, and says nothing that they do not. */
export function reportOf({ end, materials }: ReportOf): CheckReport {
  const { link, sha256 } = end;
  const { round, rules, counts, resolution } = link.body;
  const results = resultsOf(findingsOf({ end, materials }));
  return {
    ...{ type: 'check-report', version: 1, case: link.case, stage: '1', status: '已完成' },
    result: link.type === 'CaseChecked' ? 'passed' : 'refused',
    ...{ at: link.time, round, inspector: `guidang/check ${link.decider.software}`.slice(0, 100) },
    rules: { base: rules.base, digest: rules.digest },
    link: sha256,
    items: results.length,
    passed: results.filter(({ result }) => result === 'PASS').length,
    failed: results.filter(({ result }) => result === 'FAIL').length,
    ...{ counts, results, resolution },
  };
}

/** Everything found in the round. What people have settled stands in the place of what it was about, wherever that was found. */
function findingsOf({ end, materials }: ReportOf): Said[] {
  const { findings } = end.link.body;
  const settled = findings.filter(({ code }) => code === 'REVIEW_PASSED' || code === 'REVIEW_FAILED');
  const isSettled = ({ item, object, code }: Finding): boolean =>
    settled.some((one) => one.item === item && one.object === object && one.evidence.found === code);
  const all = [
    ...findings.map((finding) => ({ finding, link: end.sha256 })),
    ...materials.flatMap(({ link, sha256 }) => link.body.findings.map((finding) => ({ finding, link: sha256 }))),
  ];
  // A refusal lists again what its files were found to be; here each is told once, where it was found.
  const own =
    end.link.type === 'CaseChecked' ? all : all.filter(({ finding, link }) => link !== end.sha256 || ofCase(finding));
  return [
    ...own.filter(({ finding }) => !isSettled(finding) && !settled.includes(finding)),
    ...settled.map((finding) => ({ finding, link: end.sha256 })),
  ];
}

const ofCase = ({ object }: Finding): boolean => !object.startsWith('file:');

function resultsOf(all: readonly Said[]): CheckReport['results'] {
  return ITEMS.flatMap((item): CheckReport['results'] => {
    const found = all.filter(({ finding }) => finding.item === item.code);
    const words = ITEMS_ZH[item.code]!;
    const [first] = found;
    if (!first) return [];
    const outcomes = found.map(({ finding }) => finding.outcome).sort(graver);
    return [
      {
        ...{ code: item.code, project: item.zh, property: NATURE[item.property] },
        ...{ class: words.class, object: words.object, purpose: words.purpose, method: words.method },
        level: first.finding.level,
        result: outcomes[0]!,
        counts: countOutcomes(found.map(({ finding }) => finding)),
        remarks: found
          .filter(({ finding }) => finding.outcome !== 'PASS')
          .sort((a, b) => graver(a.finding.outcome, b.finding.outcome))
          .slice(0, MOST_REMARKS)
          .map(({ finding: { object, outcome, code, evidence }, link }) => ({
            ...{ object, outcome, code, words: CODES_ZH[code] ?? code },
            // What is in order in its own way needs no more words.
            evidence: callsForSomebody({ outcome } as Finding) ? evidence : {},
            link,
          })),
      },
    ];
  });
}
