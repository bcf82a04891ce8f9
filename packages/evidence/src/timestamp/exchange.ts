import { childrenOf, DerFault, der, encodingOf, integerOf, readDer, toDer } from '../der/index.ts';
import { refuse, type Verdict } from '../verdict.ts';
import { SHA256 } from './names.ts';
import { tokenInDer } from './token.ts';

/** What we ask a timestamp authority: SHA-256 digest, a nonce from whoever has chance at hand, and optionally its policy (dotted OID). */
export interface TimestampQuestion {
  readonly digest: Uint8Array;
  readonly nonce: bigint;
  readonly policy?: string;
}

export type ResponseFailure = 'RESPONSE_FORMAT' | 'RESPONSE_REFUSED' | 'TOKEN_FORMAT';

/** DER of a TimeStampReq (RFC 3161 §2.4.1) that asks for the certificate, so that the token can be verified alone. */
export const timestampRequest = ({ digest, nonce, policy }: TimestampQuestion): Buffer => {
  if (digest.length !== 32) throw new RangeError(`a timestamp is asked for 32 bytes of SHA-256, not ${digest.length}`);
  if (nonce < 0n) throw new RangeError('a nonce is not negative');
  const imprint = der.sequence(der.sequence(der.oid(SHA256), der.nothing()), der.octetString(digest));
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
