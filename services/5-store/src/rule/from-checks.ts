import type { ReceiptCheck } from '@guidang/contracts';
import type { PackageFacts } from '@guidang/properties';

/** Checks of a package of ours by what they say to the items of the four properties. Codes alone: details may show names of files. */
const failedOf = (checks: readonly ReceiptCheck[], codes: readonly string[]): string[] =>
  checks.filter(({ check, ok }) => !ok && codes.includes(check)).map(({ check }) => check);

export const layoutOf = (checks: readonly ReceiptCheck[]): PackageFacts['layout'] => ({
  profile: 'guidang-1',
  missing: failedOf(checks, ['BAG_FOLDER', 'BAG_DECLARATION', 'BAG_INFO', 'BAG_COMPLETE', 'FILES_REQUIRED']),
  unexpected: failedOf(checks, ['CASE_FILES']),
  unsafe: failedOf(checks, ['ZIP_NAMES', 'ZIP_KINDS']),
});

export const packingOf = (checks: readonly ReceiptCheck[]): PackageFacts['packing'] => ({
  encrypted: false,
  problems: [
    ...failedOf(checks, ['ZIP_PLAIN']).map(() => 'ENTRY_METHOD'),
    ...failedOf(checks, ['ZIP_LIMITS']).map(() => 'ARCHIVE_BOMB'),
  ],
});

export const faultsOf = (checks: readonly ReceiptCheck[]): string[] =>
  failedOf(
    checks,
    'ZIP_STRUCTURE ZIP_CONTENT BAG_MANIFEST BAG_TAGMANIFEST SEAL_OBJECTS CHAIN_LINKS CHAIN_WOVEN CHAIN_MANIFEST CHAIN_SEALED SCHEME REFERENCE_CODE CATALOGUE SM3_MANIFEST BASIC_INFORMATION MATERIAL_LIST PROCESS_INFORMATION README'.split(
      ' ',
    ),
  );

/** Files of metadata that the profile wants, by the check that says whether each is there and whole: 基本信息, 材料清单, 办理过程, the manifest of what was sealed. */
const METADATA_FILES = ['BASIC_INFORMATION', 'MATERIAL_LIST', 'PROCESS_INFORMATION', 'CHAIN_MANIFEST'];
/** Checks that a file of metadata fails by which nobody can read it: not whole, no JSON, none by its contract. */
const UNREADABLE = ['ZIP_CONTENT', 'SEAL_MANIFEST', 'SCHEME', 'CHAIN_LINKS'];

export const metadataFilesOf = (checks: readonly ReceiptCheck[]): NonNullable<PackageFacts['metadataFiles']> => ({
  files: METADATA_FILES.length,
  lacking: failedOf(checks, METADATA_FILES),
});
export const unreadableOf = (checks: readonly ReceiptCheck[]): string[] => failedOf(checks, UNREADABLE);

/** A file that its check found to be another than it has to be is faulty, also where it is not there at all. */
const stateOf = (checks: readonly ReceiptCheck[], code: string): 'there' | 'faulty' =>
  checks.some(({ check, ok }) => check === code && ok) ? 'there' : 'faulty';

export const documentsOf = (checks: readonly ReceiptCheck[]): PackageFacts['documents'] => ({
  readme: stateOf(checks, 'README'),
  catalogue: stateOf(checks, 'CATALOGUE'),
});
