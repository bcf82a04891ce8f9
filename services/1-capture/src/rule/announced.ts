import type { CaseEvent, PublishedFile, PublishedMaterial } from '@guidang/contracts';

/** A file as its publisher announced it, with the field of the event it stands in. */
export interface Announced {
  readonly field: string;
  readonly file: PublishedFile;
}

export interface AnnouncedFiles {
  readonly files: readonly Announced[];
  readonly countersignature: Announced | null;
}

/** The material an event brings, with the field it stands in; undefined where it brings none. */
export function materialOf(event: CaseEvent): { field: string; published: PublishedMaterial } | undefined {
  if (event.type === 'case.material.added' || event.type === 'case.material.replaced')
    return { field: 'data', published: event.data };
  if (event.type === 'case.result.issued') return { field: 'data.document', published: event.data.document };
  return undefined;
}

/** Every file an event brings, in its order. */
export function filesOf(event: CaseEvent): AnnouncedFiles {
  if (event.type === 'case.accepted')
    return {
      files: [{ field: 'data.applicant.form', file: event.data.applicant.form }],
      countersignature: null,
    };
  if (event.type === 'case.form.replaced')
    return { files: [{ field: 'data.form', file: event.data.form }], countersignature: null };
  const material = materialOf(event);
  if (!material) return { files: [], countersignature: null };
  const { field, published } = material;
  const signed = published.scan?.countersignature;
  return {
    files: published.files.map((file, i) => ({ field: `${field}.files[${i}]`, file })),
    countersignature: signed ? { field: `${field}.scan.countersignature`, file: signed } : null,
  };
}

/** How many files a material counts for, countersignature included. */
export const countOf = (material: { files: readonly unknown[]; countersignature: unknown }): number =>
  material.files.length + (material.countersignature === null ? 0 : 1);
