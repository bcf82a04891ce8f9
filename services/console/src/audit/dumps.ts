import { existsSync, mkdirSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { AuditDump } from '../api/work.ts';
import { type Run, runCommand } from './command.ts';
import { type Entry, fitsName, tarLength, tarOf } from './tar.ts';

export interface DumpPorts {
  /** The auditor's command, word by word. */
  readonly command: readonly string[];
  readonly folder: string;
  readonly brokers: readonly string[];
  /** Where the files of the log lie, with a credential that may read; undefined: a dump holds the topics alone. */
  readonly placesFile: string | undefined;
  readonly failed: (error: unknown) => void;
  /** Bytes that are free where dumps lie; asked of the file system unless told. */
  readonly free?: (folder: string) => number;
}

/** A dump on its way to somebody. */
export interface Archive {
  readonly bytes: number;
  readonly stream: Readable;
}

const LONGEST_MS = 6 * 3_600_000;
const MOST_SAID = 300;
/** Dumps that lie here at once. Each is as large as all topics; an older one makes room, and is made again when somebody asks. */
const MOST_KEPT = 2;
/** It holds all records of the city: nobody leaves it lying. */
const LONGEST_KEPT_MS = 7 * 24 * 3_600_000;
const SWEEP_MS = 3_600_000;
/** What has to be free before one is begun: this much, and what the largest one lying here takes. */
const LEAST_FREE = 2 ** 30;
const freeAt = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
};
const ENDING = '.dump';
const WHOLE = 'dump.json'; // written last: a folder without it is no dump

/** Dumps for auditors, as `guidang dump` makes them, by that command: what is taken along here is what anybody gets who runs it. One is made at a time. */
export class Dumps {
  readonly #ports: DumpPorts;
  #making: { readonly id: string; said: string; readonly run: Run } | undefined;
  #sweeping: NodeJS.Timeout | undefined;
  readonly #refused = new Map<string, string>();
  /** How many are reading each of them now. */
  readonly #readers = new Map<string, number>();

  constructor(ports: DumpPorts) {
    this.#ports = ports;
  }

  /** What a crash left behind is no dump. What is old goes, now and from time to time. */
  recover(): void {
    for (const { id } of this.#lying()) if (!this.#isWhole(id)) this.#remove(id);
    this.#sweep();
    this.#sweeping ??= setInterval(() => this.#sweep(), SWEEP_MS).unref();
  }

  /** Whether another one than this is being made. */
  isBusyFor(id: string): boolean {
    return this.#making !== undefined && this.#making.id !== id;
  }

  /** The dump that belongs to an audit; null where none was asked for, or it made room for another. */
  of(id: string): AuditDump | null {
    if (this.#making?.id === id) return { state: 'making', said: this.#making.said, bytes: null, takenAt: null };
    if (this.#isWhole(id))
      return { state: 'ready', said: null, bytes: tarLength(this.#files(id)), takenAt: this.#takenAt(id) };
    const said = this.#refused.get(id);
    return said === undefined ? null : { state: 'failed', said, bytes: null, takenAt: null };
  }

  /** False where another one is being made; whoever asks has to come again. */
  make(id: string): boolean {
    if (this.#making !== undefined) return this.#making.id === id;
    if (this.#isWhole(id)) return true;
    const { command, folder, brokers, placesFile, failed } = this.#ports;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#makeRoom();
    this.#remove(id);
    if (!this.#hasRoom()) {
      this.#refused.set(id, '存储空间不足，请先腾出空间 / too little space is left; please make room first');
      return true;
    }
    const words = ['dump', '--out', this.#at(id), '--brokers', brokers.join(','), '--log', placesFile ?? 'none'];
    const run = runCommand(command, words, LONGEST_MS, (text) => {
      making.said = lastLine(text);
    });
    const making = { id, said: '', run };
    this.#making = making;
    this.#refused.delete(id);
    run.ended
      .then(({ code, complained }) => {
        const whole = code === 0 && this.#isWhole(id);
        if (whole && this.#files(id).every(({ name }) => fitsName(name))) return;
        this.#remove(id);
        this.#refused.set(id, whole ? '文件名过长 / a name is too long' : lastLine(complained));
      })
      .catch((error: unknown) => {
        this.#remove(id);
        failed(error);
      })
      .finally(() => {
        this.#making = undefined;
      });
    return true;
  }

  /** The dump as one archive; undefined where there is none. */
  archive(id: string): Archive | undefined {
    if (this.#making?.id === id || !this.#isWhole(id)) return undefined;
    const files = this.#files(id);
    const stream = Readable.from(tarOf(files, Math.floor(Date.parse(this.#takenAt(id)) / 1_000)), {
      objectMode: false,
    });
    this.#readers.set(id, (this.#readers.get(id) ?? 0) + 1);
    stream.once('close', () => this.#readers.set(id, this.#readers.get(id)! - 1));
    return { bytes: tarLength(files), stream };
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeping);
    this.#making?.run.kill();
    await this.#making?.run.ended;
  }

  readonly #at = (id: string): string => join(this.#ports.folder, `${id}${ENDING}`);
  readonly #isWhole = (id: string): boolean => existsSync(join(this.#at(id), WHOLE));
  readonly #takenAt = (id: string): string => statSync(join(this.#at(id), WHOLE)).mtime.toISOString();
  readonly #remove = (id: string): void => rmSync(this.#at(id), { recursive: true, force: true });

  #files(id: string): Entry[] {
    const root = this.#at(id);
    return readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort()
      .map((file) => ({ file, name: `dump/${file.slice(root.length + 1)}`, bytes: statSync(file).size }));
  }

  #lying(): { id: string; at: number }[] {
    const { folder } = this.#ports;
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((name) => name.endsWith(ENDING))
      .map((name) => ({ id: name.slice(0, -ENDING.length), at: statSync(join(folder, name)).mtimeMs }))
      .sort((a, b) => a.at - b.at);
  }

  #hasRoom(): boolean {
    const { folder, free = freeAt } = this.#ports;
    const sizes = this.#lying().map(({ id }) => tarLength(this.#files(id)));
    return free(folder) >= Math.max(LEAST_FREE, ...sizes);
  }

  #sweep(): void {
    const until = Date.now() - LONGEST_KEPT_MS;
    try {
      for (const { id, at } of this.#lying())
        if (at < until && id !== this.#making?.id && (this.#readers.get(id) ?? 0) === 0) this.#remove(id);
    } catch (error) {
      this.#ports.failed(error); // it is tried again within the hour
    }
  }

  /** The oldest go, but none that somebody is reading. */
  #makeRoom(): void {
    const idle = this.#lying().filter(({ id }) => (this.#readers.get(id) ?? 0) === 0);
    for (const { id } of idle.slice(0, Math.max(0, this.#lying().length - MOST_KEPT + 1))) this.#remove(id);
  }
}

const lastLine = (text: string): string =>
  (
    text
      .trim()
      .split(/[\r\n]/)
      .at(-1) ?? ''
  ).slice(0, MOST_SAID);
