import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ObjectRef } from '@guidang/contracts';
import { type ByteSource, sourceOfFile, sourceOver, stretch } from '@guidang/packaging';
import { type Address, type Vault, VaultCorrupt } from '@guidang/vault';

/** A package as it came: bytes that can be read from anywhere, and handed on as a stream as often as there are places. */
export interface Received {
  readonly source: ByteSource;
  stream(): Readable | Uint8Array;
  close(): Promise<void>;
}

/** Up to here a package is held in memory; a larger one lies in a nameless file on the local disk. */
const HELD_BYTES = 8 * 1024 * 1024;

/**
 * Fetches an object, a package from the pre-archive say. What comes is checked against its name; bytes that differ are fetched once more before they are believed to differ.
 * @param at key and version besides the name, where a certain copy is meant
 * @returns the found digest or size where what lies there is not the package
 * @throws what may pass
 */
export async function receive(
  vault: Vault,
  bucket: string,
  { content, size }: ObjectRef,
  spoolFolder: string,
  at: Address = content,
): Promise<Received | { readonly differs: string }> {
  for (let attempt = 1; ; attempt++) {
    try {
      return size <= HELD_BYTES ? await held(vault, bucket, at) : await spooled(vault, bucket, at, spoolFolder);
    } catch (error) {
      if (!(error instanceof VaultCorrupt)) throw error;
      if (attempt === 2) return { differs: error.found };
    }
  }
}

async function held(vault: Vault, bucket: string, at: Address): Promise<Received> {
  const bytes = await vault.read(bucket, at, HELD_BYTES);
  return { source: sourceOver(bytes), stream: () => bytes, close: async () => {} };
}

async function spooled(vault: Vault, bucket: string, at: Address, folder: string): Promise<Received> {
  const path = join(folder, `guidang-store-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  // Without a name the room is given back whatever happens to this process.
  await unlink(path);
  try {
    const size = await copy(await vault.get(bucket, at), file);
    const source = sourceOfFile(file, size);
    return {
      source,
      stream: () => Readable.from(stretch(source, 0, size), { objectMode: false }),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function copy(from: AsyncIterable<Buffer>, to: FileHandle): Promise<number> {
  let at = 0;
  for await (const chunk of from) {
    for (let done = 0; done < chunk.length; ) {
      const { bytesWritten } = await to.write(chunk, done, chunk.length - done, at);
      done += bytesWritten;
      at += bytesWritten;
    }
  }
  return at;
}
