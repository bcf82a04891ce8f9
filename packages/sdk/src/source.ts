import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { bothDigests } from '@guidang/evidence';

/** What can be uploaded: bytes, a path on the local disk, or a stream, which can be read only once. */
export type Source = Uint8Array | string | Readable;

/** Digests in hexadecimal, size in bytes. */
export interface Digests {
  readonly sha256: string;
  readonly sm3: string;
  readonly size: number;
}

/** A source that can be read as often as needed, or once. */
export interface Opened {
  readonly again: boolean;
  /** bytes where known before reading */
  readonly size: number | undefined;
  read(): Readable;
}

export async function opened(source: Source): Promise<Opened> {
  if (typeof source === 'string') {
    const { size } = await stat(source);
    return { again: true, size, read: () => createReadStream(source, { highWaterMark: 256 * 1024 }) };
  }
  if (source instanceof Uint8Array)
    return { again: true, size: source.length, read: () => Readable.from(slices(source), { objectMode: false }) };
  return { again: false, size: undefined, read: () => source };
}

/** A stream of one large chunk would be held a second time by whoever joins it to the next. */
function* slices(bytes: Uint8Array, size = 256 * 1024): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) {
    const part = bytes.subarray(at, at + size);
    yield Buffer.from(part.buffer, part.byteOffset, part.length);
  }
}

/** Both digests in one pass, in bounded memory. */
export async function digestsOf(chunks: AsyncIterable<Uint8Array>): Promise<Digests> {
  const meter = new Passing();
  for await (const _ of meter.through(chunks));
  return meter.digests();
}

/** Digests what passes on its way to somebody else. */
export class Passing {
  readonly #both = bothDigests();
  #size = 0;

  async *through(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.#both.update(chunk);
      this.#size += chunk.length;
      yield chunk;
    }
  }

  /** After the last chunk. May be asked once. */
  digests(): Digests {
    return { ...this.#both.done(), size: this.#size };
  }
}
