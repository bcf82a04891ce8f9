import { Readable } from 'node:stream';
import type { ContentName } from '@guidang/contracts';
import { type Vault, VaultCorrupt, VaultNotFound, VaultTooLarge } from '@guidang/vault';
import { Refused } from './refused.ts';

/** Up to here a file of announced size is read whole: one request, no streams in between. */
const WHOLE_BYTES = 4 * 1024 ** 2;

export type Bytes = Buffer | Readable;

/**
 * The bytes of an uploaded file. What lies in the intake bucket under another content than its name says is the publisher's to send again; a store that
 * does not answer may answer later.
 * @throws Refused, VaultUnavailable; the stream errors with the same
 */
export async function uploaded(
  vault: Pick<Vault, 'get' | 'read'>,
  bucket: string,
  content: ContentName,
  size: number | undefined,
): Promise<Bytes> {
  try {
    if (size !== undefined && size <= WHOLE_BYTES) return await vault.read(bucket, content, size);
    return Readable.from(refusing(await vault.get(bucket, content)), { objectMode: false });
  } catch (error) {
    if (error instanceof VaultTooLarge) throw new Refused('SIZE_MISMATCH', 'size', String(size), String(error.found));
    throw refusalOf(error);
  }
}

async function* refusing(stream: Readable): AsyncGenerator<Buffer> {
  try {
    yield* stream;
  } catch (error) {
    throw refusalOf(error);
  }
}

function refusalOf(error: unknown): unknown {
  if (error instanceof VaultNotFound) return new Refused('NOT_FOUND', 'content');
  if (error instanceof VaultCorrupt)
    return new Refused('DIGEST_MISMATCH', 'content', inWords(error.expected), inWords(error.found));
  return error;
}

/** The vault names a digest, or a number of bytes. */
const inWords = (what: string): string => (/^[0-9a-f]{64}$/.test(what) ? `sha256:${what}` : what);
