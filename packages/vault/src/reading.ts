import type { Readable } from 'node:stream';
import { VaultUnavailable, type Where } from './errors.ts';

/** The chunks of an object's body. A connection that breaks off under it is VaultUnavailable: asking again may help. */
export async function* reading(body: Readable, where: Where): AsyncGenerator<Buffer> {
  const chunks = body[Symbol.asyncIterator]();
  try {
    while (true) {
      const next = await chunks.next().catch((cause: unknown) => {
        throw new VaultUnavailable(where, 'the connection broke off while reading', { cause });
      });
      if (next.done) return;
      yield next.value as Buffer;
    }
  } finally {
    body.destroy();
  }
}

export async function collected(body: Readable, where: Where): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of reading(body, where)) chunks.push(chunk);
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}
