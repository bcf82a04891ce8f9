import type { CapturedFile, DossierMaterial, PublishedFile, PublishedMaterial } from '@guidang/contracts';
import { sm3Hex } from '@guidang/evidence';
import { identify } from '@guidang/formats';
import type { CasePlan } from '@guidang/lab/cases';
import type { Vault } from '@guidang/vault';
import { Captured } from './capture.ts';

/** Puts the objects of a lab case where capture would, and tells it as capture would: what cannot be taken in is left out. */
export async function capturedCase({ events, files }: CasePlan, vault: Vault): Promise<Captured> {
  const taken = new Map<string, Omit<CapturedFile, 'name' | 'pages'>>();
  for (const file of files) {
    const bytes = await file.bytes();
    const { name, size } = await vault.put('prearchive', bytes);
    const { puid, family } = identify(bytes, file.name);
    taken.set(name, { content: name, sm3: sm3Hex(bytes), size, puid, format: family });
  }
  const fileOf = ({ name, content, pages }: PublishedFile): CapturedFile => ({
    ...taken.get(content!)!,
    name,
    pages: pages ?? null,
  });
  const materialOf = (one: PublishedMaterial): DossierMaterial => ({
    material: one.material,
    item: one.item,
    group: one.group,
    name: one.name,
    collected: one.collected,
    confirmed: one.scan?.confirmed ?? null,
    files: one.files.map(fileOf),
    countersignature: one.scan?.countersignature ? fileOf(one.scan.countersignature) : null,
  });
  const [opening, ...others] = events;
  if (opening?.type !== 'case.accepted') throw new Error('a case begins with its acceptance');
  const { applicant, promisedAt = null, submission = null, ...rest } = opening.data;
  const { form, ...committed } = applicant;
  const head = { case: opening.case, source: opening.source, ...rest, applicant: committed, promisedAt, submission };
  const capture = new Captured(head, fileOf(form));
  capture.opened();
  for (const event of others) {
    if (event.type === 'case.material.added') capture.added(materialOf(event.data));
    else if (event.type === 'case.material.replaced') capture.replaced(event.data.replaces, materialOf(event.data));
    else if (event.type === 'case.result.issued') capture.issued(materialOf(event.data.document), event.data.result);
    else if (event.type === 'case.step.recorded') capture.stepped(event.data);
    else if (event.type === 'case.closed') {
      capture.closed(event.data);
      await vault.put('prearchive', capture.chain);
    } else if (event.type === 'case.amended') capture.reopened();
    else capture.withdrawn();
  }
  return capture;
}
