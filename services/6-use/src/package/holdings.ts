import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { HoldingPlace, ObjectRef } from '@guidang/contracts';
import { type ByteSource, OpenedPackage, sourceOfFile, sourceOver } from '@guidang/packaging';
import type { Vault } from '@guidang/vault';

export interface HoldingsPorts {
  /** Places of storage by name. */
  readonly places: ReadonlyMap<string, Vault>;
  /** Folder on the local disk for large packages. */
  readonly spoolFolder: string;
  /** A copy could not be had, or is not what it was: somebody has to hear of it, though there are others. */
  readonly copyFailed: (place: string, error: unknown) => void;
}

/** Where a stored package is. */
export interface Held {
  readonly referenceCode: string;
  readonly package: ObjectRef;
  readonly copies: readonly HoldingPlace[];
}

/** Up to here a package is held in memory; a larger one lies in a nameless file on the local disk while it is open. */
const HELD_BYTES = 8 * 1024 * 1024;

/**
 * Opens a stored package: the first copy that can be read and whose digest is that of the link.
 * @throws the last place's error where none can be had now; PackageFault
 */
export async function withPackage<T>(
  ports: HoldingsPorts,
  held: Held,
  work: (opened: OpenedPackage) => Promise<T>,
): Promise<T> {
  const { source, close } = await fetched(ports, held);
  try {
    return await work(await OpenedPackage.over(held.package, held.referenceCode, source));
  } finally {
    await close();
  }
}

/** The same of any object that lies beside a package: its bytes as they are. @throws as above, but for PackageFault */
export async function withObject<T>(
  ports: HoldingsPorts,
  held: Pick<Held, 'package' | 'copies'>,
  work: (bytes: Buffer) => Promise<T> | T,
): Promise<T> {
  const { source, close } = await fetched(ports, held);
  try {
    return await work(await source.read(0, source.size));
  } finally {
    await close();
  }
}

interface Fetched {
  readonly source: ByteSource;
  close(): Promise<void>;
}

async function fetched(
  { places, spoolFolder, copyFailed }: HoldingsPorts,
  held: Pick<Held, 'package' | 'copies'>,
): Promise<Fetched> {
  let last: unknown = new Error(`no place of storage is known that holds ${held.package.content}`);
  for (const copy of held.copies) {
    const vault = places.get(copy.place);
    if (vault === undefined) continue;
    try {
      return held.package.size <= HELD_BYTES
        ? await inMemory(vault, held, copy)
        : await spooled(vault, held, copy, spoolFolder);
    } catch (error) {
      copyFailed(copy.place, error);
      last = error;
    }
  }
  throw last;
}

/** The very version that was read back when it was stored; its digest is checked against the link's. */
const addressOf = ({ package: { content } }: Pick<Held, 'package'>, { key, versionId }: HoldingPlace) => ({
  name: content,
  key,
  versionId,
});

async function inMemory(vault: Vault, held: Pick<Held, 'package'>, copy: HoldingPlace): Promise<Fetched> {
  const bytes = await vault.read(copy.bucket, addressOf(held, copy), HELD_BYTES);
  return { source: sourceOver(bytes), close: async () => {} };
}

async function spooled(
  vault: Vault,
  held: Pick<Held, 'package'>,
  copy: HoldingPlace,
  folder: string,
): Promise<Fetched> {
  const path = join(folder, `guidang-use-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  try {
    // Without a name the room is given back whatever happens to this process.
    await unlink(path);
    const size = await written(await vault.get(copy.bucket, addressOf(held, copy)), file);
    return { source: sourceOfFile(file, size), close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function written(from: AsyncIterable<Buffer>, to: FileHandle): Promise<number> {
  let at = 0;
  for await (const chunk of from) {
    await to.writeFile(chunk);
    at += chunk.length;
  }
  return at;
}
