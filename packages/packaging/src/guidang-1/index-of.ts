import type { PackageIndex, SealManifest } from '@guidang/contracts';
import { layoutOf } from './layout.ts';
import { PLACES } from './names.ts';

/** What `use` finds the case and its files by: what is in force, and the process record. */
export function indexOf(manifest: SealManifest): PackageIndex {
  const { dossier, objects, document } = manifest;
  const { head, closing } = dossier;
  const record = objects.find(({ content }) => content === document)!;
  const materials = layoutOf(dossier).inForce.flatMap(({ material, files }) =>
    files.map(({ path, file }) => ({
      path,
      material: material.material,
      item: material.item,
      group: material.group as string,
      title: material.name,
      content: file.content,
      size: file.size,
      puid: file.puid,
    })),
  );
  return {
    head,
    closedAt: closing.closedAt,
    outcome: closing.outcome,
    files: [
      ...materials,
      {
        path: PLACES.document,
        material: 'process-record',
        item: null,
        group: 'process',
        title: '办理过程信息',
        content: document,
        size: record.size,
        puid: record.puid,
      },
      ...reportOf(manifest),
    ],
  };
}

/** The report of the check as a paper, where the seal covers one. */
function reportOf({ objects }: SealManifest): PackageIndex['files'] {
  const report = objects.find(({ format, uses }) => format === 'pdf' && uses.some(({ role }) => role === 'report'));
  if (!report) return [];
  const { content, size, puid } = report;
  const path = PLACES.report;
  return [{ path, material: 'check-report', item: null, group: 'process', title: '四性检测报告', content, size, puid }];
}
