import type { ContentName } from '@guidang/contracts';

/** Where the objects of a case are had from. Both ways give bytes that were checked against their name, or fail. */
export interface Objects {
  /** An object whole. */
  read(name: ContentName, maxBytes: number): Promise<Uint8Array>;
  /** An object as a stream, which ends only if the bytes were right. */
  open(name: ContentName): Promise<AsyncIterable<Uint8Array>>;
}

/** Bytes at hand, or an object's. */
export type Part = Uint8Array | ContentName;

/** Up to here an object is held in memory while it is written; a larger one is read twice, since its CRC-32 stands in front of it. */
export const HELD_BYTES = 8 * 1024 * 1024;

/** The bytes of several parts, one behind the other. */
export async function* partsOf(parts: readonly Part[], objects: Objects): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (typeof part === 'string') yield* await objects.open(part);
    else yield part;
  }
}
