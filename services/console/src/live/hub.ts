import { Readable } from 'node:stream';

/** Bytes that may wait for one listener: whoever reads slower than that is let go, and comes back by itself. */
const MOST_WAITING = 1024 * 1024;

/** Server-sent events: one maker for all listeners, running only while there are some. */
export class Hub<T> {
  readonly #make: () => Promise<T>;
  readonly #event: string;
  readonly #everyMs: number;
  readonly #failed: (error: unknown) => void;
  readonly #listeners = new Set<Readable>();
  #timer: NodeJS.Timeout | undefined;
  #making = false;
  #last: string | undefined;

  constructor(event: string, everyMs: number, make: () => Promise<T>, failed: (error: unknown) => void) {
    this.#event = event;
    this.#everyMs = everyMs;
    this.#make = make;
    this.#failed = failed;
  }

  /** A stream of events for one listener; it ends when the listener goes or the hub is closed. */
  listen(): Readable {
    const stream = new Readable({ read() {} });
    this.#listeners.add(stream);
    stream.once('close', () => {
      this.#listeners.delete(stream);
      if (this.#listeners.size === 0) this.#pause();
    });
    stream.push(`retry: 1000\n\n${this.#last ?? ''}`);
    if (this.#timer === undefined) {
      this.#timer = setInterval(() => void this.#beat(), this.#everyMs);
      void this.#beat();
    }
    return stream;
  }

  close(): void {
    this.#pause();
    for (const stream of this.#listeners) stream.push(null);
  }

  #pause(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#last = undefined;
  }

  async #beat(): Promise<void> {
    if (this.#making) return;
    this.#making = true;
    try {
      const text = `event: ${this.#event}\ndata: ${JSON.stringify(await this.#make())}\n\n`;
      this.#last = text;
      for (const stream of this.#listeners)
        if (stream.readableLength > MOST_WAITING) stream.destroy();
        else stream.push(text);
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#making = false;
    }
  }
}
