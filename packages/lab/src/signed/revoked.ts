import { signPdf } from '@guidang/evidence';
import { type Hand, House } from './hands.ts';
import { held, plainPdf, type SignedSpecimen } from './specimens.ts';

const DAY = 86_400_000;

/** A signed file by what revocation lists say of who signed it, under rules that ask. */
export interface RevokedSpecimen extends Omit<SignedSpecimen, 'says'> {
  readonly says:
    | 'SIGNATURES_HOLD'
    | 'SIGNATURE_EXPIRED'
    | 'SIGNATURE_REVOKED'
    | 'SIGNATURE_REVOKED_SINCE'
    | 'SIGNATURE_REVOCATION_UNKNOWN';
  /** what is said beside that */
  readonly more?: readonly ('SIGNATURE_EXPIRED' | 'SIGNATURE_REVOCATION_UNKNOWN')[];
  /** what rules that knew no lists say of it */
  readonly before: 'SIGNATURES_HOLD' | 'SIGNATURE_BROKEN' | 'SIGNATURE_EXPIRED';
  /** DER */
  readonly lists: readonly Buffer[];
}

/** PDFs signed a hundred days ago, and the lists they are judged by. */
export async function revokedSpecimens(
  seed: string,
  now: number,
): Promise<{ anchor: string; specimens: RevokedSpecimen[] }> {
  const own = new House(`${seed}/revoked`, 'ed25519', now);
  const plain = plainPdf();
  const made = now - 100 * DAY;
  const by = async (hand: Hand): Promise<Buffer> => held(await signPdf(plain, hand, { at: made }));
  const clerk = own.hand('经办单位');
  const bytes = await by(clerk);
  const takenBack = (at: number, reason?: number) =>
    own.revocationList([{ certificate: clerk.certificate, at: new Date(at), ...(reason !== undefined && { reason }) }]);
  const gone = own.hand('已离任经办人', [365, -30]);
  const ended = await by(gone);
  const stranger = new House(`${seed}/revoked/stranger`, 'ed25519', now);
  const of = (
    name: string,
    says: RevokedSpecimen['says'],
    before: RevokedSpecimen['before'],
    code: string | null,
    ...lists: Buffer[]
  ): RevokedSpecimen => ({ name, file: 'signed.pdf', bytes, says, before, code, lists });
  const ofEnded = (
    name: string,
    says: RevokedSpecimen['says'],
    more: NonNullable<RevokedSpecimen['more']>,
    ...lists: Buffer[]
  ): RevokedSpecimen => ({
    ...of(name, says, 'SIGNATURE_EXPIRED', 'CERTIFICATE_VALIDITY', ...lists),
    ...{ bytes: ended, more },
  });
  const [REVOKED, HOLDS] = ['CERTIFICATE_REVOKED', 'SIGNATURES_HOLD'] as const;
  const unknown = ['SIGNATURE_REVOCATION_UNKNOWN', HOLDS, null] as const;
  return {
    anchor: own.root.toString(),
    specimens: [
      of('a list that names nobody', HOLDS, HOLDS, null, own.revocationList()),
      of('no list', ...unknown),
      of('a list of before it was to be renewed', ...unknown, own.revocationList([], now - 60 * DAY)),
      of('a list of somebody else', ...unknown, stranger.revocationList()),
      of('taken back before it was signed', 'SIGNATURE_REVOKED', 'SIGNATURE_BROKEN', REVOKED, takenBack(made - DAY)),
      of(
        'taken back since, as it says',
        'SIGNATURE_REVOKED_SINCE',
        'SIGNATURE_BROKEN',
        REVOKED,
        takenBack(now - DAY, 1),
      ),
      of(
        'taken back before, says one list of two',
        ...(['SIGNATURE_REVOKED', 'SIGNATURE_BROKEN', REVOKED] as const),
        ...[own.revocationList(), takenBack(made - DAY)],
      ),
      ofEnded(
        'ended, and taken back after it says it was signed',
        ...(['SIGNATURE_REVOKED_SINCE', ['SIGNATURE_EXPIRED']] as const),
        own.revocationList([{ certificate: gone.certificate, at: new Date(now - 60 * DAY), reason: 1 }]),
      ),
      ofEnded(
        'ended, and a list of after its end, which may have dropped it',
        ...(['SIGNATURE_EXPIRED', ['SIGNATURE_REVOCATION_UNKNOWN']] as const),
        own.revocationList(),
      ),
      ofEnded(
        'ended, and a list of before its end',
        ...(['SIGNATURE_EXPIRED', []] as const),
        own.revocationList([], now - 40 * DAY),
      ),
    ],
  };
}
