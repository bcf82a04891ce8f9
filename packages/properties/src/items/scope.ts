import type { Dossier, Finding, Scheme } from '@guidang/contracts';
import { FORM } from '../facts.ts';
import { item, type Say } from '../item.ts';

const codes = {
  SCOPE_MET: ['PASS', 'all that must be archived is there, and nothing else'],
  REQUIRED_MISSING: ['FAIL', 'a required item of the scheme (or the application form) is not answered'],
  UNLISTED_REFUSED: ['FAIL', 'a material that answers no item, where the scheme refuses such'],
  TOO_MANY: ['FAIL', 'more materials answer an item than the scheme takes'],
  UNLISTED: ['WARN', 'a material that answers no item'],
  GROUP_DIFFERS: ['WARN', 'a material is of another group than the item it answers'],
  SCHEME_UNKNOWN: ['NOT_RUN', 'nothing says what the scope is'],
} as const;
type Code = keyof typeof codes;

/** Codes of required items that no material in force answers; the form first. Recomputed from the dossier, not taken from capture. */
function missing(scheme: Scheme, { form, materials, closing }: Dossier): string[] {
  const answered = new Set(materials.map(({ item: code }) => code));
  const required = scheme.items.filter(
    (one) => one.required === 'always' || (one.required === 'granted' && closing.outcome === 'granted'),
  );
  const codesMissing = required.map(({ code }) => code).filter((code) => !answered.has(code));
  return form === null ? [FORM, ...codesMissing] : codesMissing;
}

function faultsOf(say: Say<Code>, scheme: Scheme, dossier: Dossier): Finding[] {
  const listed = new Map(scheme.items.map((one) => [one.code, one]));
  const answers = Map.groupBy(dossier.materials, ({ item: code }) => (code !== null && listed.has(code) ? code : null));
  const lacking = missing(scheme, dossier);
  const faults: Finding[] =
    lacking.length > 0 ? [say('REQUIRED_MISSING', 'case', { items: lacking.slice(0, 100) })] : [];
  for (const { material } of answers.get(null) ?? [])
    faults.push(say(scheme.unlisted === 'refuse' ? 'UNLISTED_REFUSED' : 'UNLISTED', `material:${material}`));
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
    looksAt: 'the materials in force and the application form against the items of the scheme (归档材料目录)',
    basis: 'scheme; GB/T 42727-2023 annex A',
    sure: 'F',
    built: 'yes',
    codes,
  },
  (say) => ({
    case: ({ scheme, dossier }) => {
      if (!scheme) return [say('SCHEME_UNKNOWN', 'scheme')];
      const faults = faultsOf(say, scheme, dossier);
      return faults.length > 0 ? faults : [say('SCOPE_MET', 'case', { materials: dossier.materials.length })];
    },
  }),
);
