import { createHash, type Hash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { VaultCorrupt, type Where } from './errors.ts';

export interface Promise256 {
  readonly sha256?: string | undefined;
  readonly sm3?: true | string | undefined;
  readonly size: number;
}

/**
 * The bytes of an object, checked as they pass. The last chunk is out before the digest is known, so a consumer that
 * must not act on false bytes waits for the end: a stream whose bytes differ errors with VaultCorrupt and never ends.
 */
export class VerifiedStream extends Transform {
  /** bytes, as the store announced them */
  readonly size: number;
  readonly versionId: string | undefined;
  /** What was read, known after the end; SM3 only where it was asked for. */
  digests: { readonly sha256: string; readonly sm3: string | undefined } | undefined;
  readonly #where: Where;
  readonly #expected: Promise256;
  readonly #sha256: Hash = createHash('sha256');
  readonly #sm3: Hash | undefined;
  #read = 0;

  constructor(where: Where, expected: Promise256, versionId: string | undefined) {
    super();
    this.size = expected.size;
    this.versionId = versionId;
    this.#where = where;
    this.#expected = expected;
    this.#sm3 = expected.sm3 === undefined ? undefined : createHash('sm3');
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#read += chunk.length;
    this.#sha256.update(chunk);
    this.#sm3?.update(chunk);
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    const { sha256, sm3, size } = this.#expected;
    const found = { sha256: this.#sha256.digest('hex'), sm3: this.#sm3?.digest('hex') };
    this.digests = found;
    if (sha256 !== undefined && sha256 !== found.sha256) done(new VaultCorrupt(this.#where, sha256, found.sha256));
    else if (typeof sm3 === 'string' && sm3 !== found.sm3) done(new VaultCorrupt(this.#where, sm3, found.sm3 ?? ''));
    else if (size !== this.#read) done(new VaultCorrupt(this.#where, `${size} bytes`, `${this.#read} bytes`));
    else done();
  }
}
