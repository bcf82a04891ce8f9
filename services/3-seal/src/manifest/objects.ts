import type { CapturedFile, Dossier, DossierMaterial, ObjectRef, ObjectUse, SealedObject } from '@guidang/contracts';

/** Name and format of the process record that seal makes. */
export const DOCUMENT = { name: '办理过程.pdf', puid: 'fmt/477', format: 'pdf' } as const;

type Bytes = Omit<SealedObject, 'uses'>;
type Owner = Pick<ObjectUse, 'inForce' | 'material' | 'item' | 'group'>;

const NOBODY: Owner = { inForce: true, material: null, item: null, group: null };

/**
 * Every object of a checked case: form, files in force and their countersignatures, superseded files, the process record. Each content once, in the order
 * of content names, with all that it is in the case: the same licence may answer two items.
 */
export function objectsOf({ form, materials, superseded }: Dossier, document: ObjectRef): SealedObject[] {
  const objects = new Map<string, SealedObject>();
  const add = ({ content, sm3, size, puid, format }: Bytes, role: ObjectUse['role'], owner: Owner, name: string) => {
    const use: ObjectUse = { role, ...owner, name };
    const known = objects.get(content);
    if (known) known.uses.push(use);
    else objects.set(content, { content, sm3, size, puid, format, uses: [use] });
  };
  const addMaterial = ({ material, item, group, files, countersignature }: DossierMaterial, inForce: boolean): void => {
    const owner = { inForce, material, item, group };
    const addFile = (file: CapturedFile, role: ObjectUse['role']): void => add(file, role, owner, file.name);
    for (const file of files) addFile(file, 'file');
    if (countersignature) addFile(countersignature, 'countersignature');
  };
  if (form) add(form, 'form', NOBODY, form.name);
  for (const material of materials) addMaterial(material, true);
  for (const material of superseded) addMaterial(material, false);
  add({ ...document, puid: DOCUMENT.puid, format: DOCUMENT.format }, 'document', NOBODY, DOCUMENT.name);
  return [...objects.values()].sort((a, b) => (a.content < b.content ? -1 : 1));
}
