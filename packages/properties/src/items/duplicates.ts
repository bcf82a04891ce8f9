import type { Finding } from '@guidang/contracts';
import { firstOf } from '../evidence.ts';
import type { CaseFacts } from '../facts.ts';
import { item, type Say } from '../item.ts';
import { NONE } from '../parameters.ts';

const codes = {
  NO_DUPLICATES: ['PASS', 'nothing stands twice in the case'],
  NUMBER_TWICE: ['FAIL', 'two results of the case have one number'],
  IDENTIFIER_TWICE: ['FAIL', 'two materials in force have one identifier'],
  SAME_CONTENT: ['WARN', 'two files in force are the same bytes'],
} as const;
type Code = keyof typeof codes;

/** Places by what stands there, those with more than one. */
const repeated = (entries: readonly (readonly [what: string, place: string])[]): string[][] => {
  const seen = new Map<string, string[]>();
  for (const [what, place] of entries) {
    const there = seen.get(what);
    if (there) there.push(place);
    else seen.set(what, [place]);
  }
  return [...seen.values()].filter((there) => there.length > 1);
};

function faultsOf(say: Say<Code>, { dossier: { results, materials } }: CaseFacts): Finding[] {
  const told = (code: Code, groups: string[][]): Finding[] =>
    groups.map((there) => say(code, 'case', { count: there.length, places: firstOf(there) }));
  return [
    ...told('NUMBER_TWICE', repeated(results.map(({ number }, i) => [number, `results[${i}]`]))),
    ...told('IDENTIFIER_TWICE', repeated(materials.map(({ material }, i) => [material, `materials[${i}]`]))),
    ...told(
      'SAME_CONTENT',
      repeated(
        materials.flatMap(({ material, files }) =>
          files.map(({ content }, i): [string, string] => [content, `file:${material}/${i + 1}`]),
        ),
      ),
    ),
  ];
}

/** Inside the case; against other cases of the archive it is the reference code that may not be given twice (package). */
export const duplicates = item(
  {
    code: 'GD-1-8',
    zh: '元数据项数据重复性检测',
    en: 'duplicates among metadata values',
    property: 'authenticity',
    level: 'BLOCK',
    mode: 'AUTO',
    looksAt:
      'numbers of results, identifiers of materials and content of files inside the case; a countersignature may stand under several materials. Across cases the 办件编号 cannot stand twice, since it is the key of the chain, and the 档号 is given once (package).',
    basis: 'DA/T 70-2018 (clause not known); which elements is ours to choose',
    sure: 'F',
    built: 'yes',
    parameters: NONE,
    codes,
  },
  ['case'],
  (say) => ({
    case: (facts) => {
      const faults = faultsOf(say, facts);
      if (faults.length > 0) return faults;
      const { results, materials } = facts.dossier;
      const files = materials.reduce((sum, one) => sum + one.files.length, 0);
      return [say('NO_DUPLICATES', 'case', { results: results.length, materials: materials.length, files })];
    },
  }),
);
