import {
  type VaultError,
  VaultForbidden,
  VaultNotFound,
  VaultRefused,
  VaultUnavailable,
  type Where,
} from './errors.ts';

/** The key was to be new and is not (412): an ordinary answer to a conditional write, met by whoever wrote. */
export class AlreadyThere extends Error {
  override readonly name = 'AlreadyThere';
}

/**
 * What an S3 status means. 409 is how some stores say that two conditional writes met (the other one may yet fail), 429 and
 * all of 5xx pass; what is forbidden or wrong stays so however often it is asked.
 */
export function refusal(where: Where, status: number, code = '', message = ''): VaultError | AlreadyThere {
  const why = [status, code, message].filter((part) => part !== '').join(' ');
  if (status === 412) return new AlreadyThere(why);
  if (status === 404 && code !== 'NoSuchBucket') return new VaultNotFound(where);
  if (status === 403 || code === 'AccessDenied') return new VaultForbidden(where, why);
  if (status === 408 || status === 409 || status === 429 || status >= 500) return new VaultUnavailable(where, why);
  return new VaultRefused(where, why);
}
