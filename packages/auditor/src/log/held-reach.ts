import { spotKey } from '../findings/finding.ts';

/** Where a link lies. */
interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/**
 * How far links are held by the log. That they lead to the head of their batch makes them what was logged only where that head is the log's own: from a head on that is
 * not signed, or not the one a witness or an earlier audit saw, whoever wrote the log anew wrote it over changed links.
 */
export class HeldReach {
  /** By partition, the last offset under a head that witnesses cosigned and the links lead to. */
  readonly #sure = new Map<string, number>();
  /** Batches that fit and that nobody has confirmed yet, in order. */
  #open: { batch: number; reaches: readonly (readonly [key: string, to: number])[] }[] = [];
  readonly #broken = new Set<string>();
  /** Batches that witnesses cosigned, and that may not have been computed yet. */
  #confirmed = -1;
  /** The last batch whose head was found to be another's. */
  #doubted = -1;

  /** The links of a batch lead to its head. @param batch its number in the order of the topic, from 0 */
  reach(batch: number, reaches: readonly (readonly [key: string, to: number])[]): void {
    this.#open.push({ batch, reaches });
    if (batch <= this.#confirmed) this.#settle();
  }

  /** Witnesses saw the head of this batch, and it is the one that stands in the topic. */
  confirm(batch: number): void {
    this.#confirmed = Math.max(this.#confirmed, batch);
    this.#settle();
  }

  doubt(batch: number): void {
    this.#doubted = Math.max(this.#doubted, batch);
  }

  /** This link is not the one that was logged, wherever it lies. */
  broken(place: Place): void {
    this.#broken.add(spotKey(place));
  }

  holds(place: Place): boolean {
    if (this.#broken.has(spotKey(place))) return false;
    const key = `${place.topic}/${place.partition}`;
    if (place.offset <= (this.#sure.get(key) ?? -1)) return true;
    if (this.#doubted > this.#confirmed) return false;
    return this.#open.some(({ reaches }) => reaches.some(([name, to]) => name === key && place.offset <= to));
  }

  /** A batch that fits and is confirmed vouches for itself and all before it. */
  #settle(): void {
    const last = this.#open.findLastIndex(({ batch }) => batch <= this.#confirmed);
    for (const { reaches } of this.#open.slice(0, last + 1))
      for (const [key, to] of reaches) this.#sure.set(key, Math.max(to, this.#sure.get(key) ?? -1));
    this.#open = this.#open.slice(last + 1);
  }
}
