import {
  type CaseField,
  type Dossier,
  holds,
  type KnownFields,
  type Scheme,
  type SchemeItem,
} from '@guidang/contracts';
import { faultsOfScheme, rulesOf } from '@guidang/properties';

/** Why a case would be refused under a scheme. */
export interface Objection {
  /** Item of DA/T 70-2018 that would say so. */
  readonly item: 'GD-2-5' | 'GD-2-9' | 'GD-3-3';
  readonly code:
    | 'REQUIRED_MISSING'
    | 'REQUIRED_WHEN_MISSING'
    | 'UNLISTED_REFUSED'
    | 'TOO_MANY'
    | 'FORMAT_NOT_ACCEPTED'
    | 'STEP_MISSING'
    | 'STEP_NOT_FINISHED';
  /** Code of the item or step of the scheme, or the material. */
  readonly object: string;
}

export interface Judgement {
  readonly objections: readonly Objection[];
  /** Conditional items of which nothing can be said: they hang on form fields, and a form is content of the case. */
  readonly undecided: readonly string[];
}

/**
 * What a scheme would have said of a case that is closed, as far as its dossier tells: what the scope asks for and refuses, formats by content, and the steps gone through. What
 * does not hang on the scheme (viruses, readability, digests) stays as it was found. What the scheme's 检测方案 turns off or makes a warning refuses nobody. Pure; the
 * same questions as packages/properties asks.
 */
export function judge(scheme: Scheme, dossier: Dossier): Judgement {
  const answers = Map.groupBy(dossier.materials, ({ item }) => item);
  const listed = new Map(scheme.items.map((item) => [item.code, item]));
  const known = knownOf(dossier);
  const objections: Objection[] = [];
  const undecided: string[] = [];
  for (const item of scheme.items) {
    const there = answers.get(item.code) ?? [];
    if (item.atMost !== undefined && there.length > item.atMost)
      objections.push({ item: 'GD-2-9', code: 'TOO_MANY', object: item.code });
    if (there.length > 0) continue;
    if (isRequired(item, dossier)) objections.push({ item: 'GD-2-9', code: 'REQUIRED_MISSING', object: item.code });
    const asked = item.requiredWhen === undefined ? false : holds(item.requiredWhen, known);
    if (asked) objections.push({ item: 'GD-2-9', code: 'REQUIRED_WHEN_MISSING', object: item.code });
    if (asked === undefined) undecided.push(item.code);
  }
  for (const { material, item, files } of dossier.materials) {
    const found = item === null ? undefined : listed.get(item);
    if (found === undefined) {
      if (scheme.unlisted === 'refuse') objections.push({ item: 'GD-2-9', code: 'UNLISTED_REFUSED', object: material });
    } else if (files.some(({ format }) => !found.formats.includes(format)))
      objections.push({ item: 'GD-3-3', code: 'FORMAT_NOT_ACCEPTED', object: found.code });
  }
  const blocking = blockingOf(scheme);
  return {
    objections: [...objections, ...steps(scheme, dossier)].filter(({ item }) => blocking.has(item)),
    undecided: blocking.has('GD-2-9') ? undecided : [],
  };
}

/** Items of the check that refuse a case. A version whose 检测方案 cannot be read is taken for what the base rule set says. */
function blockingOf(scheme: Scheme): ReadonlySet<string> {
  const { items } = rulesOf(faultsOfScheme(scheme).length > 0 ? null : scheme);
  return new Set(items.flatMap(({ item, rule, off }) => (off || rule.level !== 'BLOCK' ? [] : [item.code])));
}

const isRequired = ({ required }: SchemeItem, { closing }: Dossier): boolean =>
  required === 'always' || (required === 'granted' && closing.outcome === 'granted');

/** What the case says of itself without naming anybody. */
function knownOf({ head, closing }: Dossier): KnownFields {
  const said: Record<CaseField, string> = {
    'applicant.kind': head.applicant.kind,
    channel: head.channel,
    kind: head.kind,
    outcome: closing.outcome,
  };
  return (field) => (Object.hasOwn(said, field) ? said[field as CaseField] : undefined);
}

function steps(scheme: Scheme, dossier: Dossier): Objection[] {
  const recorded = new Set(dossier.steps.map(({ step }) => step));
  const finished = new Set(dossier.steps.filter(({ state }) => state === '2').map(({ step }) => step));
  return scheme.steps.flatMap(({ code, required }): Objection[] => {
    if (!required || finished.has(code)) return [];
    return [{ item: 'GD-2-5', code: recorded.has(code) ? 'STEP_NOT_FINISHED' : 'STEP_MISSING', object: code }];
  });
}
