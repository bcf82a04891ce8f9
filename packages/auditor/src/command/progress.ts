const WIDTH = 28;
/** A terminal is drawn at most so often, and lines elsewhere written (milliseconds). */
const DRAW_MS = 100;
const LINE_MS = 5_000;

/** Shows how far something has come: a bar on a terminal, a line now and then elsewhere. Always on standard error. */
export class ProgressBar {
  readonly #tty = process.stderr.isTTY === true;
  #last = 0;
  #drawn = false;

  show(label: string, done: number, of: number): void {
    const now = Date.now();
    const full = done >= of;
    if (now - this.#last < (this.#tty ? DRAW_MS : LINE_MS) && !(full && this.#tty)) return;
    this.#last = now;
    const share = of === 0 ? 1 : Math.min(done / of, 1);
    const percent = `${Math.floor(share * 100)}%`.padStart(4);
    if (!this.#tty) {
      process.stderr.write(`${label}:${percent} (${done}/${of})\n`);
      return;
    }
    const filled = Math.round(share * WIDTH);
    process.stderr.write(
      `\r${label} [${'█'.repeat(filled)}${'·'.repeat(WIDTH - filled)}]${percent} ${done}/${of}\u001b[K`,
    );
    this.#drawn = true;
  }

  /** Takes the bar away, so that what comes next stands alone. */
  end(): void {
    if (this.#drawn) process.stderr.write('\r\u001b[K');
    this.#drawn = false;
  }
}
