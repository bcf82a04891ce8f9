/** Lets so many in at a time and turns the others away, so that whoever is in can be served. */
export class Gate {
  readonly #most: number;
  #inside = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get inside(): number {
    return this.#inside;
  }

  /** @returns how to leave, to be called once; undefined where there is no room */
  enter(): (() => void) | undefined {
    if (this.#inside >= this.#most) return undefined;
    this.#inside += 1;
    return () => {
      this.#inside -= 1;
    };
  }
}
