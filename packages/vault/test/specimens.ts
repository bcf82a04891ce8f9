import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';

export const digests = (bytes: Uint8Array) => ({
  sha256: createHash('sha256').update(bytes).digest('hex'),
  sm3: createHash('sm3').update(bytes).digest('hex'),
});

/** Bytes nobody has stored before, so that tests on shared parts do not meet one another's objects. */
export const fresh = (size: number): Buffer => randomBytes(size);

/** A stream in chunks as they come from a network. */
export const streamOf = (bytes: Buffer, chunk = 65_000): Readable =>
  Readable.from(
    (function* () {
      for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
    })(),
    { objectMode: false },
  );

/** A stream that breaks off after some of its bytes, as a connection does. */
export const brokenOff = (bytes: Buffer, after: number): Readable =>
  Readable.from(
    (function* () {
      yield bytes.subarray(0, after);
      throw new Error('connection reset');
    })(),
    { objectMode: false },
  );
