/** After so long without a sign of life a batch is not slow, it hangs. */
export const STUCK_MS = 30 * 60_000;

/**
 * Whether a step still moves. A batch shows life when it begins and when part of it is committed; within one record, which may be a file of 20 GiB that
 * comes for hours, only the step itself can tell, and it says when it last saw anything move. That counts for all its batches: one may well wait for room that
 * another one takes up.
 */
export class Liveness {
  readonly #batches = new Map<string, number>();
  readonly #movedAt: () => number;

  /** @param movedAt when anything last moved inside the step, by the clock of `live` */
  constructor(movedAt: () => number = () => Number.NEGATIVE_INFINITY) {
    this.#movedAt = movedAt;
  }

  /** A batch of a partition began or moved on. */
  moved(partition: string, now: number): void {
    this.#batches.set(partition, now);
  }

  ended(partition: string): void {
    this.#batches.delete(partition);
  }

  clear(): void {
    this.#batches.clear();
  }

  /** It makes progress, or has nothing to do. */
  live(now: number): boolean {
    const inside = this.#movedAt();
    return [...this.#batches.values()].every((at) => now - Math.max(at, inside) < STUCK_MS);
  }
}
