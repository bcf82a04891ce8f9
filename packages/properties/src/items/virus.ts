import type { FileScan } from '@guidang/contracts';
import { z } from 'zod';
import { brief } from '../evidence.ts';
import { item } from '../item.ts';
import { ageInDays } from './antivirus.ts';

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
    locked: true,
    looksAt:
      'the verdict of the virus scanner (ClamAV) on the bytes of each file, and by which signatures it was given: of `oldDays` and more they do not pass a file any more',
    basis: 'DA/T 70-2018 (clause not known)',
    sure: 'F',
    built: 'yes',
    parameters: z.strictObject({ oldDays: z.int().positive() }),
    codes: {
      CLEAN: ['PASS', 'nothing found by the signatures named'],
      CLEAN_BY_OLD_SIGNATURES: [
        'WARN',
        'nothing found, by signatures that are too old to rely on or do not say how old they are',
      ],
      INFECTED: ['FAIL', 'a virus was found'],
      TOO_LARGE_TO_SCAN: [
        'MANUAL_REVIEW',
        'larger than the scanner takes, in itself or unpacked: not all of it was looked at',
      ],
      SCANNER_FAILED: ['MANUAL_REVIEW', 'the scanner could not make anything of this file'],
      NOT_SCANNED: ['NOT_RUN', 'the file was not scanned'],
    },
  },
  ['file'],
  (say, { oldDays }) => ({
    file: ({ files, at }) =>
      files.map(({ object, captured, looked }) => {
        const content = brief(captured.content);
        const { scan } = looked ?? { scan: null };
        if (!scan || scan.verdict === 'not-run') return say('NOT_SCANNED', object, { content });
        const { verdict, engine, signaturesAt, signature } = scan;
        const days = ageInDays(signaturesAt, at);
        const old = verdict === 'clean' && (days === null || days >= oldDays);
        return say(old ? 'CLEAN_BY_OLD_SIGNATURES' : SAID[verdict], object, {
          content,
          engine,
          signaturesAt,
          ...(old && { days }),
          ...(signature !== null && { signature }),
        });
      }),
  }),
);
