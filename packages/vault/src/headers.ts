import type { IncomingHttpHeaders } from 'node:http';
import { VaultRefused, type Where } from './errors.ts';
import type { Lock, ObjectHead } from './store.ts';

export interface Versioned {
  readonly versionId?: string;
}
export const versioned = (id: string | undefined): Versioned => (id === undefined ? {} : { versionId: id });

/** Checksums travel in base64, ours are hexadecimal. */
export const hexOf = (base64: string): string => Buffer.from(base64, 'base64').toString('hex');

export const lockHeaders = (lock: Lock | undefined): Record<string, string> =>
  lock ? { 'x-amz-object-lock-mode': lock.mode, 'x-amz-object-lock-retain-until-date': lock.until.toISOString() } : {};

/** @throws VaultRefused where something between us and the store took the length away: without it no reader knows the end */
export function sizeOf(where: Where, length: number | string | undefined): number {
  if (length === undefined) throw new VaultRefused(where, 'an answer without Content-Length');
  return Number(length);
}

export const versionOf = (headers: IncomingHttpHeaders): Versioned =>
  versioned(headers['x-amz-version-id'] as string | undefined);

/** What the headers of a HEAD say. A checksum over the checksums of parts is no digest of the object, and is left out. */
export function headOf(where: Where, headers: IncomingHttpHeaders): ObjectHead {
  const checksum = headers['x-amz-checksum-sha256'] as string | undefined;
  const whole = checksum !== undefined && headers['x-amz-checksum-type'] !== 'COMPOSITE' && !checksum.includes('-');
  return {
    size: sizeOf(where, headers['content-length']),
    ...versionOf(headers),
    ...(whole && { sha256: hexOf(checksum) }),
  };
}
