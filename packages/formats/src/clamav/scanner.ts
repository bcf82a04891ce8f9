import type { Readable } from 'node:stream';
import { type Engine, engineOf, type Verdict, verdictOf } from './reply.ts';
import { ScannerUnavailable, Session, type SessionOptions } from './session.ts';

export interface ScannerOptions extends Partial<Pick<SessionOptions, 'timeoutMs'>> {
  readonly host: string;
  readonly port: number;
  /** Connections, and so scans at the same time. clamd's MaxThreads is the most that makes sense. Default 4. */
  readonly connections?: number;
  /** Milliseconds after which an unused connection is given back; clamd's IdleTimeout (30 s) must be longer. Default 10 s. */
  readonly idleMs?: number;
  /** Bytes beyond which clamd is not even asked; its StreamMaxLength must not be less. Default 200 MB, as infra/local sets it. */
  readonly maxBytes?: number;
}

/** A verdict with who gave it: a clean file is clean by these signatures and no others. */
export type ScanResult = Verdict & Engine;

export interface Scanner {
  /**
   * @throws ScannerUnavailable when nothing can be said of the file; bytes are asked again once where a kept connection had
   * died, a stream cannot be; whatever the stream itself throws
   */
  scan(source: Uint8Array | Readable): Promise<ScanResult>;
  /** What scans, and how old its signatures are; asked again after a minute. @throws ScannerUnavailable */
  engine(): Promise<Engine>;
  close(): void;
}

const CHUNK = 256 * 1024;
const ENGINE_KNOWN_MS = 60_000;

class TooLarge extends Error {}

/** A client of clamd. */
export function openScanner(options: ScannerOptions): Scanner {
  const { host, port, connections = 4, idleMs = 10_000, timeoutMs = 60_000, maxBytes = 200_000_000 } = options;
  const idle: { session: Session; timer: NodeJS.Timeout }[] = [];
  const queue: (() => void)[] = [];
  let busy = 0;
  let known: { engine: Engine; at: number } | undefined;

  const session = async (): Promise<Session> => {
    for (let kept = idle.pop(); kept; kept = idle.pop()) {
      clearTimeout(kept.timer);
      if (kept.session.alive) return kept.session;
    }
    return Session.open({ host, port, timeoutMs });
  };
  const giveBack = (one: Session): void => {
    const timer = setTimeout(() => {
      idle.splice(
        idle.findIndex(({ session }) => session === one),
        1,
      );
      one.close();
    }, idleMs);
    timer.unref();
    idle.push({ session: one, timer });
  };

  /** One command on one connection. Only a connection that answered in full is used again. */
  async function withSession<T>(again: boolean, ask: (session: Session) => Promise<T>): Promise<T> {
    if (busy >= connections) await new Promise<void>((resolve) => queue.push(resolve));
    else busy += 1;
    try {
      for (let first = true; ; first = false) {
        const one = await session();
        const kept = one.used > 0;
        try {
          const result = await ask(one);
          if (one.alive) giveBack(one);
          return result;
        } catch (error) {
          one.close();
          if (!(first && kept && again && error instanceof ScannerUnavailable)) throw error;
        }
      }
    } finally {
      const next = queue.shift();
      if (next) next();
      else busy -= 1;
    }
  }

  const engine = async (): Promise<Engine> => {
    if (!known || performance.now() - known.at > ENGINE_KNOWN_MS) {
      known = { engine: engineOf(await withSession(true, (one) => one.command('VERSION'))), at: performance.now() };
    }
    return known.engine;
  };

  return {
    async scan(source) {
      const by = await engine();
      if (source instanceof Uint8Array && source.length > maxBytes) return { verdict: 'too-large', ...by };
      const again = source instanceof Uint8Array;
      try {
        const reply = await withSession(again, (one) => one.stream(again ? cut(source) : bounded(source, maxBytes)));
        return { ...verdictOf(reply), ...by };
      } catch (error) {
        if (error instanceof TooLarge) return { verdict: 'too-large', ...by };
        throw error;
      } finally {
        if (!again) source.destroy();
      }
    },
    engine,
    close: () => {
      for (const { session: one, timer } of idle.splice(0)) {
        clearTimeout(timer);
        one.close();
      }
    },
  };
}

function* cut(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
}

async function* bounded(source: Readable, maxBytes: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of source) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > maxBytes) throw new TooLarge();
    yield bytes;
  }
}
