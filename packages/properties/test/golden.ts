import { fileURLToPath } from 'node:url';
import { judgeCase, judgeMaterial, judgePackage, type PackageFacts, rulesOf } from '../src/index.ts';
import { BORDERS } from './borders.ts';
import { JUDGED, keyOf, received, SPECIMENS } from './packages.ts';
import { closing, form, material } from './specimens.ts';

export const FILE = fileURLToPath(new URL('./golden/findings.json', import.meta.url));
export const PACKAGES_FILE = fileURLToPath(new URL('./golden/packages.json', import.meta.url));

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

/** What is said of a package wherever it is judged. */
const saidOfPackage = (where: string, facts: PackageFacts): string[] => {
  const { rules, items } = JUDGED[where]!;
  const codes = new Set(items.map(({ code }) => code));
  return judgePackage(rules, facts)
    .filter(({ item }) => codes.has(item))
    .map((one) => JSON.stringify(one));
};

/** Of every specimen of an item that judges packages what is said of it and not of the package in which all is in order, and of that everything. */
export const goldenOfPackages = (): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(JUDGED).flatMap(([where, { items }]) => {
      const sound = saidOfPackage(where, received());
      const lines = items.flatMap((item) =>
        (SPECIMENS[keyOf(item)] ?? []).map(([changes, says], i): [string, string[]] => [
          `${where} ${item.code} ${i + 1}: ${says}`,
          saidOfPackage(where, received(changes)).filter((line) => !sound.includes(line)),
        ]),
      );
      return [[`${where}: sound`, sound] as [string, string[]], ...lines];
    }),
  );
