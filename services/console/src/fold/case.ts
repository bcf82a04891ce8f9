import {
  type ArrangementDecision,
  archivalYear,
  type CaseLink,
  type DisposalDecision,
  type DossierHead,
  isReceivedNumber,
} from '@guidang/contracts';
import { type Steps, standingOf } from './stage.ts';

/** A case as the read model keeps it: a row of `case_view`. Times are RFC 3339. */
export interface CaseRow {
  case_number: string;
  matter_code: string;
  matter_name: string;
  department_uscc: string;
  department_name: string;
  fonds: string;
  region: string;
  channel: string;
  kind: string;
  applicant_kind: string;
  source: string;
  scheme_id: string;
  scheme_version: number;
  accepted_at: string | null;
  promised_at: string | null;
  closed_at: string | null;
  outcome: string | null;
  year: number | null;
  stage: string;
  stage_at: string;
  waits_for: string;
  missing: string[];
  missing_since: string | null;
  round: number;
  materials: number;
  files: number;
  bytes: number;
  findings: Record<string, number>;
  reference_code: string | null;
  category: string | null;
  retention: string | null;
  retain_until: string | null;
  package: string | null;
  package_size: number | null;
  places: number;
  uses: number;
  stored_at: string | null;
  /** When the package was looked at last; stored, where it was not looked at since. */
  looked_at: string | null;
  /** What the last look came to: sound, attention, damaged. */
  inspection: string | null;
  /** End of its retention as it counts now; null for 永久. */
  ends_at: string | null;
  /** Retention since it was kept on (续存). */
  prolonged: string | null;
  /** What was decided about it last: prolong, transfer, destroy. */
  disposal: string | null;
  /** 档号 without its 件号 as it counts since an adjustment. */
  series: string | null;
  steps: Steps;
  text: string;
}

const blank = (caseNumber: string): CaseRow => ({
  ...{ case_number: caseNumber, matter_code: '', matter_name: '', department_uscc: '', department_name: '', fonds: '' },
  ...{ region: '', channel: '', kind: '', applicant_kind: '', source: '', scheme_id: '', scheme_version: 0 },
  ...{ accepted_at: null, promised_at: null, closed_at: null, outcome: null, year: null },
  ...{ stage: 'open', stage_at: '', waits_for: 'department', missing: [], missing_since: null, round: 1 },
  ...{ materials: 0, files: 0, bytes: 0, findings: {}, reference_code: null, category: null, retention: null },
  ...{ retain_until: null, package: null, package_size: null, places: 0, uses: 0, steps: {}, text: '' },
  ...{ stored_at: null, looked_at: null, inspection: null },
  ...{ ends_at: null, prolonged: null, disposal: null, series: null },
});

/** Packages from elsewhere have chains under numbers of their own, and no case is in them that anybody would look for in a list of cases. */
export const isOfCase = (link: CaseLink): boolean => !isReceivedNumber(link.case);

/** The case after one more link. Links of one step come in their order; those of different steps in any. Pure. */
export function foldCase(before: CaseRow | undefined, link: CaseLink): CaseRow {
  const row = { ...(before ?? blank(link.case)) };
  const head = headOf(link);
  if (head) takeHead(row, head);
  row.steps = stepsAfter(row.steps, link);
  switch (link.type) {
    case 'CaseCaptured':
    case 'CaseChecked':
    case 'CaseRefused':
    case 'CaseAwaitingReview': {
      const { closing } = link.body.dossier;
      Object.assign(row, {
        closed_at: closing.closedAt,
        outcome: closing.outcome,
        year: archivalYear(closing.closedAt),
      });
      if (link.type !== 'CaseCaptured') row.findings = { ...link.body.counts };
      break;
    }
    case 'CaseReopened':
      Object.assign(row, { closed_at: null, outcome: null, year: null });
      break;
    case 'CasePackaged': {
      const { referenceCode, retention, retainUntil, package: made, index } = link.body;
      Object.assign(row, {
        reference_code: referenceCode,
        retention,
        retain_until: retainUntil,
        ends_at: row.prolonged === null ? retainUntil : row.ends_at,
        outcome: index.outcome,
      });
      Object.assign(row, {
        closed_at: index.closedAt,
        year: archivalYear(index.closedAt),
        category: categoryOf(row.series ?? referenceCode),
      });
      Object.assign(row, { package: made.content, package_size: made.size });
      break;
    }
    case 'CaseStored':
      Object.assign(row, { places: link.body.copies.length, stored_at: link.time, looked_at: link.time });
      break;
    case 'PackageInspected':
      Object.assign(row, { looked_at: link.time, inspection: link.body.outcome });
      break;
    case 'CopyMade':
      row.uses += 1;
      break;
    default:
  }
  const { stage, at, waitsFor } = standingOf(row.steps, link.time);
  const { capture } = row.steps;
  return {
    ...row,
    ...{ stage, stage_at: at, waits_for: waitsFor },
    ...{
      missing: capture?.missing ?? [],
      missing_since: capture?.missingSince ?? null,
      round: capture?.round ?? row.round,
    },
    text: [row.case_number, row.reference_code ?? '', row.matter_name, row.matter_code, row.department_name]
      .join('\n')
      .toLowerCase(),
  };
}

/**
 * The case after a decision of two persons about its package, which may be read before the links it is about. Nothing follows a destruction: what else lies in the topic stands beside it and changes
 * nothing. Pure.
 */
export function foldDecision(before: CaseRow | undefined, decision: DisposalDecision | ArrangementDecision): CaseRow {
  const row = { ...(before ?? { ...blank(decision.case), stage_at: decision.time }) };
  if (row.disposal === 'destroy') return row;
  if (decision.type === 'arrangement.adjusted') {
    const { series } = decision.data;
    return { ...row, series, category: categoryOf(series) };
  }
  const { action, retention, until } = decision.data;
  return action === 'prolong'
    ? { ...row, disposal: action, prolonged: retention, ends_at: until }
    : { ...row, disposal: action };
}

/** 门类 and classes of a 档号, with or without its 件号: what stands between 全宗号 and 年度. */
const categoryOf = (code: string): string => /^[^-]*-(.+)·\d{4}·(?:Y|D\d{1,3})(?=[·-]|$)/.exec(code)?.[1] ?? '';

function headOf(link: CaseLink): DossierHead | undefined {
  const body = link.body as { head?: DossierHead; dossier?: { head: DossierHead }; index?: { head: DossierHead } };
  return body.head ?? body.dossier?.head ?? body.index?.head;
}

function takeHead(row: CaseRow, head: DossierHead): void {
  Object.assign(row, {
    ...{ matter_code: head.matter.code, matter_name: head.matter.name, department_uscc: head.department.uscc },
    ...{
      department_name: head.department.name,
      fonds: head.department.fonds,
      region: head.region,
      channel: head.channel,
    },
    ...{ kind: head.kind, applicant_kind: head.applicant.kind, source: head.source },
    ...{ scheme_id: head.scheme.id, scheme_version: head.scheme.version },
    ...{ accepted_at: head.acceptedAt, promised_at: head.promisedAt },
  });
}

function stepsAfter(steps: Steps, link: CaseLink): Steps {
  const at = link.time;
  switch (link.type) {
    case 'CaseOpened':
    case 'FormCaptured':
    case 'MaterialCaptured':
    case 'MaterialSuperseded':
    case 'MaterialRefused':
    case 'ResultCaptured':
      return { ...steps, capture: opened(steps, at, link.body.missing) };
    case 'ProcessStepRecorded':
      return { ...steps, capture: opened(steps, at, steps.capture?.missing ?? []) };
    case 'CaseReopened':
      return { ...steps, capture: { ...opened(steps, at, steps.capture?.missing ?? []), round: link.body.round } };
    case 'CaseCaptured':
      return {
        ...steps,
        capture: { ...opened(steps, at, link.body.missing), standing: 'closed', round: link.body.round },
      };
    case 'CaseWithdrawn':
      return { ...steps, capture: { ...opened(steps, at, []), standing: 'withdrawn' } };
    case 'CaseChecked':
      return { ...steps, check: { at, verdict: 'checked', round: link.body.round, open: 0 } };
    case 'CaseRefused':
      return { ...steps, check: { at, verdict: 'refused', round: link.body.round, open: link.body.open.length } };
    case 'CaseAwaitingReview':
      return { ...steps, check: { at, verdict: 'review', round: link.body.round, open: link.body.open.length } };
    case 'CaseSealed':
      return { ...steps, seal: { at } };
    case 'CasePackaged':
      return { ...steps, package: { at } };
    case 'CaseStored':
      return { ...steps, store: { at, verdict: 'stored' } };
    case 'PackageRefused':
      return { ...steps, store: { at, verdict: 'refused' } };
    case 'CaseIndexed':
      return { ...steps, use: { at } };
    default:
      return steps;
  }
}

function opened(steps: Steps, at: string, missing: readonly string[]): NonNullable<Steps['capture']> {
  const before = steps.capture;
  const missingSince = missing.length === 0 ? null : (before?.missingSince ?? at);
  return { at, standing: 'open', round: before?.round ?? 1, missing: [...missing], missingSince };
}
