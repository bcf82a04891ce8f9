import type { Dossier, Finding, Scheme } from '@guidang/contracts';
import { firstOf } from '../evidence.ts';
import { type CaseFacts, FORM } from '../facts.ts';
import { item, type Say } from '../item.ts';
import { NONE } from '../parameters.ts';

const codes = {
  SCOPE_MET: ['PASS', 'all that must be archived is there, and nothing else'],
  REQUIRED_MISSING: ['FAIL', 'a required item of the scheme (or the application form) is not answered'],
  UNLISTED_REFUSED: ['FAIL', 'a material that answers no item, where the scheme refuses such'],
  TOO_MANY: ['FAIL', 'more materials answer an item than the scheme takes'],
  UNLISTED: ['WARN', 'a material that answers no item'],
  GROUP_DIFFERS: ['WARN', 'a material is of another group than the item it answers'],
  GROUP_EMPTY: ['WARN', 'one of the parts of a case file (申请, 过程, 结果) has nothing in it'],
  CONDITION_UNKNOWN: ['NOT_RUN', 'whether a material is required hangs on the form, and nobody read it'],
  SCHEME_UNKNOWN: ['NOT_RUN', 'nothing says what the scope is'],
} as const;
type Code = keyof typeof codes;

/** Codes of required items that no material in force answers; the form first. Recomputed from the dossier, not taken from capture. */
function missing(scheme: Scheme, { form, materials, closing }: Dossier, asked: CaseFacts['asked']): string[] {
  const answered = new Set(materials.map(({ item: code }) => code));
  const byForm = new Set(
    asked?.filter(({ outcomes }) => outcomes.includes(closing.outcome)).map(({ item: code }) => code),
  );
  const required = scheme.items.filter(
    (one) =>
      one.required === 'always' ||
      (one.required === 'granted' && closing.outcome === 'granted') ||
      (one.requiredWhen !== undefined && byForm.has(one.code)),
  );
  const codesMissing = required.map(({ code }) => code).filter((code) => !answered.has(code));
  return form === null ? [FORM, ...codesMissing] : codesMissing;
}

/** Items of which nobody can say whether they are required, since their condition asks a form that nobody read. */
function undecided(scheme: Scheme, { materials }: Dossier, asked: CaseFacts['asked']): string[] {
  if (asked !== null) return [];
  const answered = new Set(materials.map(({ item: code }) => code));
  return scheme.items
    .filter(({ code, requiredWhen }) => requiredWhen !== undefined && !answered.has(code))
    .map(({ code }) => code);
}

/**
 * Parts of a case file (GB/T 42727-2023) that are empty: application (the form counts), process (a recorded step counts: seal makes a document of them), and the
 * result, unless handling ended without one. What a missing item says already is not said twice.
 */
function emptyGroups(
  scheme: Scheme,
  { form, materials, steps, closing }: Dossier,
  lacking: readonly string[],
): string[] {
  const there = new Set(materials.map(({ group }) => group));
  const empty: ('application' | 'process' | 'result')[] = [];
  if (form === null && !there.has('application')) empty.push('application');
  if (steps.length === 0 && !there.has('process')) empty.push('process');
  if (closing.outcome !== 'ended' && !there.has('result')) empty.push('result');
  const said = new Set(scheme.items.filter(({ code }) => lacking.includes(code)).map(({ group }) => group));
  return empty.filter((group) => !said.has(group));
}

function faultsOf(say: Say<Code>, scheme: Scheme, { dossier, asked }: CaseFacts): Finding[] {
  const listed = new Map(scheme.items.map((one) => [one.code, one]));
  const answers = Map.groupBy(dossier.materials, ({ item: code }) => (code !== null && listed.has(code) ? code : null));
  const lacking = missing(scheme, dossier, asked);
  const faults: Finding[] =
    lacking.length > 0 ? [say('REQUIRED_MISSING', 'case', { items: firstOf(lacking, 100) })] : [];
  for (const { material, group } of answers.get(null) ?? [])
    faults.push(
      say(scheme.unlisted === 'refuse' ? 'UNLISTED_REFUSED' : 'UNLISTED', `material:${material}`, {
        group,
        unlisted: scheme.unlisted,
      }),
    );
  for (const [code, there] of answers) {
    const one = code === null ? undefined : listed.get(code);
    if (!one) continue;
    if (one.atMost !== undefined && there.length > one.atMost)
      faults.push(say('TOO_MANY', 'case', { item: one.code, atMost: one.atMost, found: there.length }));
    for (const { material, group } of there)
      if (group !== one.group)
        faults.push(
          say('GROUP_DIFFERS', `material:${material}`, { item: one.code, expected: one.group, found: group }),
        );
  }
  const empty = emptyGroups(scheme, dossier, lacking);
  if (empty.length > 0) faults.push(say('GROUP_EMPTY', 'case', { groups: empty }));
  const unknown = undecided(scheme, dossier, asked);
  if (unknown.length > 0) faults.push(say('CONDITION_UNKNOWN', 'case', { items: firstOf(unknown, 100) }));
  return faults;
}

export const archiveScope = item(
  {
    code: 'GD-2-9',
    zh: '归档范围检测',
    en: 'scope of archiving',
    property: 'integrity',
    level: 'BLOCK',
    mode: 'AUTO',
    looksAt:
      'the materials in force and the application form against the items of the scheme (归档材料目录), those included that the form makes required (适用条件), and whether each part of a case file (申请材料, 过程材料, 结果材料) has something in it',
    basis: 'scheme; GB/T 42727-2023 annex A and composition',
    sure: 'F',
    built: 'yes',
    parameters: NONE,
    codes,
  },
  ['case'],
  (say) => ({
    case: (facts) => {
      const { scheme, dossier } = facts;
      const { materials, form } = dossier;
      if (!scheme) return [say('SCHEME_UNKNOWN', 'scheme', { materials: materials.length })];
      const faults = faultsOf(say, scheme, facts);
      if (faults.length > 0) return faults;
      const required = scheme.items.filter((one) => one.required !== 'optional').length;
      return [say('SCOPE_MET', 'case', { materials: materials.length, required, form: form !== null })];
    },
  }),
);
