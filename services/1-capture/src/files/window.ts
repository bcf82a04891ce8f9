import { type Identity, identify, windowOf } from '@guidang/formats';

/** Bytes kept from either end of a file that passes by: a zip tells what it is at its end, most others at their start. */
const EACH = 1024 ** 2;
const NOTHING = Buffer.alloc(0);

/** Keeps the start and the end of what passes, so that a file can be told by its content without being held. */
export class Window {
  readonly #head: Buffer[] = [];
  #headBytes = 0;
  #tail: Buffer[] = [];
  /** Pieces before this one have left the tail. A trickle of tiny pieces would be quadratic if each that leaves moved all the others. */
  #first = 0;
  #tailBytes = 0;
  size = 0;

  add(chunk: Buffer): void {
    this.size += chunk.length;
    if (this.#headBytes < EACH) {
      this.#head.push(chunk);
      this.#headBytes += chunk.length;
    }
    this.#tail.push(chunk);
    this.#tailBytes += chunk.length;
    while (this.#tailBytes - this.#tail[this.#first]!.length >= EACH) {
      this.#tailBytes -= this.#tail[this.#first]!.length;
      this.#tail[this.#first] = NOTHING;
      this.#first += 1;
    }
    if (this.#first * 2 > this.#tail.length) {
      this.#tail = this.#tail.slice(this.#first);
      this.#first = 0;
    }
  }

  /** Bytes it keeps alive, however many have passed. */
  get held(): number {
    return this.#headBytes + this.#tailBytes;
  }

  /** What the file is, once all of it has passed. */
  identity(name: string): Identity {
    return identify(windowOf(Buffer.concat(this.#head), Buffer.concat(this.#tail), this.size), name);
  }
}
