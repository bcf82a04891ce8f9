import { Refused } from '../files/refused.ts';
import { FetchFailed } from './failed.ts';

export interface Head {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** What the publisher said of the file, and what we take at most. */
export interface Wanted {
  readonly size: number | undefined;
  readonly maxBytes: number;
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Statuses that may be another in a moment, beside all of 5xx: timeout, too early, too many requests. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(', ') : value;

/**
 * Where a response sends us instead, or undefined where it is the file itself. Only a plain 200 with the bytes as they are is a file.
 * @throws Refused for what stays so, FetchFailed for what may pass
 */
export function redirectOf({ status, headers }: Head, url: URL): URL | undefined {
  const host = url.hostname;
  if (REDIRECTS.has(status)) return target(one(headers.location), url);
  if (status === 404 || status === 410) throw new Refused('NOT_FOUND', 'address', null, `HTTP ${status}`);
  if (status >= 500 || PASSING.has(status)) throw new FetchFailed(host, `HTTP ${status}`);
  if (status !== 200) throw new Refused('FETCH_REFUSED', 'address', 'HTTP 200', `HTTP ${status}`);
  const encoding = one(headers['content-encoding'])?.trim().toLowerCase() ?? '';
  if (encoding !== '' && encoding !== 'identity') {
    // It is written down for ever, so nothing is repeated that is not plainly the name of an encoding.
    const named = /^[a-z0-9, *-]{1,40}$/.test(encoding) ? encoding : 'unknown';
    throw new Refused('FETCH_REFUSED', 'address', 'content-encoding identity', `content-encoding ${named}`);
  }
  return undefined;
}

function target(location: string | undefined, from: URL): URL {
  if (location === undefined || !URL.canParse(location, from.href))
    throw new Refused('FETCH_REFUSED', 'address', null, 'a redirect without a target');
  const to = new URL(location, from);
  to.hash = '';
  if (from.protocol === 'https:' && to.protocol !== 'https:')
    throw new Refused('ADDRESS_NOT_ALLOWED', 'address', null, 'a redirect from https to less');
  return to;
}

/** Holds the announced length against what is wanted before a byte is read. @throws Refused */
export function assertLength({ headers }: Head, { size, maxBytes }: Wanted): void {
  const said = one(headers['content-length']);
  if (said === undefined) return;
  const length = Number(said);
  if (length > maxBytes) throw new Refused('TOO_LARGE', 'address', String(maxBytes), String(length));
  if (size !== undefined && length !== size) throw new Refused('SIZE_MISMATCH', 'size', String(size), String(length));
}
