import { Refused } from '../files/refused.ts';

/** A file cannot be had from its host now; asking again may help. Says the host and a code, never the address, which may carry what is nobody's business. */
export class FetchFailed extends Error {
  override readonly name = 'FetchFailed';
  readonly host: string;
  readonly why: string;

  constructor(host: string, why: string, options?: ErrorOptions) {
    super(`暂时无法取得文件 / the file cannot be fetched now: ${host}: ${why}`, options);
    this.host = host;
    this.why = why;
  }
}

/** What broke while asking a host, as a failure that may pass; what is known to be final stays as it is. */
export function failureOf(host: string, error: unknown): FetchFailed | Refused {
  if (error instanceof Refused || error instanceof FetchFailed) return error;
  const { code, name } = error as { code?: unknown; name?: unknown };
  const why = typeof code === 'string' ? code : typeof name === 'string' ? name : 'unknown';
  return new FetchFailed(host, why, { cause: error });
}
