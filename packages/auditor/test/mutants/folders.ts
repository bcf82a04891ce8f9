import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LogEntry } from '@guidang/stream';
import { encodeEntry, MAGIC } from '../../src/dump/frame.ts';
import { LOG_CHECKPOINT, logPaths, sizeOf } from '../../src/dump/log-files.ts';
import { type DumpedLogFile, type DumpedPartition, MANIFEST_FILE, recordsFile } from '../../src/dump/manifest.ts';
import type { MemoryDump } from '../../src/tamper/memory-dump.ts';
import type { History } from '../history/history.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A history as the folder of a dump; and forgeries of it as folders that share with it all files that were not changed, so that thousands can be written. */
export class Folders {
  readonly dir: string;
  readonly #partitions = new Map<string, DumpedPartition>();
  readonly #log = new Map<string, { readonly bytes: Uint8Array; readonly listed: DumpedLogFile }>();
  readonly #takenAt: string;
  #count = 0;

  /** @param log whether the dump has the public files of the log */
  constructor(history: History, dir: string, log = true) {
    this.dir = join(dir, 'whole');
    this.#takenAt = new Date(history.log.now).toISOString();
    mkdirSync(join(this.dir, 'records'), { recursive: true });
    for (const [place, entries] of history.log.entries) {
      const [topic = '', partition] = place.split('/');
      if (topic !== 'case.feedback')
        this.#partitions.set(place, writePartition(this.dir, topic, Number(partition), entries));
    }
    for (const path of log ? pathsOf((one) => history.files.get(one)) : []) {
      const bytes = history.files.get(path);
      if (bytes) this.#log.set(path, { bytes, listed: writeLogFile(this.dir, path, bytes) });
    }
    writeManifest(
      this.dir,
      this.#takenAt,
      [...this.#partitions.values()],
      [...this.#log.values()].map(({ listed }) => listed),
    );
  }

  /** Writes a forgery beside the history. @returns its folder */
  write(dump: MemoryDump): string {
    const dir = join(dirname(this.dir), `forged-${this.#count++}`);
    mkdirSync(join(dir, 'records'), { recursive: true });
    const changed = dump.changedPlaces();
    const partitions = [...this.#partitions].map(([place, listed]) => {
      if (changed.has(place)) {
        const { topic, partition } = listed;
        return writePartition(dir, topic, partition, dump.entries(topic, partition));
      }
      linkSync(join(this.dir, listed.file), join(dir, listed.file));
      return listed;
    });
    const log = pathsOf((path) => dump.logFile(path)).flatMap((path): DumpedLogFile[] => {
      const bytes = dump.logFile(path);
      const before = this.#log.get(path);
      if (!bytes) return [];
      if (before?.bytes !== bytes) return [writeLogFile(dir, path, bytes)];
      mkdirSync(dirname(join(dir, before.listed.file)), { recursive: true });
      linkSync(join(this.dir, before.listed.file), join(dir, before.listed.file));
      return [before.listed];
    });
    writeManifest(dir, this.#takenAt, partitions, log);
    return dir;
  }
}

/** The files of a log that a dump takes: those that its published head needs. */
function pathsOf(read: (path: string) => Uint8Array | undefined): string[] {
  const checkpoint = read(LOG_CHECKPOINT);
  return checkpoint ? [LOG_CHECKPOINT, ...logPaths(sizeOf(checkpoint))] : [];
}

function writePartition(dir: string, topic: string, partition: number, entries: readonly LogEntry[]): DumpedPartition {
  const bytes = Buffer.concat([MAGIC, ...entries.map(encodeEntry)]);
  const file = recordsFile(topic, partition);
  writeFileSync(join(dir, file), bytes);
  const count = (...kinds: LogEntry['kind'][]): number => entries.filter(({ kind }) => kinds.includes(kind)).length;
  const [first, last] = [entries[0]?.offset ?? null, entries.at(-1)?.offset ?? null];
  return {
    ...{ topic, partition, file, start: first ?? 0, end: (last ?? -1) + 1, first, last },
    ...{ records: count('record'), markers: count('commit', 'abort'), aborted: count('aborted') },
    ...{ bytes: bytes.length, sha256: sha256(bytes) },
  };
}

function writeLogFile(dir: string, path: string, bytes: Uint8Array): DumpedLogFile {
  const file = `log/${path}`;
  mkdirSync(dirname(join(dir, file)), { recursive: true });
  writeFileSync(join(dir, file), bytes);
  return { file, bytes: bytes.length, sha256: sha256(bytes) };
}

function writeManifest(
  dir: string,
  takenAt: string,
  partitions: readonly DumpedPartition[],
  log: readonly DumpedLogFile[],
): void {
  const manifest = {
    format: 'guidang-dump',
    version: 1,
    takenAt,
    cluster: 'made up',
    partitions,
    log: log.length > 0 ? log : null,
  };
  const text = JSON.stringify(manifest);
  writeFileSync(join(dir, MANIFEST_FILE), text);
  writeFileSync(join(dir, `${MANIFEST_FILE}.sha256`), `${sha256(Buffer.from(text))}  ${MANIFEST_FILE}\n`);
}
