import { fileURLToPath } from 'node:url';
import { judgeCase, judgeMaterial, rulesOf } from '../src/index.ts';
import { BORDERS } from './borders.ts';
import { closing, form, material } from './specimens.ts';

export const FILE = fileURLToPath(new URL('./golden/findings.json', import.meta.url));

const linesOf = (subject: (typeof BORDERS)[string]): string[] => {
  const findings =
    'material' in subject
      ? judgeMaterial(rulesOf(subject.check ? { check: subject.check } : null), subject.material)
      : judgeCase(rulesOf(subject.case.scheme), subject.case);
  return findings.map((one) => JSON.stringify(one));
};
const SOUND = [{ material: material() }, { material: form() }, { case: closing() }].flatMap(linesOf);
const sound = new Set(SOUND);

/** What is said of a specimen and not of what is sound. */
export const said = (name: string): string[] => linesOf(BORDERS[name]!).filter((line) => !sound.has(line));

/** Of every specimen what is said of it, and of what is sound everything. */
export const goldenOf = (): Record<string, string[]> => ({
  sound: SOUND,
  ...Object.fromEntries(Object.keys(BORDERS).map((name) => [name, said(name)])),
});
