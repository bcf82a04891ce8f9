import type { FileSignature, Finding } from '@guidang/contracts';
import type { FileLookedAt } from '../facts.ts';
import type { Say } from '../item.ts';

/** What is said of signatures, seals and timestamps inside files, under rules that have them verified. */
export const SIGNATURE_CODES = {
  SIGNATURES_HOLD: ['PASS', 'every signature, seal and timestamp inside the file holds, under somebody trusted here'],
  SIGNATURE_BROKEN: [
    'FAIL',
    'one inside the file does not hold: other bytes than were signed, a forged or revoked hand',
  ],
  SIGNATURE_REVOKED: [
    'FAIL',
    'dat70@4: somebody behind one was taken back by who had issued to them before it was made, or who stamped it was',
  ],
  SIGNATURE_REVOKED_SINCE: [
    'MANUAL_REVIEW',
    'dat70@4: somebody behind one was taken back, and nothing but its own word says that it was made before: a person says',
  ],
  SIGNATURE_REVOCATION_UNKNOWN: [
    'WARN',
    'dat70@4: one holds, and no revocation list at hand covers when it was made: whether somebody behind it had been taken back is not known',
  ],
  SIGNATURE_EXPIRED: [
    'WARN',
    'one holds, its certificate has ended, and nothing but its own word says that it was made before',
  ],
  SIGNATURE_NOT_TRUSTED: ['MANUAL_REVIEW', 'one holds, and nobody trusted here vouches for who made it: a person says'],
  SIGNATURE_CHANGED_AFTER: [
    'MANUAL_REVIEW',
    'one holds for what was signed, and something was added since that may be seen: a person compares',
  ],
  SIGNATURE_NOT_VERIFIED: [
    'MANUAL_REVIEW',
    'one is of a kind that is not verified here, as XML signatures of office documents are: a person verifies it in the program it was made with or at a verification service, compares who signed and whether anything was changed since, and says with what and to what end',
  ],
  SIGNATURES_NOT_LOOKED_AT: ['NOT_RUN', 'nobody could look for signatures: too large, encrypted, not opened'],
  NO_SIGNATURES: ['NOT_APPLICABLE', 'no file of the case carries a signature, a seal or a timestamp'],
} as const satisfies Readonly<Record<string, readonly [Finding['outcome'], string]>>;
export type SignatureCode = keyof typeof SIGNATURE_CODES;

const STATES: Readonly<Record<FileSignature['state'], SignatureCode | null>> = {
  ...{ broken: 'SIGNATURE_BROKEN', 'not-verified': 'SIGNATURE_NOT_VERIFIED', changed: 'SIGNATURE_CHANGED_AFTER' },
  ...{ 'not-trusted': 'SIGNATURE_NOT_TRUSTED', expired: 'SIGNATURE_EXPIRED', holds: null },
};
/** From the gravest on. */
const SAID: readonly SignatureCode[] = [
  ...(['SIGNATURE_BROKEN', 'SIGNATURE_REVOKED', 'SIGNATURE_NOT_VERIFIED', 'SIGNATURE_CHANGED_AFTER'] as const),
  ...(['SIGNATURE_NOT_TRUSTED', 'SIGNATURE_REVOKED_SINCE', 'SIGNATURE_EXPIRED'] as const),
  'SIGNATURE_REVOCATION_UNKNOWN',
];

/** What is to be said of one. Rules of before knew no lists: who was taken back was broken, and what no list covers held. */
function codesOf({ state, revocation }: FileSignature, asked: boolean): readonly SignatureCode[] {
  if (asked && revocation === 'revoked') return ['SIGNATURE_REVOKED'];
  if (asked && state === 'broken' && revocation === 'since') return ['SIGNATURE_REVOKED_SINCE'];
  const code = STATES[state];
  const own = code === null ? [] : [code];
  if (asked && revocation === 'since') return [...own, 'SIGNATURE_REVOKED_SINCE'];
  const open = asked && (state === 'holds' || state === 'expired' || state === 'changed') && revocation !== 'good';
  return open ? [...own, 'SIGNATURE_REVOCATION_UNKNOWN'] : own;
}
/** Certificates and numbers that stand in one finding. */
const MOST = 8;

/** A signature in short: which of the file, what kind, why, and how its certificate begins. */
function told(one: FileSignature, n: number): string {
  const until = one.certificate
    ? ` ${one.certificate.sha256.slice(0, 12)} ..${one.certificate.until.slice(0, 10)}`
    : '';
  const stamped = one.stamped ? ` stamped ${one.stamped.slice(0, 10)}` : '';
  return `${n + 1} ${one.kind}${one.code ? ` ${one.code}` : ''}${until}${stamped}`;
}

/** What is found of the signatures of a file: all that is wrong, kind by kind, or that all of them hold; nothing of a file that carries none. */
export function signaturesOf(
  { object, looked }: FileLookedAt,
  say: Say<SignatureCode>,
  { revocation }: { readonly revocation: boolean },
): Finding[] {
  const found = looked?.inspection?.signatures;
  if (!looked?.bytes) return [];
  if (found === undefined || found === null)
    return [say('SIGNATURES_NOT_LOOKED_AT', object, { format: looked.inspection?.format ?? null })];
  if (found.length === 0) return [];
  const numbered = found.map((one, n) => ({ codes: codesOf(one, revocation), line: told(one, n) }));
  const lists = looked.inspection?.revocationLists ?? null;
  const under = revocation ? { lists: lists?.slice(0, 12) ?? null } : {};
  const wrong = SAID.flatMap((code) => {
    const list = numbered.filter(({ codes }) => codes.includes(code));
    return list.length > 0
      ? [
          say(code, object, {
            ...{ signatures: found.length, count: list.length },
            found: list.slice(0, MOST).map(({ line }) => line),
            ...under,
          }),
        ]
      : [];
  });
  if (wrong.length > 0) return wrong;
  return [
    say('SIGNATURES_HOLD', object, {
      signatures: found.length,
      found: numbered.slice(0, MOST).map(({ line }) => line),
      ...under,
    }),
  ];
}
