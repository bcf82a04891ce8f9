import type { CapturedFile, DossierMaterial, FormFacts, InspectedFile, Scheme } from '@guidang/contracts';
import { type Accepted, type FileLookedAt, FORM, type MaterialFacts } from './facts.ts';

/**
 * Formats in which electronic files are archived (GB/T 18894-2016 8.3), by our families: what a file is judged by where no item of a scheme says more,
 * as with unlisted materials and countersignatures.
 */
export const ARCHIVAL_FORMATS: readonly string[] = [
  ...['ofd', 'pdf'],
  ...['rtf', 'wps', 'docx', 'jpeg', 'tiff', 'png'],
  ...['xml', 'et', 'xls'],
  ...['wav', 'mp3', 'mp4', 'avi'],
];
const ARCHIVAL: Accepted = { formats: ARCHIVAL_FORMATS, by: 'archival' };
/** 申请表单 is JSON by its contract. */
const FORM_FORMAT: Accepted = { formats: ['json'], by: 'contract' };

/** Puts a material beside what was found of its files, which come in their order, the countersignature last. */
export function materialFacts(
  described: DossierMaterial,
  scheme: Scheme,
  looked: readonly InspectedFile[],
  at: string,
): MaterialFacts {
  const { material, item, files, countersignature } = described;
  const listed = scheme.items.find(({ code }) => code === item);
  const accepted: Accepted = listed ? { formats: listed.formats, by: 'scheme' } : ARCHIVAL;
  const all: FileLookedAt[] = files.map((captured, i) => ({
    object: `file:${material}/${i + 1}`,
    role: 'file',
    captured,
    looked: looked[i] ?? null,
    accepted,
  }));
  if (countersignature)
    all.push({
      object: `file:${material}/countersignature`,
      role: 'countersignature',
      captured: countersignature,
      looked: looked[files.length] ?? null,
      accepted: ARCHIVAL,
    });
  return { at, material, described, files: all, form: null };
}

/** The application form as a material of one file. */
export const formFacts = (
  captured: CapturedFile,
  looked: InspectedFile | null,
  form: FormFacts | null,
  at: string,
): MaterialFacts => ({
  at,
  material: FORM,
  described: null,
  files: [{ object: `file:${FORM}/1`, role: 'form', captured, looked, accepted: FORM_FORMAT }],
  form,
});
