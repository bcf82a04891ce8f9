import { parseCertificate, type Signer } from '@guidang/evidence';
import type { z } from 'zod';
import { guarded, SigningFault } from '../secret.ts';
import { KeyDescription, MAX_BODY_BYTES, SignResponse } from './protocol.ts';

/** Where a signing service is. */
export interface RemotePlace {
  readonly url: string;
  readonly key: string;
  /** Bearer token; asked anew for every request, so that it may change under way. */
  readonly authorisation: () => string | Promise<string>;
  readonly timeoutMs: number;
}

/** The whole body, or none where it is longer than an answer can be. */
const bodyOf = async (response: Response): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new SigningFault('签名服务应答过长 / the signing service answers without end');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const ask = async <T>(place: RemotePlace, path: string, shape: z.ZodType<T>, body?: string): Promise<T> => {
  const url = new URL(
    `v1/keys/${encodeURIComponent(place.key)}${path}`,
    place.url.endsWith('/') ? place.url : `${place.url}/`,
  );
  let text: string;
  try {
    const response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(place.timeoutMs),
      headers: {
        authorization: `Bearer ${await place.authorisation()}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
    });
    if (!response.ok) throw new SigningFault(`签名服务应答 / the signing service answers ${response.status}`);
    text = await bodyOf(response);
  } catch (error) {
    if (error instanceof SigningFault) throw error;
    // Words of the network layer name hosts and addresses and nothing that was sent; its cause is left out all the same.
    throw new SigningFault(
      `签名服务不可达 / the signing service cannot be reached (${error instanceof Error ? error.name : 'unknown'})`,
    );
  }
  const parsed = shape.safeParse(parseJson(text));
  if (!parsed.success) throw new SigningFault('签名服务应答不合约定 / the signing service answers something else');
  return parsed.data;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * A signer over a key that lies with a signing service (签名验签服务器 behind a small door). Certificates and algorithm are asked once; every signature is read back
 * against them. Not answering, answering late, without end or something else is a fault, and the caller asks again later.
 * @throws SigningFault
 */
export const remoteSigner = async (place: RemotePlace): Promise<Signer> => {
  const { algorithm, certificates } = await ask(place, '', KeyDescription);
  const parsed = certificates.map((text) => {
    const certificate = parseCertificate(Buffer.from(text, 'base64'));
    if (!certificate.ok)
      throw new SigningFault('签名服务给出的证书无法读取 / the signing service gives a certificate that is none');
    return certificate.value;
  });
  return guarded({
    certificates: parsed,
    algorithm,
    sign: async (bytes) => {
      const body = JSON.stringify({ algorithm, bytes: Buffer.from(bytes).toString('base64') });
      const { signature } = await ask(place, '/signatures', SignResponse, body);
      return Buffer.from(signature, 'base64');
    },
  });
};
