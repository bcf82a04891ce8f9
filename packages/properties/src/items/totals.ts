import type { CapturedFile, Dossier } from '@guidang/contracts';
import { item } from '../item.ts';
import { NONE } from '../parameters.ts';

interface Counting {
  readonly files: number;
  readonly bytes: number;
}

const sum = (files: readonly CapturedFile[]): Counting => ({
  files: files.length,
  bytes: files.reduce((bytes, { size }) => bytes + size, 0),
});

/**
 * What is in force, counted. Publishers count the countersignatures of scans among the files or leave them out, and the contract of `case.closed` leaves it to
 * them, so both countings are taken; the application form is in neither.
 */
function countings({ materials }: Dossier): readonly [files: Counting, withCountersignatures: Counting] {
  const files = materials.flatMap((one) => one.files);
  const signatures = materials.flatMap(({ countersignature }) => (countersignature ? [countersignature] : []));
  return [sum(files), sum([...files, ...signatures])];
}

export const totalItems = item(
  {
    code: 'GD-2-1',
    zh: '总件数相符性检测',
    en: 'total of items agrees',
    property: 'integrity',
    level: 'BLOCK',
    mode: 'AUTO',
    looksAt:
      'materials and files in force against the totals that case.closed states; countersignatures may be counted or not',
    basis: 'DA/T 70-2018 (clause not known); case.closed',
    sure: 'F',
    built: 'yes',
    parameters: NONE,
    codes: {
      ITEMS_AGREE: ['PASS', 'as many materials and files as were stated'],
      MATERIALS_DIFFER: ['FAIL', 'another number of materials than was stated'],
      FILES_DIFFER: ['FAIL', 'another number of files than was stated'],
    },
  },
  ['case'],
  (say) => ({
    case: ({ dossier }) => {
      const { closing, materials } = dossier;
      const counted = countings(dossier).map(({ files }) => files);
      const faults = [
        ...(closing.materials === materials.length
          ? []
          : [say('MATERIALS_DIFFER', 'case', { stated: closing.materials, found: materials.length })]),
        ...(counted.includes(closing.files)
          ? []
          : [
              say('FILES_DIFFER', 'case', {
                stated: closing.files,
                found: counted[0]!,
                withCountersignatures: counted[1]!,
              }),
            ]),
      ];
      return faults.length > 0
        ? faults
        : [say('ITEMS_AGREE', 'case', { materials: materials.length, files: closing.files })];
    },
  }),
);

export const totalBytes = item(
  {
    code: 'GD-2-2',
    zh: '总字节数相符性检测',
    en: 'total of bytes agrees',
    property: 'integrity',
    level: 'BLOCK',
    mode: 'AUTO',
    looksAt:
      'bytes of the files in force against the total that case.closed states; countersignatures may be counted or not',
    basis: 'DA/T 70-2018 (clause not known); case.closed',
    sure: 'F',
    built: 'yes',
    parameters: NONE,
    codes: {
      BYTES_AGREE: ['PASS', 'as many bytes as were stated'],
      BYTES_DIFFER: ['FAIL', 'another number of bytes than was stated'],
    },
  },
  ['case'],
  (say) => ({
    case: ({ dossier }) => {
      const stated = dossier.closing.bytes;
      const counted = countings(dossier).map(({ bytes }) => bytes);
      return [
        counted.includes(stated)
          ? say('BYTES_AGREE', 'case', { bytes: stated })
          : say('BYTES_DIFFER', 'case', { stated, found: counted[0]!, withCountersignatures: counted[1]! }),
      ];
    },
  }),
);
