import { ARCHIVE_TOPICS, CHECKPOINTS, type Checkpoint, type Cosigned, type LogRange } from '@guidang/contracts';
import { checkpointText, cosign, sha256, sha256Hex, signNote, TileWriter } from '@guidang/evidence';
import type { MemoryLog } from './broker.ts';
import { type Signers, tokenOver } from './trust.ts';

/** The notary and its witnesses over a history in memory. */
export class SimNotary {
  readonly #log: MemoryLog;
  readonly #signers: Signers;
  readonly #next = new Map<string, number>();
  readonly #tree = new TileWriter();
  #previous: string | null = null;
  #batch = 0;
  /** The head that was cosigned last. */
  #before: { note: string; text: string; batch: number } | undefined;
  #head: { note: string; text: string; batch: number } | undefined;
  /** Files of the log: tiles, and the checkpoint that was published last. */
  readonly files = new Map<string, Buffer>();
  size = 0;

  constructor(log: MemoryLog, signers: Signers) {
    this.#log = log;
    this.#signers = signers;
  }

  /** Takes what is there into the log. */
  extend(most = 20_000): void {
    const ranges: LogRange[] = [];
    let taken = 0;
    for (const topic of ARCHIVE_TOPICS)
      for (let partition = 0; partition < this.#log.partitions; partition++) {
        const place = `${topic}/${partition}`;
        const records = this.#log.records(topic, partition, this.#next.get(place) ?? 0).slice(0, most - taken);
        if (records.length === 0) continue;
        taken += records.length;
        for (const record of records) this.#tree.append(sha256(record.value!));
        const [from, to] = [records[0]!.offset, records.at(-1)!.offset];
        this.#next.set(place, to + 1);
        ranges.push({ topic, partition, from, to, count: records.length });
      }
    if (ranges.length === 0) return;
    const { log, signLog } = this.#signers;
    const size = this.#tree.size;
    const root = this.#tree.root();
    const text = checkpointText(log.name, { size, root });
    const note = signNote(text, log, signLog);
    this.#append({
      type: 'checkpoint',
      version: 1,
      origin: log.name,
      previous: this.#previous,
      time: this.#time(),
      batch: this.#batch,
      ranges,
      size,
      root: root.toString('hex'),
      note,
    });
    this.#head = { note, text, batch: this.#batch };
    this.#batch += 1;
    this.size = size;
    for (const { path, bytes } of this.#tree.take()) this.files.set(path, Buffer.from(bytes));
  }

  /** Has the head cosigned, and timestamped where that is wished. */
  witness(stamp: boolean): void {
    if (!this.#head) return;
    const { text, batch } = this.#head;
    const at = Math.floor(this.#log.now / 1000);
    const cosignatures = this.#present(batch).map(({ key, sign }) => cosign(text, key, at, sign));
    const note = this.#head.note + cosignatures.join('');
    this.#append({
      type: 'cosigned',
      version: 1,
      origin: this.#signers.log.name,
      previous: this.#previous,
      time: this.#time(),
      batch,
      note,
      timestamp: stamp ? tokenOver(sha256(note), this.#signers, this.#log.now) : null,
    });
    this.files.set('checkpoint', Buffer.from(note));
    this.#late();
    this.#before = { text, note, batch };
    this.#head = undefined;
  }

  /** Whoever was away has cosigned the head before after all, and too late: it is written down behind what the others said of the next. */
  #late(): void {
    if (!this.#before) return;
    const { text, note, batch } = this.#before;
    const present = this.#present(batch);
    const slow = this.#signers.witnesses.filter((one) => !present.includes(one));
    if (slow.length === 0) return;
    const at = Math.floor(this.#log.now / 1000);
    this.#append({
      ...{ type: 'cosigned', version: 1, origin: this.#signers.log.name, previous: this.#previous, time: this.#time() },
      ...{ batch, note: note + slow.map(({ key, sign }) => cosign(text, key, at, sign)).join(''), timestamp: null },
    });
  }

  /** Witnesses that answer: where the quorum can do without, another one is away each time. */
  #present(batch: number): Signers['witnesses'] {
    const { witnesses, anchors } = this.#signers;
    return witnesses.length > anchors.quorum ? witnesses.filter((_, i) => i !== batch % witnesses.length) : witnesses;
  }

  #append(record: Checkpoint | Cosigned): void {
    const value = Buffer.from(JSON.stringify(record));
    this.#log.append(CHECKPOINTS, 0, [{ key: record.origin, value, headers: {} }], 'commit');
    this.#previous = sha256Hex(value);
  }

  #time = (): string => new Date(this.#log.now).toISOString();
}
