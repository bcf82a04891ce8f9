import { createHash, createHmac } from 'node:crypto';
import type { Pair } from './secrets.ts';

/** One S3 request as the setting-up of a place and its tests need it; the services have their own client in packages/vault. */
export interface S3Request {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE' | 'HEAD' | 'PATCH';
  readonly endpoint: string;
  readonly region: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface S3Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** encodeURIComponent leaves five characters alone that AWS wants encoded. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** The headers of a signed request: AWS Signature Version 4, the whole body hashed. `now` is the signing time. */
export function signed(request: S3Request, pair: Pair, now: Date): Record<string, string> {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const day = stamp.slice(0, 8);
  const payload = sha256(request.body ?? '');
  const headers: Record<string, string> = {
    host: new URL(request.endpoint).host,
    'x-amz-content-sha256': payload,
    'x-amz-date': stamp,
  };
  // S3 wants a checksum on requests that change a configuration; on the others it does no harm.
  if (request.body !== undefined) headers['content-md5'] = createHash('md5').update(request.body).digest('base64');
  for (const [name, value] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = value.trim();
  const names = Object.keys(headers).sort();
  const list = names.join(';');
  const canonical = [
    request.method,
    request.path.split('/').map(encode).join('/'),
    queryOf(request),
    ...names.map((name) => `${name}:${headers[name]}`),
    '',
    list,
    payload,
  ].join('\n');
  const scope = `${day}/${request.region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n');
  const key = [request.region, 's3', 'aws4_request'].reduce(hmac, hmac(`AWS4${pair.secretAccessKey}`, day));
  const signature = createHmac('sha256', key).update(toSign).digest('hex');
  const credential = `Credential=${pair.accessKeyId}/${scope}`;
  return { ...headers, authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${list}, Signature=${signature}` };
}

const queryOf = ({ query = {} }: S3Request): string =>
  Object.entries(query)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');

/** Sends it. Every HTTP status is an answer; only a connection that fails throws. */
export async function s3(request: S3Request, pair: Pair): Promise<S3Answer> {
  const { host: _, ...headers } = signed(request, pair, new Date());
  const query = queryOf(request);
  const url = `${request.endpoint}${request.path.split('/').map(encode).join('/')}${query === '' ? '' : `?${query}`}`;
  const init = { method: request.method, headers, ...(request.body !== undefined && { body: request.body }) };
  const response = await fetch(url, init);
  return { status: response.status, headers: response.headers, text: await response.text() };
}
