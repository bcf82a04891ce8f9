import {
  cosign,
  type Ed25519Signer,
  type NoteKey,
  openCheckpoint,
  signatureLine,
  type TreeHead,
} from '@guidang/evidence';
import { type Answer, judge, readSubmission, type Submission } from './judge.ts';
import type { WitnessStore } from './store.ts';

export interface WitnessPorts {
  /** The logs it witnesses: origin is the key's name. */
  readonly logs: readonly NoteKey[];
  /** Its own key for cosignatures (type 0x04), and the door to the private half. */
  readonly key: NoteKey;
  readonly sign: Ed25519Signer;
  readonly store: WitnessStore;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

/** The state on disk is not what this witness wrote: a person must look before it cosigns again. */
export class WitnessStateError extends Error {}

/**
 * Remembers the last checkpoint of each log and cosigns the next only where it adds to that (C2SP tlog-witness).
 *
 * A cosignature leaves only after the checkpoint is on disk. Where power fails before that, nothing was promised; after that, the
 * log learns the new size by the 409 and asks again with it. Requests of one log go one after another, so that checking the old
 * checkpoint and keeping the new one are one step.
 */
export class Witness {
  readonly #ports: WitnessPorts;
  readonly #queues = new Map<string, Promise<unknown>>();

  constructor(ports: WitnessPorts) {
    this.#ports = ports;
  }

  /** Answers the body of `POST /add-checkpoint`. Throws where the store fails: then nothing was cosigned. */
  async add(body: string): Promise<Answer> {
    const submission = readSubmission(body, this.#ports.logs);
    if ('status' in submission) return submission;
    const origin = submission.head.origin;
    const before = this.#queues.get(origin) ?? Promise.resolve();
    const turn = before.then(() => this.#extend(submission));
    // The next in line must wait for this one, but not fail with it.
    this.#queues.set(
      origin,
      turn.catch(() => undefined),
    );
    return turn;
  }

  async #extend(submission: Submission): Promise<Answer> {
    const { key, sign, store, now } = this.#ports;
    const { origin } = submission.head;
    const refusal = judge(submission, await this.#last(origin));
    if (refusal) return refusal;
    const { text, signatures } = submission.note;
    const cosignature = cosign(text, key, now(), sign);
    const signed = signatures.find((s) => s.name === submission.log.name && s.id === submission.log.id)!;
    await store.write(origin, `${text}\n${signatureLine(signed)}${cosignature}`);
    return { status: 200, type: 'text/plain; charset=utf-8', body: cosignature };
  }

  /** The last checkpoint cosigned, believed only under our own cosignature: a file put in its place would roll us back. */
  async #last(origin: string): Promise<TreeHead | null> {
    const note = await this.#ports.store.read(origin);
    if (note === null) return null;
    for (const log of this.#ports.logs.filter((l) => l.name === origin)) {
      const opened = openCheckpoint(note, log, [this.#ports.key]);
      if (opened.ok && opened.value.signatures.some((s) => s.key === this.#ports.key)) return opened.value.checkpoint;
    }
    throw new WitnessStateError(`the checkpoint kept for ${origin} does not bear our own cosignature`);
  }

  /** The last checkpoint of an origin with our cosignature, for monitors; null where there is none. */
  latest(origin: string): Promise<string | null> {
    return this.#ports.store.read(origin);
  }
}
