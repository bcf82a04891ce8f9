/** What clamd said of a stream. `too-large` is never clean: something was not looked at. */
export type Verdict =
  | { readonly verdict: 'clean' }
  | { readonly verdict: 'infected'; readonly signature: string }
  | { readonly verdict: 'too-large'; readonly signature?: string }
  | { readonly verdict: 'error'; readonly detail: string };

/** Signatures that mean that a limit was met, not that something was found (clamd's AlertExceedsMax). */
const LIMIT = /^Heuristics\.Limits\.Exceeded/;

/** Reads the answer to INSTREAM, without the session's number before it. Whatever is not plainly OK is not clean. */
export function verdictOf(reply: string): Verdict {
  const text = reply.replace(/^stream: /, '');
  if (text === 'OK') return { verdict: 'clean' };
  const signature = /^(\S+) FOUND$/.exec(text)?.[1];
  if (signature !== undefined) {
    return LIMIT.test(signature) ? { verdict: 'too-large', signature } : { verdict: 'infected', signature };
  }
  if (/size limit exceeded/i.test(text)) return { verdict: 'too-large' };
  return { verdict: 'error', detail: text.slice(0, 200) };
}

export interface Engine {
  /** e.g. `ClamAV 1.4.6/27800`: the engine and the number of its signature database, if it has an official one */
  readonly engine: string;
  /** when the signatures were made, RFC 3339; null where the database does not say (our own signatures alone) */
  readonly signaturesAt: string | null;
}

/** Reads the answer to VERSION: `ClamAV 1.4.6/27800/Mon Nov 23 09:41:08 2026`. The date is in the scanner's zone, taken for UTC. */
export function engineOf(reply: string): Engine {
  const [engine = '', database, date] = reply.split('/');
  const made = date === undefined ? Number.NaN : Date.parse(`${date} UTC`);
  return {
    engine: database === undefined || database === '' ? engine : `${engine}/${database}`,
    signaturesAt: Number.isNaN(made) ? null : new Date(made).toISOString(),
  };
}
