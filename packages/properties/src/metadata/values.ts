import type { Dossier, Scheme } from '@guidang/contracts';
import type { CaseFacts, FileLookedAt, MaterialFacts } from '../facts.ts';
import { elementsOf } from './definition.ts';
import type { Element, Owner, Value } from './element.ts';

const CASE = elementsOf('case');
const STEP = elementsOf('step');
const RESULT = elementsOf('result');
const MATERIAL = elementsOf('material');
const FILE = elementsOf('file');
const OF: Readonly<Record<Owner, readonly Element[]>> = {
  case: CASE,
  step: STEP,
  result: RESULT,
  material: MATERIAL,
  file: FILE,
};

/** Paths taken apart: there are few of them, and they are walked for every value of every object. */
const WAYS = new Map<string, readonly string[]>();
const wayOf = (path: string): readonly string[] => {
  const known = WAYS.get(path);
  if (known) return known;
  const way = path.split('.');
  WAYS.set(path, way);
  return way;
};

/** The value at a path; undefined where the way ends before. */
function at(object: unknown, path: string): unknown {
  let value = object;
  for (const name of wayOf(path)) value = (value as Record<string, unknown> | null | undefined)?.[name];
  return value;
}

/** The elements of one object with their values. @param prefix where the object stands: `steps[2].` */
const read = (owner: Owner, object: unknown, prefix = ''): Value[] =>
  OF[owner].flatMap((element) => {
    const { unless } = element;
    if (unless && at(object, unless[0]!) === unless[1]) return [];
    return [{ element, path: `${prefix}${element.at}`, value: at(object, element.at) }];
  });

/** Metadata of the case as a whole: head, steps, results, closing, and what the scheme says of it. Materials are judged as they come. */
export function caseValues({
  dossier: { head, steps, results, closing },
  scheme,
}: Pick<CaseFacts, 'dossier' | 'scheme'>): Value[] {
  const of = read('case', { head, closing, scheme });
  return [
    // Without a scheme nothing of it is missing: GD-2-9 says that there is none.
    ...(scheme ? of : of.filter(({ element }) => !element.at.startsWith('scheme.'))),
    ...steps.flatMap((step, i) => read('step', step, `steps[${i}].`)),
    ...results.flatMap((result, i) => read('result', result, `results[${i}].`)),
  ];
}

/** Metadata of a material and its files. The form is a file without metadata of its own. */
export function materialValues({
  described,
  files,
}: Pick<MaterialFacts, 'described'> & { files: readonly Pick<FileLookedAt, 'captured' | 'role'>[] }): Value[] {
  let n = 0;
  return [
    ...(described ? read('material', described) : []),
    ...files.flatMap(({ captured, role }) => read('file', captured, role === 'file' ? `files[${n++}].` : `${role}.`)),
  ];
}

/** Metadata as it stands in a package of ours: of the case and of all its materials and files. */
export const dossierValues = (dossier: Dossier, scheme: Scheme | null): Value[] => [
  ...caseValues({ dossier, scheme }),
  ...dossier.materials.flatMap((described, i) =>
    materialValues({ described, files: described.files.map((captured) => ({ captured, role: 'file' })) }).map(
      (one) => ({
        ...one,
        path: `materials[${i}].${one.path}`,
      }),
    ),
  ),
];
