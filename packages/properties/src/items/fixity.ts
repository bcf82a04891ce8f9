import { brief } from '../evidence.ts';
import { item } from '../item.ts';
import { NONE } from '../parameters.ts';

/** Digests of what lies in the store. Capture has refused before what differed from the publisher's announcement, so its record speaks for both. */
export const fixity = item(
  {
    code: 'GD-1-1',
    zh: '固化信息有效性检测',
    en: 'validity of fixity information',
    property: 'authenticity',
    level: 'BLOCK',
    mode: 'AUTO',
    locked: true,
    looksAt:
      'SHA-256 and SM3 of each file, computed anew from the bytes read back, against those recorded when it was taken in (which capture had compared with what the publisher announced). Signatures, seals and timestamps inside files are not verified yet. The seal of the case is verified where the package is received.',
    basis: 'standards/1 §1.4',
    sure: 'F',
    built: 'part',
    parameters: NONE,
    codes: {
      DIGESTS_AGREE: ['PASS', 'both digests of the bytes read back are those recorded'],
      SHA256_DIFFERS: ['FAIL', 'other bytes than were taken in'],
      SM3_DIFFERS: ['FAIL', 'the SM3 recorded is not that of the bytes'],
      NOT_LOOKED_AT: ['NOT_RUN', 'the bytes were not read'],
      DIGEST_NOT_STATED: [
        'MANUAL_REVIEW',
        'of a package from elsewhere: nobody said a digest; a person says by what else it is known',
      ],
      SIGNATURES_NOT_VERIFIED: ['NOT_RUN', 'signatures, seals and timestamps inside files: not built yet'],
    },
  },
  ['file', 'case'],
  (say) => ({
    file: ({ files }) =>
      files.flatMap(({ object, captured, looked, digestStated }) => {
        const found = looked?.bytes;
        if (!found) return [say('NOT_LOOKED_AT', object, { recorded: brief(captured.content) })];
        if (digestStated === false)
          return [say('DIGEST_NOT_STATED', object, { sha256: brief(found.sha256), bytes: found.size })];
        const recorded = captured.content.slice('sha256:'.length);
        const differing = [
          ...(found.sha256 === recorded ? [] : [say('SHA256_DIFFERS', object, { recorded, found: found.sha256 })]),
          ...(found.sm3 === captured.sm3
            ? []
            : [say('SM3_DIFFERS', object, { recorded: captured.sm3, found: found.sm3 })]),
        ];
        if (differing.length > 0) return differing;
        return [
          say('DIGESTS_AGREE', object, { sha256: brief(found.sha256), sm3: brief(found.sm3), bytes: found.size }),
        ];
      }),
    case: ({ dossier }) => [
      say('SIGNATURES_NOT_VERIFIED', 'case', {
        files: dossier.materials.reduce((sum, { files }) => sum + files.length, 0),
      }),
    ],
  }),
);
