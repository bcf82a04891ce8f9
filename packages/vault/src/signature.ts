import { createHmac, hash } from 'node:crypto';
import type { Place } from './place.ts';

export interface Unsigned {
  readonly method: string;
  /** already percent-encoded */
  readonly path: string;
  /** already percent-encoded and in the order of its names */
  readonly query: string;
  /** lower-case names */
  readonly headers: Readonly<Record<string, string>>;
  /** SHA-256 of the body, hexadecimal: the store checks it, so what arrives is what was digested */
  readonly payload: string;
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** S3 wants everything but the unreserved characters of RFC 3986 encoded; encodeURIComponent leaves five more alone. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

export const encodePath = (bucket: string, key: string): string => `/${bucket}/${key.split('/').map(encode).join('/')}`;
export const encodeQuery = (query: Readonly<Record<string, string>>): string =>
  Object.keys(query)
    .sort()
    .map((name) => `${encode(name)}=${encode(query[name]!)}`)
    .join('&');

/**
 * AWS Signature Version 4 in the Authorization header. The signing key depends on the day alone and is kept for it, which leaves
 * one HMAC and two short hashes to a request.
 */
export function signer({
  endpoint,
  region,
  credentials,
}: Place): (request: Unsigned, now: Date) => Record<string, string> {
  const { host } = new URL(endpoint);
  let day = '';
  let key: Buffer = Buffer.alloc(0);
  return ({ method, path, query, headers, payload }, now) => {
    const stamp = now.toISOString().replace(/[-:]|\.\d+/g, '');
    if (!stamp.startsWith(day) || day === '') {
      day = stamp.slice(0, 8);
      key = [region, 's3', 'aws4_request'].reduce(hmac, hmac(`AWS4${credentials.secretAccessKey}`, day));
    }
    const all: Record<string, string> = { ...headers, host, 'x-amz-content-sha256': payload, 'x-amz-date': stamp };
    const names = Object.keys(all).sort();
    const list = names.join(';');
    const canonical = `${method}\n${path}\n${query}\n${names.map((name) => `${name}:${all[name]}\n`).join('')}\n${list}\n${payload}`;
    const scope = `${day}/${region}/s3/aws4_request`;
    const signature = createHmac('sha256', key)
      .update(`AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${hash('sha256', canonical)}`)
      .digest('hex');
    const credential = `Credential=${credentials.accessKeyId}/${scope}`;
    return { ...all, authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${list}, Signature=${signature}` };
  };
}
