import type { Extent, LogEntry } from '@guidang/stream';
import type { Source } from '../source/source.ts';
import { EditableLog } from './editable-log.ts';

/** What is audited, in memory: thousands of forgeries are tried in the time in which files are copied a few times. As if everything around the records was covered up. */
export class MemoryDump extends EditableLog {
  readonly #original: ReadonlyMap<string, readonly LogEntry[]>;
  readonly #files: Map<string, Buffer>;

  /** @param original by `topic/partition`; neither it nor the files are changed */
  constructor(original: ReadonlyMap<string, readonly LogEntry[]>, files: ReadonlyMap<string, Buffer>) {
    super();
    this.#original = original;
    this.#files = new Map(files);
  }

  partitionsOf(topic: string): number[] {
    return [...this.#original.keys()]
      .filter((place) => place.startsWith(`${topic}/`))
      .map((place) => Number(place.split('/')[1]))
      .sort((a, b) => a - b);
  }

  protected load(topic: string, partition: number): LogEntry[] {
    // Bytes are never changed where they lie, so that all forgeries of a history share them; what an audit notes at a record is not shared.
    return (this.#original.get(`${topic}/${partition}`) ?? []).map((entry) =>
      entry.kind === 'record' ? { ...entry, record: { ...entry.record, known: undefined } } : entry,
    );
  }

  /** Partitions in which anything was changed, as `topic/partition`. */
  changedPlaces(): ReadonlySet<string> {
    return this.changed;
  }

  logFile(path: string): Buffer | undefined {
    return this.#files.get(path);
  }

  writeLogFile(path: string, bytes: Uint8Array): void {
    this.#files.set(path, Buffer.from(bytes));
  }

  /** Takes a file of the log away. */
  removeLogFile(path: string): void {
    this.#files.delete(path);
  }

  logPaths(): string[] {
    return [...this.#files.keys()].sort();
  }

  /** As an audit reads it. */
  source(): Source {
    const extents = new Map<string, Extent[]>();
    for (const place of this.#original.keys()) {
      const [topic = '', partition = ''] = place.split('/');
      if (topic === 'case.feedback') continue;
      const entries = this.entries(topic, Number(partition));
      const list = extents.get(topic) ?? [];
      list[Number(partition)] = { start: entries[0]?.offset ?? 0, end: (entries.at(-1)?.offset ?? -1) + 1 };
      extents.set(topic, list);
    }
    return {
      extents,
      logFile: this.#files.size === 0 ? null : async (path) => this.#files.get(path),
      open: (topic, partition, from = 0) => {
        let rest = this.entries(topic, partition).filter(({ offset }) => offset >= from);
        return {
          next: () => rest.splice(0),
          close: () => {
            rest = [];
            return [];
          },
        };
      },
    };
  }
}
