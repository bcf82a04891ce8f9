import type { Readable } from 'node:stream';
import { bothDigests } from '@guidang/evidence';
import { DigestMismatch, SizeMismatch, VaultTooLarge } from './errors.ts';
import type { Expected } from './vault.ts';

export interface Measured {
  readonly sha256: string;
  readonly sm3: string;
  readonly size: number;
}

/** Counts and digests what passes, and says at the end whether it is what was announced. */
export class Meter {
  readonly #digests = bothDigests();
  readonly #limit: number;
  readonly #expect: Expected;
  #size = 0;
  #measured: Measured | undefined;

  constructor(expect: Expected = {}, maxBytes: number = Number.POSITIVE_INFINITY) {
    this.#expect = expect;
    this.#limit = maxBytes;
  }

  /** @throws VaultTooLarge as soon as the limit is passed, SizeMismatch as soon as more came than was announced */
  add(chunk: Uint8Array): void {
    this.#size += chunk.length;
    if (this.#size > this.#limit) throw new VaultTooLarge(this.#limit, this.#size);
    const { size } = this.#expect;
    if (size !== undefined && this.#size > size) throw new SizeMismatch(size, this.#size);
    this.#digests.update(chunk);
  }

  /** @throws SizeMismatch, DigestMismatch. May be asked again. */
  verified(): Measured {
    this.#measured ??= { ...this.#digests.done(), size: this.#size };
    const { size, sha256, sm3 } = this.#expect;
    if (size !== undefined && size !== this.#size) throw new SizeMismatch(size, this.#size);
    if (sha256 !== undefined && sha256 !== this.#measured.sha256)
      throw new DigestMismatch('sha256', sha256, this.#measured.sha256);
    if (sm3 !== undefined && sm3 !== this.#measured.sm3) throw new DigestMismatch('sm3', sm3, this.#measured.sm3);
    return this.#measured;
  }
}

/** The chunks of a source as they pass the meter. Leaving early destroys the source; a source that breaks off throws. */
export async function* measured(source: Readable, meter: Meter): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    meter.add(bytes);
    yield bytes;
  }
}
