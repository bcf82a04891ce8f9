import type { ContentName, SealManifest } from '@guidang/contracts';
import type { Digested } from './catalogue.ts';
import { layoutOf, reportPlaces } from './layout.ts';
import { PLACES } from './names.ts';
import type { Part } from './objects.ts';

/** A file of the package before it is written. */
export interface PlannedFile extends Digested {
  /** below the bag's folder */
  readonly path: string;
  readonly parts: readonly Part[];
}

/** The parts of a case do not fit together: a mistake of ours, never of the case. */
export class PackagingFault extends Error {
  constructor(what: string) {
    super(`归档信息包无法组成 / the package cannot be put together: ${what}`);
    this.name = 'PackagingFault';
  }
}

/** The files of the case, each at its place. Every object of the manifest must have one. */
export function caseFiles(manifest: SealManifest): PlannedFile[] {
  const { dossier, objects, document } = manifest;
  const known = new Map(objects.map((object) => [object.content, object]));
  const placed = (path: string, content: ContentName): PlannedFile => {
    const object = known.get(content);
    if (object === undefined) throw new PackagingFault(`${content} is in the dossier and not in the manifest`);
    const { sm3, size } = object;
    return { path, size, sm3, sha256: content.slice('sha256:'.length), parts: [content] };
  };
  const { inForce, superseded } = layoutOf(dossier);
  const files = [...inForce, ...superseded].flatMap(({ files }) =>
    files.map(({ path, file }) => placed(path, file.content)),
  );
  files.push(placed(PLACES.document, document));
  for (const [path, content] of reportPlaces(manifest)) files.push(placed(path, content));
  if (dossier.form) files.push(placed(PLACES.form, dossier.form.content));
  const used = new Set(files.flatMap(({ parts }) => parts));
  const left = objects.find(({ content }) => !used.has(content));
  if (left) throw new PackagingFault(`${left.content} is in the manifest and not in the dossier`);
  return files;
}
