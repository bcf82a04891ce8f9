import {
  addCosignatures,
  type CosignedCheckpoint,
  consistencyProof,
  consistencyRanges,
  formatAddCheckpoint,
  type NoteKey,
  tilePath,
  tileReader,
  tilesFor,
} from '@guidang/evidence';
import type { TileStore } from './tiles.ts';

/** A witness as the notary knows it: where it is asked, and the key its cosignature must bear. */
export interface WitnessAddress {
  readonly url: string;
  readonly key: NoteKey;
}

/** A witness said no, or nothing that can be believed. */
export class WitnessRefused extends Error {
  constructor(name: string, why: string) {
    super(`见证方未签名 / witness ${name} has not cosigned: ${why}`);
    this.name = 'WitnessRefused';
  }
}

const ANSWER_BYTES = 64 * 1024;
const PATIENCE_MS = 10_000;
const SIZE_ANSWER = /^(0|[1-9]\d{0,15})\n$/;

/** What of a head a witness is shown. */
export interface SignedHead {
  readonly size: number;
  readonly note: string;
}

/**
 * Asks witnesses to cosign (C2SP tlog-witness) and remembers how far each has come. A witness that is further back or forward than we think says so (409),
 * and is asked once more with the proof it needs.
 */
export class Witnesses {
  readonly #addresses: readonly WitnessAddress[];
  readonly #store: TileStore;
  /** By witness: the size it last cosigned, as far as we know. */
  readonly #known = new Map<string, number>();

  constructor(addresses: readonly WitnessAddress[], store: TileStore) {
    this.#addresses = addresses;
    this.#store = store;
  }

  get count(): number {
    return this.#addresses.length;
  }

  /**
   * The note with the cosignatures that could be had, and why the others could not.
   * Which of them are enough is the caller's to say.
   */
  async cosign(head: SignedHead): Promise<{ note: string; cosigned: number; refusals: Error[] }> {
    const answers = await Promise.allSettled(this.#addresses.map((one) => this.#ask(one, head)));
    let note = head.note;
    let cosigned = 0;
    const refusals: Error[] = [];
    for (const answer of answers) {
      if (answer.status === 'rejected') {
        refusals.push(answer.reason as Error);
        continue;
      }
      cosigned += 1;
      note += answer.value.note.slice(head.note.length);
    }
    return { note, cosigned, refusals };
  }

  async #ask(witness: WitnessAddress, head: SignedHead): Promise<CosignedCheckpoint> {
    const { name } = witness.key;
    let answer = await this.#post(witness, head, this.#known.get(name) ?? 0);
    if (answer.status === 409) {
      const size = SIZE_ANSWER.exec(answer.body)?.[1];
      if (size === undefined || Number(size) > head.size)
        throw new WitnessRefused(
          name,
          `it has cosigned size ${answer.body.trim().slice(0, 40)}, the log has ${head.size}`,
        );
      answer = await this.#post(witness, head, Number(size));
    }
    if (answer.status !== 200) throw new WitnessRefused(name, `${answer.status} ${answer.body.slice(0, 200).trim()}`);
    const added = addCosignatures(head.note, answer.body, [witness.key]);
    if (!added.ok) throw new WitnessRefused(name, `${added.code} ${added.detail}`);
    this.#known.set(name, head.size);
    return added.value;
  }

  async #post(
    witness: WitnessAddress,
    { note, size }: SignedHead,
    old: number,
  ): Promise<{ status: number; body: string }> {
    const body = formatAddCheckpoint({ old, proof: await this.#proof(old, size), checkpoint: note });
    const response = await fetch(`${witness.url.replace(/\/$/, '')}/add-checkpoint`, {
      method: 'POST',
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return { status: response.status, body: await bounded(response) };
  }

  /** That the tree of `size` only adds to that of `old`, from the stored tiles. */
  async #proof(old: number, size: number): Promise<Uint8Array[]> {
    const files = new Map<string, Uint8Array>();
    for (const tile of tilesFor(consistencyRanges(old, size), size)) {
      const path = tilePath(tile);
      const bytes = await this.#store.get(path);
      if (!bytes) throw new Error(`tile ${path} is not stored`);
      files.set(path, bytes);
    }
    return consistencyProof(old, size, tileReader(size, files));
  }
}

/** The answer's text, not more of it than any honest answer has. */
async function bounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > ANSWER_BYTES) throw new Error(`the answer is longer than ${ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
