import { decodeProtectedHeader, errors, flattenedVerify, importX509 } from 'jose';
import { type Judge, sitting, type Word } from './judgement.ts';

/** A JWS in compact form with its payload detached (RFC 7515 appendix F), and the payload. */
export interface JwsQuestion {
  readonly jws: string;
  readonly payload: Uint8Array;
}

/** Verifies with the key of the certificate the header carries. Whether that certificate is to be believed is for DSS to say. */
export const openJose = (): Judge<JwsQuestion> => sitting('jose 6.2.18', verified);

async function verified({ jws, payload }: JwsQuestion): Promise<Word> {
  try {
    const [header = '', middle, signature = '', ...more] = jws.split('.');
    if (middle !== '' || more.length > 0) return { accepted: false, detail: '不是分离式 JWS / not a detached JWS' };
    const { alg, x5c } = decodeProtectedHeader(jws);
    if (!alg || !x5c?.[0]) return { accepted: false, detail: '头部缺 alg 或 x5c / no alg or x5c in the header' };
    const key = await importX509(`-----BEGIN CERTIFICATE-----\n${x5c[0]}\n-----END CERTIFICATE-----`, alg);
    const whole = { protected: header, payload: Buffer.from(payload).toString('base64url'), signature };
    await flattenedVerify(whole, key);
    return { accepted: true, detail: alg };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError || error instanceof SyntaxError)
      return { accepted: false, detail: error.message };
    throw error;
  }
}
