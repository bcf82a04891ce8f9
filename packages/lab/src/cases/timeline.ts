import type { Basis } from './basis.ts';
import type { Act } from './story.ts';

/** Seconds between two acts of one sitting, and how long a whole sitting may take: it must be over before the next begins. */
const APART = { least: 5, most: 40 };
const SITTING = 20 * 60;

/** When each act happens, to the second, and when what it tells of began: never before the act before it. */
export class Timeline {
  readonly #times: readonly number[];
  readonly #first: number;

  constructor(acts: readonly Act[], { at, own }: Basis) {
    const random = own.fork('timeline');
    const sizes = new Map<Act['sits'], number>();
    for (const { sits } of acts) sizes.set(sits, (sizes.get(sits) ?? 0) + 1);
    let time = 0;
    this.#times = acts.map(({ sits }) => {
      const most = Math.max(APART.least, Math.min(APART.most, Math.floor(SITTING / sizes.get(sits)!)));
      time = Math.max(time, at[sits]) + random.between(APART.least, most) * 1000;
      return time;
    });
    this.#first = at.receive - 10 * 60_000;
  }

  at(i: number): number {
    return this.#times[i]!;
  }

  begun(i: number): number {
    return i === 0 ? this.#first : this.#times[i - 1]!;
  }
}
