import { item } from '../item.ts';

/** Digests of what lies in the store. Capture has refused before what differed from the publisher's announcement, so its record speaks for both. */
export const fixity = item(
  {
    code: 'GD-1-1',
    zh: '固化信息有效性检测',
    en: 'validity of fixity information',
    property: 'authenticity',
    level: 'BLOCK',
    mode: 'AUTO',
    looksAt:
      'SHA-256 and SM3 of each file, computed anew from the bytes read back, against those recorded when it was taken in (which capture had compared with what the publisher announced). Signatures, seals and timestamps inside files are not verified yet.',
    basis: 'standards/1 §1.4',
    sure: 'F',
    built: 'part',
    codes: {
      DIGESTS_AGREE: ['PASS', 'both digests of the bytes read back are those recorded'],
      SHA256_DIFFERS: ['FAIL', 'other bytes than were taken in'],
      SM3_DIFFERS: ['FAIL', 'the SM3 recorded is not that of the bytes'],
      NOT_LOOKED_AT: ['NOT_RUN', 'the bytes were not read'],
      SIGNATURES_NOT_VERIFIED: ['NOT_RUN', 'signatures, seals and timestamps inside files: not built yet'],
    },
  },
  (say) => ({
    file: ({ files }) =>
      files.flatMap(({ object, captured, looked }) => {
        const found = looked?.bytes;
        if (!found) return [say('NOT_LOOKED_AT', object)];
        const recorded = captured.content.slice('sha256:'.length);
        const differing = [
          ...(found.sha256 === recorded ? [] : [say('SHA256_DIFFERS', object, { recorded, found: found.sha256 })]),
          ...(found.sm3 === captured.sm3
            ? []
            : [say('SM3_DIFFERS', object, { recorded: captured.sm3, found: found.sm3 })]),
        ];
        return differing.length > 0 ? differing : [say('DIGESTS_AGREE', object)];
      }),
    case: () => [say('SIGNATURES_NOT_VERIFIED', 'case')],
  }),
);
