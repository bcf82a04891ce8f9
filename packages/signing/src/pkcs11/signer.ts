import { hash, type X509Certificate } from 'node:crypto';
import { der, type Signer } from '@guidang/evidence';
import { guarded, SigningFault } from '../secret.ts';
import { openToken, type TokenPlace, type TokenSession, wordsOfToken } from './token.ts';

/** Mechanisms a token signs by. SM2 has no number in PKCS #11 itself: such keys are reached through a signing service. */
const howOf = ({
  constants: c,
  kind,
}: TokenSession): {
  algorithm: Signer['algorithm'];
  mechanism: number;
  of: (bytes: Uint8Array) => Buffer;
  der: boolean;
} => {
  if (kind === c.CKK_RSA)
    return { algorithm: 'rsa-sha256', mechanism: c.CKM_SHA256_RSA_PKCS, of: (bytes) => Buffer.from(bytes), der: false };
  if (kind === c.CKK_EC)
    return {
      algorithm: 'ecdsa-sha256',
      mechanism: c.CKM_ECDSA,
      of: (bytes) => hash('sha256', bytes, 'buffer'),
      der: true,
    };
  throw new SigningFault(
    `令牌密钥类型 0x${kind.toString(16)} 不支持 / a key of type 0x${kind.toString(16)} signs no seal`,
  );
};

/** A token gives r ‖ s; CMS wants the two numbers in DER. */
const inDer = (raw: Buffer): Buffer => {
  const half = raw.length >> 1;
  const number = (bytes: Buffer): Buffer => der.integer(BigInt(`0x${bytes.toString('hex')}`));
  return der.sequence(number(raw.subarray(0, half)), number(raw.subarray(half)));
};

export interface TokenSigner {
  readonly signer: Signer;
  readonly close: () => void;
}

/**
 * A signer over a key in a PKCS #11 token: P-256 or RSA. The key never leaves the token; what goes in is a digest, or for RSA the bytes. One signature at a time:
 * a session can do no more.
 * @param certificates leaf first
 * @throws SigningFault
 */
export const tokenSigner = async (
  place: TokenPlace,
  certificates: readonly X509Certificate[],
): Promise<TokenSigner> => {
  const opened = await openToken(place);
  const how = howOf(opened);
  const { pkcs11, session, key } = opened;
  let last: Promise<unknown> = Promise.resolve();
  const one = async (bytes: Uint8Array): Promise<Uint8Array> => {
    try {
      pkcs11.C_SignInit(session, { mechanism: how.mechanism }, key);
      const signature = await pkcs11.C_SignAsync(session, how.of(bytes), Buffer.alloc(1024));
      return how.der ? inDer(signature) : signature;
    } catch (error) {
      throw new SigningFault(
        `令牌 ${place.token} 未能签名 / token ${place.token} did not sign (${wordsOfToken(error)})`,
      );
    }
  };
  const sign = (bytes: Uint8Array): Promise<Uint8Array> => {
    const mine = last.then(() => one(bytes));
    // The next one waits for this one, whatever becomes of it; what became of it is told to whoever asked for it.
    last = mine.catch(() => undefined);
    return mine;
  };
  return { signer: guarded({ certificates, algorithm: how.algorithm, sign }), close: opened.close };
};
