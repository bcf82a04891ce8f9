import type { X509Certificate } from 'node:crypto';
import type { Signer } from '@guidang/evidence';
import { SigningFault } from './secret.ts';

/** A key and when it signs: from a moment on, until its certificate ends or an earlier moment. Milliseconds since the epoch. */
export interface KeyPeriod {
  readonly signer: Signer;
  readonly from: number;
  readonly until: number;
}

/**
 * Keys that follow one another with an overlap. In the overlap both are valid: the newer one signs, and what the older one has signed is taken, so that a
 * change of key stops nothing, and an instance whose clock is behind does nothing wrong.
 */
export interface Rotation {
  /** Who signs at this moment. @throws SigningFault where no key is valid then */
  readonly signerAt: (at: number) => Signer;
  /** Certificates that may stand in a signature made at this moment. */
  readonly validAt: (at: number) => readonly X509Certificate[];
  /** When nobody can sign any more. */
  readonly end: number;
}

const time = (at: number): string => new Date(at).toISOString();

/**
 * Checks that periods are as they must be before anything is signed: each inside its certificate, each beginning before the one before it ends by at least
 * `overlap` milliseconds. All faults are told together.
 * @throws SigningFault
 */
export const rotation = (periods: readonly KeyPeriod[], overlap: number): Rotation => {
  const ordered = periods.toSorted((a, b) => a.from - b.from);
  if (ordered.length === 0) throw new SigningFault('没有签名密钥 / there is no key to sign with');
  const faults: string[] = [];
  for (const [i, { signer, from, until }] of ordered.entries()) {
    const [leaf] = signer.certificates;
    const [first, last] = [leaf?.validFromDate.getTime() ?? 0, leaf?.validToDate.getTime() ?? 0];
    if (from < first || until > last)
      faults.push(
        `${time(from)}–${time(until)} 超出证书有效期 / is outside of its certificate (${time(first)}–${time(last)})`,
      );
    const before = ordered[i - 1];
    if (before && from > before.until - overlap)
      faults.push(
        `${time(from)} 起的密钥与前一把重叠不足 / the key from ${time(from)} overlaps the one before by less than ${overlap} ms`,
      );
    if (before && until <= before.until)
      faults.push(`${time(from)} 起的密钥早于前一把失效 / the key from ${time(from)} ends before the one it follows`);
  }
  if (faults.length > 0) throw new SigningFault(faults.join('; '));
  const valid = (at: number): readonly KeyPeriod[] => ordered.filter((p) => p.from <= at && at <= p.until);
  return {
    signerAt: (at) => {
      const found = valid(at).at(-1);
      if (!found) throw new SigningFault(`此刻没有有效的签名密钥 / no key signs at ${time(at)}`);
      return found.signer;
    },
    validAt: (at) => valid(at).flatMap((p) => p.signer.certificates.slice(0, 1)),
    end: ordered.at(-1)!.until,
  };
};
