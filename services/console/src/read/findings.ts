import type { Finding } from '@guidang/contracts';
import { COMMON_CODES, ITEMS, STAGE_ITEMS } from '@guidang/properties';
import type { FindingState } from '../api/cases.ts';
import type { KeptLink } from './link-graph.ts';

const BY_CODE = new Map([...Object.values(STAGE_ITEMS).flat(), ...ITEMS].map((item) => [item.code as string, item]));
const COMMON = COMMON_CODES as Readonly<Record<string, readonly [string, string]>>;

/** What is to be said of an item, whoever found it. */
export function described({
  item,
  code,
}: Pick<Finding, 'item' | 'code'>): Pick<FindingState, 'itemZh' | 'itemEn' | 'property' | 'meaning'> {
  const known = BY_CODE.get(item);
  return {
    ...{ itemZh: known?.zh ?? item, itemEn: known?.en ?? item, property: known?.property ?? '' },
    meaning: known?.codes[code]?.[1] ?? COMMON[code]?.[1] ?? code,
  };
}

const WORST = ['FAIL', 'MANUAL_REVIEW', 'WARN', 'NOT_RUN', 'NOT_APPLICABLE', 'PASS'];

/**
 * The findings of a case as they count now: of every material by its newest look, and of the case by its newest round, what people settled included. The worst come
 * first.
 */
export function findingsOf(links: readonly KeptLink[]): FindingState[] {
  const byMaterial = new Map<string, { findings: readonly Finding[]; sha256: string }>();
  let round: { findings: readonly Finding[]; sha256: string } | undefined;
  const settled = new Map<string, { finding: Finding; sha256: string }>();
  for (const { link, sha256 } of inOrder(links)) {
    if (link.type === 'MaterialChecked') byMaterial.set(link.body.material, { findings: link.body.findings, sha256 });
    else if (link.type === 'CaseChecked' || link.type === 'CaseRefused' || link.type === 'CaseAwaitingReview')
      round = { findings: link.body.findings, sha256 };
    else if (link.type === 'FindingResolved')
      for (const finding of link.body.findings) settled.set(nameOf(finding), { finding, sha256 });
  }
  const found = new Map<string, FindingState>();
  const add = (finding: Finding, link: string): void => {
    const { item, outcome, level, object, code, evidence } = finding;
    found.set(nameOf(finding), { item, outcome, level, object, code, evidence, link, ...described(finding) });
  };
  for (const { findings, sha256 } of byMaterial.values()) for (const finding of findings) add(finding, sha256);
  for (const finding of round?.findings ?? []) add(finding, round!.sha256);
  for (const { finding, sha256 } of settled.values()) add(finding, sha256);
  return [...found.values()].sort(
    (a, b) =>
      WORST.indexOf(a.outcome) - WORST.indexOf(b.outcome) ||
      a.item.localeCompare(b.item) ||
      a.object.localeCompare(b.object),
  );
}

const nameOf = ({ item, object }: Finding): string => `${item}\n${object}`;
const inOrder = (links: readonly KeptLink[]): KeptLink[] =>
  links.filter(({ link }) => link.step === 'check').sort((a, b) => a.link.seq - b.link.seq);
