import type { Paper } from '../../documents/index.ts';
import type { Basis, Sitting } from '../basis.ts';
import type { DraftMaterial } from '../materials.ts';
import type { Act } from '../story.ts';

const scans = ({ paper }: { paper: Paper }): boolean => paper.as === 'scan';

/** Papers the applicant brought because the scheme requires them, and that were scanned. Every matter has one. */
export function requiredPapers(acts: readonly Act[], { matter }: Basis): DraftMaterial[] {
  const required = new Set(matter.items.filter((item) => item.required === 'always').map(({ code }) => code));
  return acts.flatMap((act) =>
    act.type === 'case.material.added' &&
    act.material.group === 'application' &&
    act.material.item !== null &&
    required.has(act.material.item) &&
    act.material.files.every(scans)
      ? [act.material]
      : [],
  );
}

/** The same sheets once more under the glass, as another material. */
export function anotherScan(of: DraftMaterial): DraftMaterial {
  const files = of.files.map((file) => {
    if (file.paper.as !== 'scan') throw new RangeError(`${file.name} was not scanned`);
    const sheet = { ...file.paper.sheet, path: `${file.paper.sheet.path}/again` };
    return { ...file, name: file.name.replace(/\.(\w+)$/, '-重扫.$1'), paper: { ...file.paper, sheet } };
  });
  return { ...of, material: `${of.material}-2`, files };
}

/** The first of its scans breaks off: nobody can read it. */
export function brokenOff(of: DraftMaterial): DraftMaterial {
  const [first, ...rest] = of.files;
  if (first?.paper.as !== 'scan') throw new RangeError(`${of.material} was not scanned`);
  return { ...of, files: [{ ...first, paper: { ...first.paper, cut: true } }, ...rest] };
}

/** With an act before everything else of a sitting. */
export function insertedBefore(acts: readonly Act[], sits: Sitting, act: Act): Act[] {
  const at = acts.findIndex((one) => one.sits === sits);
  return [...acts.slice(0, at), act, ...acts.slice(at)];
}

/** With one material in the place of another, wherever it comes. */
export const exchanged = (acts: readonly Act[], from: DraftMaterial, to: DraftMaterial): Act[] =>
  acts.map((act) => (act.type === 'case.material.added' && act.material === from ? { ...act, material: to } : act));
