import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What comes out of an unpacker, piece by piece. What is wrong with what goes in is thrown here, and nowhere else: to whoever iterates. */
export async function* unpacking(source: Iterable<Buffer>, unpacker: Transform): AsyncGenerator<Buffer> {
  const fed = pipeline(Readable.from(source, { objectMode: false }), unpacker);
  // The same fault reaches the reader below; here it would be nobody's.
  fed.catch(() => undefined);
  try {
    yield* unpacker as AsyncIterable<Buffer>;
  } finally {
    unpacker.destroy();
  }
}
