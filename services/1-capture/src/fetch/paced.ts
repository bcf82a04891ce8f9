import type { Readable } from 'node:stream';
import { FetchFailed, failureOf } from './failed.ts';

/** The least that must come while we wait for the other side: `bytes` in every `ms` of waiting. */
export interface Pace {
  readonly bytes: number;
  readonly ms: number;
}

/**
 * The chunks of a response's body, as long as they come fast enough. Only time spent waiting for the sender counts, so a slow store of our own is not
 * held against it. A sender that falls silent altogether is the business of the connection's own timeout.
 * @throws FetchFailed when it is too slow or breaks off
 */
export async function* paced(body: Readable, host: string, { bytes, ms }: Pace): AsyncGenerator<Buffer> {
  const chunks = body[Symbol.asyncIterator]();
  let waited = 0;
  let came = 0;
  try {
    while (true) {
      const began = performance.now();
      const next = await chunks.next().catch((error: unknown) => {
        throw failureOf(host, error);
      });
      if (next.done) return;
      const chunk = next.value as Buffer;
      waited += performance.now() - began;
      came += chunk.length;
      if (waited >= ms) {
        if (came < bytes) throw new FetchFailed(host, 'TOO_SLOW');
        waited = 0;
        came = 0;
      }
      yield chunk;
    }
  } finally {
    body.destroy();
  }
}
