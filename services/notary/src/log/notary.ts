import { CHECKPOINTS, type Checkpoint, type Cosigned, type LogRange, type OutRecord } from '@guidang/contracts';
import {
  base64,
  checkpointText,
  type Ed25519Signer,
  type NoteKey,
  sha256,
  sha256Hex,
  signNote,
  TileWriter,
} from '@guidang/evidence';
import type { LogReader, TransactionalWriter } from '@guidang/stream';
import type { Follower } from './follower.ts';
import { after, type LogHistory, place } from './history.ts';
import { fullPathsInTurn } from './keeping.ts';
import { putAside } from './put-aside.ts';
import type { LinkRefused } from './refused.ts';
import { CHECKPOINT_FILE, storeTiles, type TileStore } from './tiles.ts';
import type { Witnesses } from './witnesses.ts';

export interface NotaryPorts {
  readonly reader: LogReader;
  readonly writer: TransactionalWriter;
  readonly key: NoteKey;
  readonly sign: Ed25519Signer;
  /** In the order of ranges: steps in chain order, then partitions. */
  readonly followers: readonly Follower[];
  readonly tiles: TileStore;
  readonly witnesses: Witnesses;
  /** How many of them must have cosigned before a checkpoint counts as witnessed. */
  readonly quorum: number;
  /** A token (RFC 3161, DER) over a SHA-256 digest. */
  readonly stamp: (digest: Uint8Array) => Promise<Uint8Array>;
  /** Milliseconds between timestamps. */
  readonly stampEveryMs: number;
  /** Links of one batch. */
  readonly most: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Heads whose cosignatures are kept at hand, for those that come late. */
const NOTES = 16;

/** What became of the last head. */
export interface Witnessed {
  /** Enough witnesses have cosigned it, now or before. */
  readonly witnessed: boolean;
  /** How many were asked and have not signed; null where none had to be asked. */
  readonly silent: number | null;
  /** Why they did not sign, and why there is no timestamp where one was due. */
  readonly refusals: readonly Error[];
}

/**
 * The log over all links. A batch is decided again link by link, then written to `archive.checkpoint` as what it is; only then are its tiles stored, the
 * witnesses asked, and the checkpoint published. Whatever breaks in between, the next start finds the batch on the topic and goes on from there.
 */
export class Notary {
  readonly #ports: NotaryPorts;
  readonly #tree: TileWriter;
  /** By size of the tree: the last heads with what witnesses have said of them. */
  readonly #notes = new Map<number, string>();
  #history: LogHistory;

  private constructor(ports: NotaryPorts, history: LogHistory, tree: TileWriter) {
    this.#ports = ports;
    this.#history = history;
    this.#tree = tree;
  }

  /** @param history as the topic says, @param tree standing at its size. Comes up to where the log is, and completes what a crash left undone. */
  static async open(ports: NotaryPorts, history: LogHistory, tree: TileWriter): Promise<Notary> {
    for (const follower of ports.followers)
      await follower.open(history.positions.get(place(follower.topic, follower.partition)) ?? 0);
    await storeTiles(tree, ports.tiles);
    if (history.cosigned) await ports.tiles.publish(history.cosigned.note);
    return new Notary(ports, history, tree);
  }

  get history(): LogHistory {
    return this.#history;
  }

  /**
   * Takes the links that are there into the log, at most one batch of them.
   * @returns how many; 0 where there is nothing new
   * @throws LinkRefused where one does not follow from its facts; nothing of the batch is in the log then
   */
  async extend(): Promise<number> {
    const { reader, followers, writer, key, sign, tiles } = this.#ports;
    const ends = await reader.ends([...new Set(followers.map(({ topic }) => topic))]);
    const ranges: LogRange[] = [];
    const entries: Buffer[] = [];
    for (const follower of followers) {
      const range = await this.#take(follower, ends.get(follower.topic)![follower.partition]!, entries);
      if (range) ranges.push(range);
    }
    if (entries.length === 0) return 0;
    // A batch that could not be written is not in the tree either: this notary is of no more use then, and the next one reads the topic.
    for (const entry of entries) this.#tree.append(entry);
    const size = this.#tree.size;
    const root = this.#tree.root();
    const record: Checkpoint = {
      type: 'checkpoint',
      version: 1,
      origin: key.name,
      previous: this.#history.previous,
      time: this.#time(),
      batch: this.#history.batch,
      ranges,
      size,
      root: root.toString('hex'),
      note: signNote(checkpointText(key.name, { size, root }), key, sign),
    };
    this.#history = after(this.#history, record, await append(writer, record));
    for (const follower of followers) follower.committed();
    await storeTiles(this.#tree, tiles);
    return entries.length;
  }

  /** What a follower has that fits into this batch. */
  async #take(follower: Follower, end: number, entries: Buffer[]): Promise<LogRange | undefined> {
    const { topic, partition } = follower;
    let range: LogRange | undefined;
    if (entries.length >= this.#ports.most) return undefined;
    for await (const { offset, value } of follower.links(end)) {
      entries.push(sha256(value));
      range = { topic, partition, from: range?.from ?? offset, to: offset, count: (range?.count ?? 0) + 1 };
      if (entries.length >= this.#ports.most) break;
    }
    return range;
  }

  /**
   * Has the last head cosigned, if it is not yet, timestamps it when it is time, and publishes it.
   */
  async witness(): Promise<Witnessed> {
    const { witnesses, quorum, stamp, stampEveryMs, now } = this.#ports;
    await this.#late();
    const head = this.#history.recent.at(-1);
    if (!head || this.#history.cosigned?.batch === head.batch) return { witnessed: true, silent: null, refusals: [] };
    const { note, cosigned, refusals: why } = await witnesses.cosign(head, quorum);
    const refusals = [...why];
    const silent = witnesses.count - cosigned;
    if (cosigned < quorum) return { witnessed: false, silent, refusals };
    const due = now() - this.#history.timestampedAt >= stampEveryMs;
    const token = due ? await this.#stamped(stamp, note, refusals) : null;
    await this.#cosigned(head, note, token);
    return { witnessed: true, silent, refusals };
  }

  /** Writes down what witnesses said of a head, and publishes it where no further one is. */
  async #cosigned({ origin, batch, size }: Checkpoint, note: string, timestamp: string | null): Promise<void> {
    const { writer, tiles } = this.#ports;
    const { previous } = this.#history;
    const record: Cosigned = {
      type: 'cosigned',
      version: 1,
      origin,
      previous,
      time: this.#time(),
      batch,
      note,
      timestamp,
    };
    this.#history = after(this.#history, record, await append(writer, record));
    this.#notes.set(size, note);
    for (const known of [...this.#notes.keys()].slice(0, -NOTES)) this.#notes.delete(known);
    if (this.#history.cosigned?.batch === batch) await tiles.publish(note);
  }

  /** What witnesses said too late for their head is written down beside what the others had said. */
  async #late(): Promise<void> {
    const bySize = Map.groupBy(this.#ports.witnesses.takeLate(), ({ head }) => head.size);
    for (const [size, all] of bySize) {
      const head = this.#history.recent.find((one) => one.size === size);
      const note = this.#notes.get(size);
      // A head that was not witnessed then is shown to everybody again; one that lies far back is covered by those after it.
      if (head && note !== undefined) await this.#cosigned(head, note + all.map(({ line }) => line).join(''), null);
    }
  }

  /** An authority that is away delays the timestamp to the next head; it does not keep the cosignatures from being written down. */
  async #stamped(stamp: NotaryPorts['stamp'], note: string, refusals: Error[]): Promise<string | null> {
    try {
      return base64(await stamp(sha256(note)));
    } catch (error) {
      refusals.push(error as Error);
      return null;
    }
  }

  /** Puts a link that was refused aside, for people, unless it lies there already. */
  async putAside(refused: LinkRefused): Promise<void> {
    const { reader, writer } = this.#ports;
    await putAside(refused, { reader, writer, time: this.#time() });
  }

  /**
   * Lengthens the locks of what it relies on and the next batch will replace, the tiles on the log's edge and the checkpoint; and of some full tiles, whose turn comes once a year.
   * A log that rests is kept as one that grows.
   */
  async keep(): Promise<void> {
    const { size, cosigned } = this.#history;
    const edge = [...TileWriter.edgePaths(size), ...(cosigned ? [CHECKPOINT_FILE] : [])];
    await this.#ports.tiles.keep([...edge, ...fullPathsInTurn(size, this.#ports.now())]);
  }

  async save(): Promise<void> {
    for (const follower of this.#ports.followers) await follower.save();
  }

  #time = (): string => new Date(this.#ports.now()).toISOString();
}

/** Appends a record and gives its SHA-256, by which the next one names it. */
async function append(writer: TransactionalWriter, record: Checkpoint | Cosigned): Promise<string> {
  const value = Buffer.from(JSON.stringify(record));
  const out: OutRecord = { topic: CHECKPOINTS, partition: 0, key: record.origin, value, headers: {} };
  await writer.commit([out], undefined, []);
  return sha256Hex(value);
}
