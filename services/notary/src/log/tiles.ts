import type { LogRange } from '@guidang/contracts';
import { fromHex, sha256, TileWriter, type TreeHead } from '@guidang/evidence';
import type { LogReader } from '@guidang/stream';
import { type Vault, VaultNotFound } from '@guidang/vault';
import { batchesOf, type LogHistory } from './history.ts';

/** Bytes of the largest file of the log: a bundle of 256 entries of 34 bytes. */
const TILE_BYTES = 256 * 34;

/** The log as files in the vault (C2SP tlog-tiles), under the bucket's root. */
export interface TileStore {
  put(path: string, bytes: Uint8Array): Promise<void>;
  get(path: string): Promise<Uint8Array | undefined>;
  /** The one file that changes: the last checkpoint that enough witnesses cosigned. */
  publish(note: string): Promise<void>;
  /** Lengthens the locks of these files. */
  keep(paths: readonly string[]): Promise<void>;
}

/** How long files of the log are locked, from the moment of the call. */
export interface Locks {
  /** Full tiles and bundles: part of the log as long as there is one. */
  readonly full: () => Date;
  /** Tiles not yet full, and the checkpoint: the next ones take their place. */
  readonly edge: () => Date;
}

/** The file that changes. */
export const CHECKPOINT_FILE = 'checkpoint';

const isFull = (path: string): boolean => !path.includes('.p/') && path !== CHECKPOINT_FILE;

export const tileStoreOver = (vaults: readonly Vault[], bucket: string, locks: Locks): TileStore => {
  const lockOf = (path: string) => ({ mode: 'COMPLIANCE', until: isFull(path) ? locks.full() : locks.edge() }) as const;
  return {
    async put(path, bytes) {
      const options = { key: path, lock: lockOf(path) };
      await Promise.all(vaults.map((vault) => vault.put(bucket, bytes, options)));
    },
    async get(path) {
      try {
        return await vaults[0]!.read(bucket, { key: path }, TILE_BYTES);
      } catch (error) {
        if (error instanceof VaultNotFound) return undefined;
        throw error;
      }
    },
    async publish(note) {
      const options = { key: CHECKPOINT_FILE, replace: true, lock: lockOf(CHECKPOINT_FILE) };
      await Promise.all(vaults.map((vault) => vault.put(bucket, Buffer.from(note), options)));
    },
    async keep(paths) {
      for (const path of paths)
        await Promise.all(vaults.map((vault) => vault.lock(bucket, { key: path }, lockOf(path))));
    },
  };
};

const headOf = ({ size, root }: { size: number; root: string }): TreeHead => ({ size, root: fromHex(root)! });

/** The entries of a batch: the SHA-256 of each link's value bytes, in the order of its ranges. */
export async function* entriesOf(reader: LogReader, ranges: readonly LogRange[]): AsyncGenerator<Buffer> {
  for (const { topic, partition, from, to } of ranges)
    for await (const entry of reader.scan(topic, partition, from, to + 1))
      if (entry.kind === 'record') yield sha256(entry.record.value!);
}

/**
 * A writer that stands where the log stands. Tiles are stored after the batch they belong to is on the topic and before the next one is, so after a crash
 * some of the last batch may be missing, full ones as well: that batch is made again from its links, whatever of it is there.
 * @throws where the links do not lead to the root that was signed: the log and the topics have parted, and a person must look
 */
export async function resumeTiles(history: LogHistory, store: TileStore, reader: LogReader): Promise<TileWriter> {
  const { recent } = history;
  for (let back = recent.length - 2; back >= 0; back--) {
    const head = headOf(recent[back]!);
    const files = new Map<string, Uint8Array>();
    for (const path of TileWriter.edgePaths(head.size)) {
      const bytes = await store.get(path);
      if (bytes) files.set(path, bytes);
    }
    const resumed = TileWriter.resume(head, files);
    if (!resumed.ok) continue;
    const writer = resumed.value;
    for (const batch of recent.slice(back + 1)) await appendAgain(writer, batch, reader);
    return writer;
  }
  const writer = new TileWriter();
  for await (const batch of batchesOf(reader)) await appendAgain(writer, batch, reader);
  return writer;
}

async function appendAgain(
  writer: TileWriter,
  batch: { size: number; root: string; batch: number; ranges: readonly LogRange[] },
  reader: LogReader,
): Promise<void> {
  for await (const entry of entriesOf(reader, batch.ranges)) writer.append(entry);
  if (writer.size !== batch.size || writer.root().toString('hex') !== batch.root)
    throw new Error(
      `batch ${batch.batch} does not lead to the root that was signed: size ${writer.size} of ${batch.size}; the links in the topics are not those of the log`,
    );
}

/** Stores what a writer has to store, a few files at a time. Doing it twice is harmless: the same tree has the same files. */
export async function storeTiles(writer: TileWriter, store: TileStore): Promise<void> {
  const files = writer.take();
  for (let at = 0; at < files.length; at += 8)
    await Promise.all(files.slice(at, at + 8).map(({ path, bytes }) => store.put(path, bytes)));
}
