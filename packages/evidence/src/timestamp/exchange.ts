import { type DigestName, digestKind } from '../algorithm/index.ts';
import { childrenOf, DerFault, der, encodingOf, integerOf, readDer, toDer } from '../der/index.ts';
import { refuse, type Verdict } from '../verdict.ts';
import { tokenInDer } from './token.ts';

/** What we ask a timestamp authority: a digest (SHA-256 where no other is named), a nonce from whoever has chance at hand, and optionally its policy (dotted OID). */
export interface TimestampQuestion {
  readonly digest: Uint8Array;
  readonly algorithm?: DigestName;
  readonly nonce: bigint;
  readonly policy?: string;
}

export type ResponseFailure = 'RESPONSE_FORMAT' | 'RESPONSE_REFUSED' | 'TOKEN_FORMAT';

/** DER of a TimeStampReq (RFC 3161 §2.4.1) that asks for the certificate, so that the token can be verified alone. */
export const timestampRequest = ({ digest, algorithm = 'sha256', nonce, policy }: TimestampQuestion): Buffer => {
  const { oid, bytes } = digestKind(algorithm);
  if (digest.length !== bytes)
    throw new RangeError(`a timestamp is asked for ${bytes} bytes of ${algorithm}, not ${digest.length}`);
  if (nonce < 0n) throw new RangeError('a nonce is not negative');
  const imprint = der.sequence(der.sequence(der.oid(oid), der.nothing()), der.octetString(digest));
  return der.sequence(
    der.integer(1),
    imprint,
    ...(policy === undefined ? [] : [der.oid(policy)]),
    der.integer(nonce),
    der.boolean(true),
  );
};

const STATUS = ['granted', 'grantedWithMods', 'rejection', 'waiting', 'revocationWarning', 'revocationNotification'];

/**
 * The token out of a TimeStampResp (RFC 3161 §2.4.2), in DER whatever the authority wrote. Nothing in it is verified yet.
 * `RESPONSE_REFUSED` says the authority's status; a token that cannot be had in DER is `TOKEN_FORMAT`.
 */
export const tokenOfResponse = (bytes: Uint8Array): Verdict<Buffer, ResponseFailure> => {
  try {
    const [info, token] = childrenOf(readDer(toDer(bytes)), 0x30);
    if (!info) return refuse('RESPONSE_FORMAT', 'an empty response');
    const [number, ...said] = childrenOf(info, 0x30);
    const status = Number(integerOf(number));
    if (status !== 0 && status !== 1) {
      const words = said
        .filter((s) => s.tag === 0x30)
        .flatMap((s) => childrenOf(s))
        .map((s) => encodingOf(s).subarray(2).toString('utf8'));
      return refuse(
        'RESPONSE_REFUSED',
        `${STATUS[status] ?? `status ${status}`}${words.length > 0 ? `: ${words.join('; ').slice(0, 200)}` : ''}`,
      );
    }
    return token ? tokenInDer(encodingOf(token)) : refuse('RESPONSE_FORMAT', 'granted, and no token');
  } catch (error) {
    if (error instanceof DerFault) return refuse('RESPONSE_FORMAT', error.message);
    throw error;
  }
};
