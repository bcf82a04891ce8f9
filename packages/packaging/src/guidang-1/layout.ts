import type {
  CapturedFile,
  ContentName,
  Dossier,
  DossierMaterial,
  MaterialGroup,
  SealManifest,
} from '@guidang/contracts';
import { extensionOf, FOLDERS, PLACES, safeName } from './names.ts';

/** A file of a material and where it lies in the package. */
export interface PlacedFile {
  /** below the bag's folder */
  readonly path: string;
  readonly file: CapturedFile;
  readonly countersignature: boolean;
}

export interface PlacedMaterial {
  readonly material: DossierMaterial;
  readonly folder: keyof typeof FOLDERS;
  readonly files: readonly PlacedFile[];
}

/** Where everything of a dossier lies. */
export interface Layout {
  readonly inForce: readonly PlacedMaterial[];
  readonly superseded: readonly PlacedMaterial[];
}

/**
 * Gives every file of a dossier its place: materials are numbered from 0001 in each folder, in the order they came; several files of one material are told
 * apart by `-1`, `-2` …, a countersignature by `-签认`. Depends on the dossier alone.
 */
export function layoutOf({ materials, superseded }: Pick<Dossier, 'materials' | 'superseded'>): Layout {
  const groups: readonly MaterialGroup[] = ['application', 'process', 'result'];
  return {
    inForce: groups.flatMap((group) =>
      placed(
        materials.filter((one) => one.group === group),
        group,
      ),
    ),
    superseded: placed(superseded, 'superseded'),
  };
}

function placed(materials: readonly DossierMaterial[], folder: keyof typeof FOLDERS): PlacedMaterial[] {
  return materials.map((material, i) => {
    const stem = `data/${FOLDERS[folder]}/${String(i + 1).padStart(4, '0')}_${safeName(material.name)}`;
    const files = material.files.map((file, n) => ({
      path: `${stem}${material.files.length > 1 ? `-${n + 1}` : ''}.${extensionOf(file)}`,
      file,
      countersignature: false,
    }));
    const { countersignature: signed } = material;
    if (signed) files.push({ path: `${stem}-签认.${extensionOf(signed)}`, file: signed, countersignature: true });
    return { material, folder, files };
  });
}

/** Where the report of the check lies, as a paper and as data; nowhere where the seal covers none. */
export const reportPlaces = ({ objects }: Pick<SealManifest, 'objects'>): Map<string, ContentName> =>
  new Map(
    objects.flatMap(({ content, format, uses }) =>
      uses.some(({ role }) => role === 'report')
        ? [[format === 'pdf' ? PLACES.report : PLACES.reportData, content] as const]
        : [],
    ),
  );

/** What a path should hold, by content name: form, process record, report of the check, and every file of every material. */
export function contentsOf(manifest: Pick<SealManifest, 'dossier' | 'document' | 'objects'>): Map<string, ContentName> {
  const { dossier, document } = manifest;
  const { inForce, superseded } = layoutOf(dossier);
  const contents = new Map<string, ContentName>([[PLACES.document, document], ...reportPlaces(manifest)]);
  if (dossier.form) contents.set(PLACES.form, dossier.form.content);
  for (const { files } of [...inForce, ...superseded])
    for (const { path, file } of files) contents.set(path, file.content);
  return contents;
}
