import { z } from 'zod';
import { brief } from '../evidence.ts';
import { item } from '../item.ts';
import { SIGNATURE_CODES, signaturesOf } from './signatures.ts';

/**
 * Digests of what lies in the store. Capture has refused before what differed from the publisher's announcement, so its record speaks for both. Whether signatures inside files are
 * verified is said by the rule set: cases that were checked before they were are judged as they were.
 */
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
      'SHA-256 and SM3 of each file, computed anew from the bytes read back, against those recorded when it was taken in (which capture had compared with what the publisher announced). With `signatures` (from dat70@2 on) every signature, seal and timestamp inside a PDF or OFD as well, against the anchors configured here: its range, its digest, certificate of the signer with its validity and chain, what was added since; of office documents it is told that they are signed. With `revocation` (from dat70@4 on) also whether somebody behind one was taken back before it was made, as the revocation lists configured here say, whose digest stands with what was found. The seal of the case is verified where the package is received.',
    basis: 'DA/T 70-2018 (clause not known)',
    sure: 'F',
    built: 'yes',
    parameters: z.strictObject({ signatures: z.literal(true).optional(), revocation: z.literal(true).optional() }),
    codes: {
      DIGESTS_AGREE: ['PASS', 'both digests of the bytes read back are those recorded'],
      SHA256_DIFFERS: ['FAIL', 'other bytes than were taken in'],
      SM3_DIFFERS: ['FAIL', 'the SM3 recorded is not that of the bytes'],
      NOT_LOOKED_AT: ['NOT_RUN', 'the bytes were not read'],
      DIGEST_NOT_STATED: [
        'MANUAL_REVIEW',
        'of a package from elsewhere: nobody said a digest; a person says by what else it is known',
      ],
      SIGNATURES_NOT_VERIFIED: ['NOT_RUN', 'dat70@1: signatures, seals and timestamps inside files are not verified'],
      ...SIGNATURE_CODES,
    },
  },
  ['file', 'case'],
  (say, { signatures, revocation = false }) => ({
    file: ({ files }) =>
      files.flatMap((file) => {
        const { object, captured, looked, digestStated } = file;
        const signed = signatures ? signaturesOf(file, say, { revocation }) : [];
        const found = looked?.bytes;
        if (!found) return [say('NOT_LOOKED_AT', object, { recorded: brief(captured.content) })];
        if (digestStated === false)
          return [say('DIGEST_NOT_STATED', object, { sha256: brief(found.sha256), bytes: found.size }), ...signed];
        const recorded = captured.content.slice('sha256:'.length);
        const differing = [
          ...(found.sha256 === recorded ? [] : [say('SHA256_DIFFERS', object, { recorded, found: found.sha256 })]),
          ...(found.sm3 === captured.sm3
            ? []
            : [say('SM3_DIFFERS', object, { recorded: captured.sm3, found: found.sm3 })]),
        ];
        if (differing.length > 0) return [...differing, ...signed];
        return [
          say('DIGESTS_AGREE', object, { sha256: brief(found.sha256), sm3: brief(found.sm3), bytes: found.size }),
          ...signed,
        ];
      }),
    case: ({ dossier, signed }) => {
      const files = dossier.materials.reduce((sum, { files }) => sum + files.length, 0);
      if (!signatures) return [say('SIGNATURES_NOT_VERIFIED', 'case', { files })];
      if (signed === null || signed.unknown > 0)
        return [say('SIGNATURES_NOT_LOOKED_AT', 'case', { materials: signed?.unknown ?? null })];
      // What is signed is told of file by file.
      return signed.carrying > 0 ? [] : [say('NO_SIGNATURES', 'case', { files })];
    },
  }),
);
