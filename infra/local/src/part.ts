/** How to start a part's process. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Run as this user; given only where we are root and the program refuses to be. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** What else the process depends on (configuration text, source files): if it changes, `up` restarts the part. */
  readonly rests?: readonly string[];
}

/** One of the real parts, or one of our services: a process of its own with a port of its own. */
export interface Part {
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  readonly port: number;
  /**
   * How long it may take to answer after its start, in milliseconds; five minutes unless told. Whether it died is seen at once, so this is only for one that
   * hangs: ten services that start together on two busy cores take their time.
   */
  readonly patienceMs?: number;
  /** How it is asked to stop; SIGTERM unless told. */
  readonly stopSignal?: NodeJS.Signals;
  /** How long it may take to stop before it is ended, in milliseconds; 15 s unless told. */
  readonly stopPatienceMs?: number;
  /** Why it cannot run here yet, in words for people; nothing if it can. */
  missing?(): string | undefined;
  version(): Promise<string>;
  /** Makes what the process needs (configuration, data folders) and says how to start it. Doing it twice is harmless. */
  prepare(): Promise<Launch>;
  /** True once it answers its own protocol. False, not an error, while it does not. */
  healthy(): Promise<boolean>;
}
