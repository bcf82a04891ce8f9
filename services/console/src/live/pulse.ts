import { type CaseLink, STEPS, type StepName } from '@guidang/contracts';

const SECONDS = 60;
const REFUSALS: ReadonlySet<CaseLink['type']> = new Set([
  'MaterialRefused',
  'CaseRefused',
  'PackageRefused',
  'UseRefused',
]);

interface Beat {
  second: number;
  links: number;
  refusals: number;
}

/** Links and refusals of the last minute, second by second, by the broker's clock. Older ones, as on the way from the beginning, do not count. */
export class Pulse {
  readonly #beats = new Map<StepName, Beat[]>(STEPS.map((step) => [step, []]));
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now;
  }

  count(step: StepName, type: CaseLink['type'], at: number): void {
    const second = Math.floor(at / 1_000);
    if (second < Math.floor(this.#now() / 1_000) - SECONDS) return;
    const beats = this.#beats.get(step)!;
    let beat = beats.find((one) => one.second === second);
    if (beat === undefined) {
      beat = { second, links: 0, refusals: 0 };
      beats.push(beat);
    }
    beat.links += 1;
    if (REFUSALS.has(type)) beat.refusals += 1;
  }

  /** Links in each of the last sixty whole seconds, oldest first. */
  series(step: StepName): number[] {
    const last = Math.floor(this.#now() / 1_000) - 1;
    const beats = this.#beats.get(step)!;
    const kept = beats.filter(({ second }) => second > last - SECONDS);
    this.#beats.set(step, kept);
    const series = Array<number>(SECONDS).fill(0);
    for (const { second, links } of kept) if (second <= last) series[SECONDS - 1 - (last - second)] = links;
    return series;
  }

  /** Links a second over the last ten. */
  perSecond(step: StepName): number {
    const sum = this.series(step)
      .slice(-10)
      .reduce((all, one) => all + one, 0);
    return Math.round(sum) / 10;
  }
}
