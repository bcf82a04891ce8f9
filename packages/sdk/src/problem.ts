import { type Fault, Malformed } from '@guidang/contracts';
import { DigestMismatch, SizeMismatch } from '@guidang/vault';
import { PublishRefused } from './errors.ts';
import type { Answer } from './exchange.ts';
import { NotNow } from './patience.ts';

/** What the archive answers where it does not do what was asked (RFC 9457). Everything in it comes from outside and is looked at before use. */
interface Problem {
  readonly code?: unknown;
  readonly detail?: unknown;
  readonly faults?: unknown;
  readonly algorithm?: unknown;
  readonly expected?: unknown;
  readonly found?: unknown;
}

/** Status codes that may pass. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

/** The answer as an error of the same class that the other door would throw. */
export function errorOf(answer: Answer): Error {
  const { status } = answer;
  const problem = problemOf(answer);
  const code = typeof problem.code === 'string' ? problem.code : `HTTP_${status}`;
  const detail = typeof problem.detail === 'string' ? problem.detail : `HTTP ${status}`;
  if (PASSING.has(status)) return new NotNow(detail, { afterMs: waitOf(answer) });
  const { faults, algorithm, expected, found } = problem;
  if (Array.isArray(faults) && faults.length > 0 && faults.every(isFault)) return new Malformed(faults);
  if (code === 'DIGEST_MISMATCH' && (algorithm === 'sha256' || algorithm === 'sm3'))
    return new DigestMismatch(algorithm, String(expected), String(found));
  if (code === 'SIZE_MISMATCH') return new SizeMismatch(Number(expected), Number(found));
  return new PublishRefused(status, code, detail);
}

function problemOf({ text }: Answer): Problem {
  try {
    const json: unknown = JSON.parse(text);
    return json !== null && typeof json === 'object' ? json : {};
  } catch {
    return {}; // a proxy in between answers in its own words; the status says enough
  }
}

const isFault = (value: unknown): value is Fault => {
  const { field, rule, message } = (value ?? {}) as Partial<Record<keyof Fault, unknown>>;
  return typeof field === 'string' && typeof rule === 'string' && typeof message === 'string';
};

function waitOf({ headers }: Answer): number {
  const seconds = Number(headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 60) * 1000 : 0;
}
