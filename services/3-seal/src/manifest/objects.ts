import type {
  CapturedFile,
  Dossier,
  DossierMaterial,
  ObjectRef,
  ObjectUse,
  SealedObject,
  SealFacts,
} from '@guidang/contracts';

/** Name and format of the process record that seal makes. */
export const DOCUMENT = { name: '办理过程.pdf', puid: 'fmt/477', format: 'pdf' } as const;
/** Names and formats of the report of the check. */
export const REPORT = {
  document: { name: '四性检测报告.pdf', puid: 'fmt/477', format: 'pdf' },
  data: { name: '四性检测报告.json', puid: 'fmt/817', format: 'json' },
} as const;

type Bytes = Omit<SealedObject, 'uses'>;
type Owner = Pick<ObjectUse, 'inForce' | 'material' | 'item' | 'group'>;

const NOBODY: Owner = { inForce: true, material: null, item: null, group: null };

/**
 * Every object of a checked case: form, files in force and their countersignatures, superseded files, the process record, the report of the check where
 * there is one. Each content once, in the order
 * of content names, with all that it is in the case: the same licence may answer two items.
 */
export function objectsOf(
  { form, materials, superseded }: Dossier,
  document: ObjectRef,
  report: SealFacts['report'],
): SealedObject[] {
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
  for (const part of report ? (['document', 'data'] as const) : []) {
    const { name, puid, format } = REPORT[part];
    add({ ...report![part], puid, format }, 'report', NOBODY, name);
  }
  return [...objects.values()].sort((a, b) => (a.content < b.content ? -1 : 1));
}
