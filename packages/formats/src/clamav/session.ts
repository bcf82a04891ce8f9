import { connect, type Socket } from 'node:net';

/** The scanner cannot be reached, broke off or did not answer in time: nothing is known of the file. Ask again later. */
export class ScannerUnavailable extends Error {
  override readonly name = 'ScannerUnavailable';
  readonly code = 'SCANNER_UNAVAILABLE';
  readonly retryable = true;
  constructor(why: string, options?: ErrorOptions) {
    super(`病毒检测服务暂不可用 / the virus scanner is not available: ${why}`, options);
  }
}

export interface SessionOptions {
  readonly host: string;
  readonly port: number;
  /** milliseconds for connecting, for each chunk to be taken, and for the answer once all was sent */
  readonly timeoutMs: number;
}

/** A connection to clamd that serves one command after the other (IDSESSION): connecting and a thread are paid for once. */
export class Session {
  readonly #socket: Socket;
  readonly #options: SessionOptions;
  readonly #replies: string[] = [];
  #text = '';
  #waiting: { resolve(reply: string): void; reject(error: Error): void } | undefined;
  #broken: ScannerUnavailable | undefined;
  #used = 0;

  private constructor(socket: Socket, options: SessionOptions) {
    this.#socket = socket;
    this.#options = options;
    socket.setNoDelay(true);
    socket.on('data', (bytes: Buffer) => this.#read(bytes));
    socket.on('error', (error: NodeJS.ErrnoException) => this.#break(error.code ?? error.message));
    socket.on('close', () => this.#break('closed'));
    socket.write('zIDSESSION\0');
  }

  static open(options: SessionOptions): Promise<Session> {
    return new Promise((resolve, reject) => {
      const { host, port, timeoutMs } = options;
      const socket = connect({ host, port });
      const fail = (why: string): void => {
        socket.destroy();
        reject(new ScannerUnavailable(why));
      };
      const timer = setTimeout(() => fail(`no connection within ${timeoutMs} ms`), timeoutMs);
      socket.once('error', (error: NodeJS.ErrnoException) => {
        clearTimeout(timer);
        fail(error.code ?? error.message);
      });
      socket.once('connect', () => {
        clearTimeout(timer);
        socket.removeAllListeners('error');
        resolve(new Session(socket, options));
      });
    });
  }

  /** Whether it can be asked again. */
  get alive(): boolean {
    return this.#broken === undefined;
  }

  /** How many commands it has answered. */
  get used(): number {
    return this.#used;
  }

  async command(name: string): Promise<string> {
    await this.#write(Buffer.from(`z${name}\0`));
    return this.#reply();
  }

  /** Streams bytes to be scanned. Ends early when clamd has answered before it got all: it met its limit. */
  async stream(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
    await this.#write(Buffer.from('zINSTREAM\0'));
    for await (const chunk of chunks) {
      if (chunk.length === 0) continue;
      if (this.#replies.length > 0) return this.#reply();
      const length = Buffer.alloc(4);
      length.writeUInt32BE(chunk.length);
      await this.#write(length, chunk);
    }
    await this.#write(Buffer.alloc(4));
    return this.#reply();
  }

  close(): void {
    this.#socket.destroy();
  }

  async #write(...parts: Uint8Array[]): Promise<void> {
    if (this.#broken && this.#replies.length === 0) throw this.#broken;
    this.#socket.cork();
    let room = true;
    for (const part of parts) room = this.#socket.write(part);
    this.#socket.uncork();
    if (room) return;
    await this.#within('no chunk was taken', (settle) => {
      this.#socket.once('drain', settle);
      this.#socket.once('close', settle);
      return () => {
        this.#socket.off('drain', settle);
        this.#socket.off('close', settle);
      };
    });
  }

  #reply(): Promise<string> {
    const ready = this.#replies.shift();
    if (ready !== undefined) {
      this.#used += 1;
      return Promise.resolve(ready);
    }
    if (this.#broken) return Promise.reject(this.#broken);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#break(`no answer within ${this.#options.timeoutMs} ms`);
        this.#socket.destroy();
      }, this.#options.timeoutMs);
      this.#waiting = {
        resolve: (reply) => {
          clearTimeout(timer);
          this.#used += 1;
          resolve(reply);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
    });
  }

  #within(what: string, start: (settle: () => void) => () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        stop();
        this.#socket.destroy();
        reject(new ScannerUnavailable(`${what} within ${this.#options.timeoutMs} ms`));
      }, this.#options.timeoutMs);
      const stop = start(() => {
        clearTimeout(timer);
        stop();
        resolve();
      });
    });
  }

  #read(bytes: Buffer): void {
    this.#text += bytes.toString('utf8');
    for (let end = this.#text.indexOf('\0'); end !== -1; end = this.#text.indexOf('\0')) {
      const reply = this.#text.slice(0, end).replace(/^\d+: /, '');
      this.#text = this.#text.slice(end + 1);
      const waiting = this.#waiting;
      this.#waiting = undefined;
      if (waiting) waiting.resolve(reply);
      else this.#replies.push(reply);
    }
  }

  #break(why: string): void {
    this.#broken ??= new ScannerUnavailable(why);
    this.#waiting?.reject(this.#broken);
    this.#waiting = undefined;
  }
}
