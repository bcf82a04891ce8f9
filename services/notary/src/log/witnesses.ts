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
/** How long the others may take once enough have cosigned. */
const GRACE_MS = 500;
const SIZE_ANSWER = /^(0|[1-9]\d{0,15})\n$/;

/** What of a head a witness is shown. */
export interface SignedHead {
  readonly size: number;
  readonly note: string;
}

/** A cosignature that came after the head had been taken as witnessed. */
export interface LateCosignature {
  readonly head: SignedHead;
  /** Its line of the note, with what ends it. */
  readonly line: string;
}

/** What could be had for a head. */
export interface Asked {
  /** The note with the cosignatures. */
  readonly note: string;
  readonly cosigned: number;
  /** Why others have not cosigned. */
  readonly refusals: readonly Error[];
}

/**
 * Asks witnesses to cosign (C2SP tlog-witness), all at once, and remembers how far each has come. A witness that is further back or forward than we think says so (409),
 * and is asked once more with the proof it needs. Once enough have cosigned, the others have a moment more; whoever is slower is waited for beside the work, is asked nothing
 * further until it has answered, and what it then says is not lost.
 */
export class Witnesses {
  readonly #addresses: readonly WitnessAddress[];
  readonly #store: TileStore;
  readonly #graceMs: number;
  /** By witness: the size it last cosigned, as far as we know. */
  readonly #known = new Map<string, number>();
  /** Witnesses that have not answered yet. */
  readonly #busy = new Set<string>();
  #late: LateCosignature[] = [];

  constructor(addresses: readonly WitnessAddress[], store: TileStore, graceMs = GRACE_MS) {
    this.#addresses = addresses;
    this.#store = store;
    this.#graceMs = graceMs;
  }

  get count(): number {
    return this.#addresses.length;
  }

  /**
   * The note with the cosignatures that could be had, and why the others could not. Which of them are enough is the caller's to say.
   * @param enough once so many have cosigned, the others are not waited for; all of them where it is left out
   */
  async cosign(head: SignedHead, enough = this.count): Promise<Asked> {
    const lines = new Map<string, string>();
    const refusals: Error[] = [];
    const asked: WitnessAddress[] = [];
    let over = false;
    await new Promise<void>((resolve) => {
      let waiting = 0;
      const answered = (): void => {
        waiting -= 1;
        if (waiting === 0) resolve();
        else if (lines.size >= enough) setTimeout(resolve, this.#graceMs);
      };
      for (const one of this.#addresses) {
        const { name } = one.key;
        if (this.#busy.has(name)) {
          refusals.push(new WitnessRefused(name, '它还没有答复上一次询问 / it has not answered the last question yet'));
          continue;
        }
        waiting += 1;
        asked.push(one);
        this.#busy.add(name);
        this.#ask(one, head)
          .then(
            ({ note }) => {
              const line = note.slice(head.note.length);
              if (over) this.#late.push({ head, line });
              else lines.set(name, line);
            },
            (error: unknown) => {
              if (!over) refusals.push(error as Error);
            },
          )
          .finally(() => {
            this.#busy.delete(name);
            answered();
          });
      }
      if (waiting === 0) resolve();
    });
    over = true;
    for (const { key } of asked)
      if (this.#busy.has(key.name))
        refusals.push(new WitnessRefused(key.name, '它还没有答复 / it has not answered yet'));
    const inOrder = this.#addresses.flatMap(({ key }) => lines.get(key.name) ?? []);
    return { note: head.note + inOrder.join(''), cosigned: inOrder.length, refusals };
  }

  /** Cosignatures that came too late for their head, each given once. */
  takeLate(): LateCosignature[] {
    return this.#late.splice(0);
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
