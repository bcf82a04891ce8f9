/** Lets so many in at a time, and so many of each who comes, and turns the others away, so that whoever is in can be served and nobody takes all the room. */
export class Gate {
  readonly #most: number;
  readonly #mostEach: number;
  readonly #byWhom = new Map<string, number>();
  #inside = 0;

  constructor(most: number, mostEach = most) {
    this.#most = most;
    this.#mostEach = mostEach;
  }

  get inside(): number {
    return this.#inside;
  }

  /** @returns how to leave, to be called once; undefined where there is no room */
  enter(who = ''): (() => void) | undefined {
    const before = this.#byWhom.get(who) ?? 0;
    if (this.#inside >= this.#most || before >= this.#mostEach) return undefined;
    this.#inside += 1;
    this.#byWhom.set(who, before + 1);
    return () => {
      this.#inside -= 1;
      const left = this.#byWhom.get(who)! - 1;
      if (left > 0) this.#byWhom.set(who, left);
      else this.#byWhom.delete(who);
    };
  }
}
