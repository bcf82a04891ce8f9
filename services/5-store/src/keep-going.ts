/** A piece of work with what it reads and writes through. */
export interface Opened<T> {
  run(signal: AbortSignal): Promise<T>;
  close(): Promise<void>;
}

export interface Going<T> {
  readonly everyMs: number;
  readonly ended: (found: T) => void;
  /** It was broken off, and is done again. */
  readonly failed: (error: unknown) => void;
}

/** After work that failed it is tried again this soon, and then ever later. */
const AGAIN_MS = 5_000;

/**
 * Works at once and then again and again until it is stopped, beside a step and never in it.
 * @param open asked until it answers: the broker may not be there yet
 */
export function keepGoing<T>(
  open: () => Promise<Opened<T>>,
  { everyMs, ended, failed }: Going<T>,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let opened: Opened<T> | undefined;
  let under: Promise<void> = Promise.resolve();
  const later = (ms: number): void => {
    if (stopping.signal.aborted) return;
    timer = setTimeout(() => {
      under = go();
    }, ms);
  };
  const go = async (): Promise<void> => {
    try {
      opened ??= await open();
      ended(await opened.run(stopping.signal));
      failures = 0;
      later(everyMs);
    } catch (error) {
      if (stopping.signal.aborted) return;
      failed(error);
      later(Math.min(everyMs, AGAIN_MS * 2 ** failures++));
    }
  };
  under = go();
  return {
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await under;
      await opened?.close();
    },
  };
}
