import type { FileScan } from '@guidang/contracts';
import { item } from '../item.ts';

const SAID = {
  clean: 'CLEAN',
  infected: 'INFECTED',
  'too-large': 'TOO_LARGE_TO_SCAN',
  error: 'SCANNER_FAILED',
  'not-run': 'NOT_SCANNED',
} as const satisfies Record<FileScan['verdict'], string>;

export const virus = item(
  {
    code: 'GD-4-2',
    zh: '病毒感染检测',
    en: 'infection by viruses',
    property: 'security',
    level: 'BLOCK',
    mode: 'AUTO',
    looksAt:
      'the verdict of the virus scanner (ClamAV) on the bytes of each file, and by which signatures it was given',
    basis: 'standards/1 §1.4',
    sure: 'F',
    built: 'yes',
    codes: {
      CLEAN: ['PASS', 'nothing found by the signatures named'],
      INFECTED: ['FAIL', 'a virus was found'],
      TOO_LARGE_TO_SCAN: [
        'MANUAL_REVIEW',
        'larger than the scanner takes, in itself or unpacked: not all of it was looked at',
      ],
      SCANNER_FAILED: ['MANUAL_REVIEW', 'the scanner could not make anything of this file'],
      NOT_SCANNED: ['NOT_RUN', 'the file was not scanned'],
    },
  },
  (say) => ({
    file: ({ files }) =>
      files.map(({ object, looked }) => {
        if (!looked?.scan) return say('NOT_SCANNED', object);
        const { verdict, engine, signaturesAt, signature } = looked.scan;
        if (verdict === 'not-run') return say('NOT_SCANNED', object);
        return say(SAID[verdict], object, { engine, signaturesAt, ...(signature !== null && { signature }) });
      }),
  }),
);
