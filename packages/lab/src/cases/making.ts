import type { Basis } from './basis.ts';
import { formFile, type MadeFile, madeFile } from './files.ts';
import type { DraftFile, DraftMaterial } from './materials.ts';
import { countersignature } from './papers.ts';
import { type Act, broughtBy } from './story.ts';

/** Files of a case that are made at the same time: more would only hold more memory. */
const AT_ONCE = 6;

/** The files of a case, made. */
export interface Making {
  form: MadeFile;
  countersignature: MadeFile | null;
  of(file: DraftFile): MadeFile;
}

/** Makes every file that the acts bring, each once. */
export async function making(acts: readonly Act[], basis: Basis): Promise<Making> {
  const materials = acts.map(broughtBy).filter((one): one is DraftMaterial => one !== null);
  // Some publishers know SM3, others do not.
  const withSm3 = basis.own.fork('sm3').chance(0.4);
  const files = new Map<DraftFile['paper'], MadeFile>();
  const waiting = [...new Map(materials.flatMap(({ files }) => files).map((file) => [file.paper, file])).values()];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      files.set(next.paper, await madeFile(next.name, next.paper, withSm3));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return {
    form: formFile(basis.form),
    countersignature: materials.some(({ confirmed }) => confirmed)
      ? await madeFile('countersignature.png', countersignature(basis), withSm3)
      : null,
    of: ({ paper }) => files.get(paper)!,
  };
}
