import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Extent, LogEntry } from '@guidang/stream';
import { logInFolder } from '../dump/log-files.ts';
import { type DumpedPartition, type DumpManifest, recordsFile } from '../dump/manifest.ts';
import { BEGINNING, PartitionReader } from '../dump/partition-reader.ts';
import { type Raise, type Raised, raised } from '../findings/finding.ts';
import type { EntryStream, Source } from './source.ts';

/** Where pieces of a partition begin: by offset, the position in its file. */
type Milestones = { offset: number; position: number }[];

/** A dump as what is audited. One and the same is not used by two threads. */
export class DumpSource implements Source {
  readonly extents: ReadonlyMap<string, readonly Extent[]>;
  readonly #dir: string;
  readonly #listed: ReadonlyMap<string, DumpedPartition>;
  readonly #milestones = new Map<string, Milestones>();
  readonly #hasLog: boolean;

  constructor(dir: string, manifest: DumpManifest) {
    this.#dir = dir;
    this.#hasLog = manifest.log !== null;
    this.#listed = new Map(manifest.partitions.map((one) => [placeOf(one.topic, one.partition), one]));
    const extents = new Map<string, Extent[]>();
    for (const { topic, partition, start, end } of manifest.partitions) {
      const list = extents.get(topic) ?? [];
      list[partition] = { start, end };
      extents.set(topic, list);
    }
    this.extents = extents;
  }

  open(topic: string, partition: number, from?: number): EntryStream {
    const place = placeOf(topic, partition);
    const listed = this.#listed.get(place);
    if (!listed) return new AbsentStream([]);
    // By its own name, whatever the list says: a list that was changed is told as such when it is opened.
    const file = recordsFile(topic, partition);
    if (!existsSync(join(this.#dir, file)))
      return new AbsentStream([
        fault({ code: 'DUMP_FILE_MISSING', field: file, expected: listed.sha256, found: '' }, listed),
      ]);
    if (from !== undefined) return this.#openFrom(topic, partition, from, this.#milestones.get(place) ?? []);
    const milestones: Milestones = [];
    this.#milestones.set(place, milestones);
    return new DumpStream(new PartitionReader(this.#dir, topic, partition), listed, milestones);
  }

  #openFrom(topic: string, partition: number, from: number, milestones: Milestones): EntryStream {
    const at = milestones.findLast(({ offset }) => offset <= from)?.position ?? BEGINNING;
    const reader = new PartitionReader(this.#dir, topic, partition, at);
    return {
      next() {
        for (;;) {
          const entries = reader.next();
          const rest = entries.filter(({ offset }) => offset >= from);
          if (entries.length === 0 || rest.length > 0) return rest;
        }
      },
      close() {
        reader.close();
        return [];
      },
    };
  }

  get logFile(): Source['logFile'] {
    if (!this.#hasLog) return null;
    return logInFolder(join(this.#dir, 'log'));
  }
}

const placeOf = (topic: string, partition: number): string => `${topic}/${partition}`;

const fault = (
  what: Pick<Raise, 'code' | 'field' | 'expected' | 'found'>,
  { topic, partition }: DumpedPartition,
): Raised => raised({ ...what, at: { topic, partition }, time: Number.MAX_SAFE_INTEGER });

/** A partition whose file is not there: it holds nothing. */
class AbsentStream implements EntryStream {
  readonly #found: readonly Raised[];
  constructor(found: readonly Raised[]) {
    this.#found = found;
  }
  next(): readonly LogEntry[] {
    return [];
  }
  close(): readonly Raised[] {
    return this.#found;
  }
}

/** A file of a dump, held against what dump.json says of it. */
class DumpStream implements EntryStream {
  readonly #reader: PartitionReader;
  readonly #listed: DumpedPartition;
  readonly #milestones: Milestones;
  readonly #found = { first: null as number | null, last: null as number | null, records: 0, markers: 0, aborted: 0 };

  constructor(reader: PartitionReader, listed: DumpedPartition, milestones: Milestones) {
    this.#reader = reader;
    this.#listed = listed;
    this.#milestones = milestones;
  }

  next(): readonly LogEntry[] {
    const { position } = this.#reader;
    const entries = this.#reader.next();
    const found = this.#found;
    for (const { kind } of entries)
      found[kind === 'record' ? 'records' : kind === 'aborted' ? 'aborted' : 'markers'] += 1;
    if (entries.length > 0) {
      found.first ??= entries[0]!.offset;
      found.last = entries.at(-1)!.offset;
      this.#milestones.push({ offset: entries[0]!.offset, position: Math.max(position, BEGINNING) });
    }
    return entries;
  }

  close(): readonly Raised[] {
    const { bytes, sha256 } = this.#reader.finish();
    this.#reader.close();
    const listed = this.#listed;
    const faults: Raised[] = [];
    if (bytes !== listed.bytes || sha256 !== listed.sha256)
      faults.push(
        fault(
          {
            code: 'DUMP_FILE_DIGEST',
            field: listed.file,
            expected: `${listed.bytes} bytes, ${listed.sha256}`,
            found: `${bytes} bytes, ${sha256}`,
          },
          listed,
        ),
      );
    for (const field of ['first', 'last', 'records', 'markers', 'aborted'] as const)
      if (this.#found[field] !== listed[field])
        faults.push(
          fault(
            { code: 'EXTENT_DIFFERS', field, expected: String(listed[field]), found: String(this.#found[field]) },
            listed,
          ),
        );
    return faults;
  }
}
