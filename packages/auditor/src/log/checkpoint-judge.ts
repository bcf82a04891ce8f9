import {
  ARCHIVE_TOPICS,
  type Checkpoint,
  CheckpointRecord,
  type Cosigned,
  LIMITS,
  Malformed,
  parseJsonRecord,
  parseWith,
  type RawRecord,
} from '@guidang/contracts';
import { hex, openCheckpoint, sha256, sha256Hex, type TreeHead } from '@guidang/evidence';
import type { Anchors } from '../anchors.ts';
import type { FindingCode } from '../findings/codes.ts';
import { type Claim, type Raised, raised, type Spot, spotOf } from '../findings/finding.ts';
import { Tokens } from '../lane/tokens.ts';

/** A batch as it was read, and how much of it is signed. */
export interface JudgedBatch {
  /** Its place among the batches of the topic, from 0. */
  readonly nth: number;
  readonly at: Spot;
  readonly time: number;
  readonly record: Checkpoint;
  /** What the log signed; undefined where its signature does not hold. */
  readonly signed: TreeHead | undefined;
}

/** How far the log has been cosigned. */
export interface CosignedHead {
  readonly batch: number;
  readonly size: number;
  /** As it was cosigned (C2SP signed note). */
  readonly note: string;
}

type Say = (code: FindingCode, field: string, expected: string, found: string, claim?: Claim) => void;

const BYTES = 8 * 1024 * 1024;

/** Judges the records of `archive.checkpoint` one after the other, as far as that can be done without the links they speak of. */
export class CheckpointJudge {
  readonly #anchors: Anchors;
  readonly #tokens: Tokens;
  readonly #found: (finding: Raised) => void;
  #previous: { at: Spot; hash: string } | undefined;
  /** What the record read last says of the one before it. */
  #said: Claim | undefined;
  #next = 0;
  #size = 0;
  #time = '';
  /** By batch: where it is, what it says the head is, and when it was written. */
  readonly #batches = new Map<
    number,
    { nth: number; head: string; signed: boolean; size: number; time: number; misnumbered: boolean }
  >();
  #count = 0;
  cosigned: CosignedHead | undefined;
  /** Batches whose head enough witnesses saw; and batches whose head is not the log's, or not the one that was signed before. */
  readonly #onHead: { confirm(nth: number): void; doubt(nth: number): void };
  /** Times of batches that nobody has cosigned yet. */
  uncosigned: { at: Spot; time: number }[] = [];

  constructor(
    anchors: Anchors,
    found: (finding: Raised) => void,
    onHead: { confirm(nth: number): void; doubt(nth: number): void },
  ) {
    this.#anchors = anchors;
    this.#onHead = onHead;
    this.#tokens = new Tokens(anchors.tsa);
    this.#found = found;
  }

  /** Every record was read. */
  finish(): void {
    if (this.#said) this.#said.unwitnessed = true;
  }

  /** @returns the batch, where the record is one */
  judge(record: RawRecord): JudgedBatch | undefined {
    this.#said = undefined;
    const at = spotOf(record);
    const say: Say = (code, field, expected, found, claim) =>
      this.#found(raised({ code, at, time: record.timestamp, field, expected, found, claim }));
    const hash = sha256Hex(record.value ?? new Uint8Array());
    const parsed = parsedOf(record, say);
    if (parsed) {
      this.#envelope(parsed, record, at, say);
      this.#previous = { at, hash };
      if (parsed.type === 'cosigned') this.#cosigned(parsed, record, say);
      else return this.#batch(parsed, record, at, say);
    } else this.#previous = { at, hash };
    return undefined;
  }

  #envelope(parsed: CheckpointRecord, record: RawRecord, at: Spot, say: Say): void {
    const { name } = this.#anchors.log;
    if (parsed.origin !== name) say('CHECKPOINT_MALFORMED', 'origin', name, parsed.origin);
    const key = record.key === null ? '' : Buffer.from(record.key).toString('utf8');
    if (key !== parsed.origin) say('CHECKPOINT_MALFORMED', 'key', parsed.origin, key);
    const expected = this.#previous?.hash ?? null;
    if (parsed.previous !== expected) {
      const claim =
        this.#previous && parsed.previous !== null
          ? ({ by: at, about: this.#previous.at, sha256: parsed.previous } satisfies Claim)
          : undefined;
      this.#said = claim;
      say('CHECKPOINT_CHAIN', 'previous', String(expected), String(parsed.previous), claim);
    }
    if (Date.parse(parsed.time) > record.timestamp + LIMITS.aheadMs)
      say('BACK_DATED', 'time', `not after ${new Date(record.timestamp).toISOString()}`, parsed.time);
    else if (this.#time !== '' && Date.parse(parsed.time) < Date.parse(this.#time) - LIMITS.aheadMs)
      say('BACK_DATED', 'time', `not before ${this.#time}`, parsed.time);
    else this.#time = parsed.time;
  }

  #batch(parsed: Checkpoint, record: RawRecord, at: Spot, say: Say): JudgedBatch {
    const misnumbered = parsed.batch !== this.#next;
    if (misnumbered) say('CHECKPOINT_BATCH', 'batch', String(this.#next), String(parsed.batch));
    this.#ranges(parsed, say);
    const count = parsed.ranges.reduce((sum, range) => sum + range.count, 0);
    if (parsed.size !== this.#size + count)
      say('CHECKPOINT_SIZE', 'size', `${this.#size} + ${count}`, String(parsed.size));
    const signed = this.#note(parsed, say);
    const size = signed?.size ?? parsed.size;
    const head = `${size} ${signed ? hex(signed.root) : parsed.root}`;
    const nth = this.#count++;
    const twin = this.#batches.get(parsed.batch);
    // One whose number was out of turn takes another's name: that is its own fault, told already, and no second history.
    const forked = twin?.signed && !twin.misnumbered && signed && twin.head !== head;
    if (forked) say('CHECKPOINT_FORK', 'note', twin.head, head);
    if (forked || !signed) this.#onHead.doubt(nth);
    const batch = { nth, head, signed: signed !== undefined, size, time: record.timestamp, misnumbered };
    this.#batches.set(parsed.batch, batch);
    this.#next = parsed.batch + 1;
    this.#size = size;
    this.uncosigned.push({ at, time: record.timestamp });
    return { nth, at, time: record.timestamp, record: parsed, signed };
  }

  /** Ranges stand in chain order of topics, then partition, each once. */
  #ranges({ ranges }: Checkpoint, say: Say): void {
    const order = ranges.map(({ topic, partition }) => ARCHIVE_TOPICS.indexOf(topic as never) * 100_000 + partition);
    const wrong = order.findIndex((place, i) => place < 0 || (i > 0 && place <= order[i - 1]!));
    if (wrong >= 0)
      say(
        'CHECKPOINT_RANGES',
        `ranges[${wrong}]`,
        'topics in the order of the chain, then partitions',
        `${ranges[wrong]!.topic}, ${ranges[wrong]!.partition}`,
      );
    const odd = ranges.findIndex(({ from, to, count }) => to < from || count > to - from + 1);
    if (odd >= 0)
      say(
        'CHECKPOINT_RANGES',
        `ranges[${odd}].count`,
        `at most ${ranges[odd]!.to - ranges[odd]!.from + 1}`,
        String(ranges[odd]!.count),
      );
  }

  /** What the note says and the record says is the same; and the log has signed it. */
  #note(parsed: Checkpoint, say: Say): TreeHead | undefined {
    const opened = openCheckpoint(parsed.note, this.#anchors.log);
    if (!opened.ok) {
      say('NOTE_SIGNATURE', 'note', 'a signature of the log that holds', `${opened.code}: ${opened.detail}`);
      return undefined;
    }
    const { size, root } = opened.value.checkpoint;
    if (size !== parsed.size) say('CHECKPOINT_NOTE', 'size', String(size), String(parsed.size));
    if (hex(root) !== parsed.root) say('CHECKPOINT_NOTE', 'root', hex(root), parsed.root);
    return { size, root };
  }

  #cosigned(parsed: Cosigned, record: RawRecord, say: Say): void {
    const { log, witnesses, quorum } = this.#anchors;
    const batch = this.#batches.get(parsed.batch);
    if (!batch) say('CHECKPOINT_BATCH', 'batch', 'a batch before this record', String(parsed.batch));
    const opened = openCheckpoint(parsed.note, log);
    if (!opened.ok) {
      say('NOTE_SIGNATURE', 'note', 'a signature of the log that holds', `${opened.code}: ${opened.detail}`);
      return;
    }
    const { size, root } = opened.value.checkpoint;
    const head = `${size} ${hex(root)}`;
    if (batch && batch.head !== head) {
      this.#onHead.doubt(batch.nth);
      say(batch.signed ? 'CHECKPOINT_FORK' : 'CHECKPOINT_NOTE', 'note', batch.head, head);
    }
    const witnessed = openCheckpoint(parsed.note, log, witnesses);
    const signatures = witnessed.ok ? witnessed.value.signatures.filter(({ key }) => key !== log) : [];
    if (!witnessed.ok || signatures.length < quorum)
      say(
        'COSIGNATURE_QUORUM',
        'note',
        `${quorum} of ${witnesses.length} witnesses`,
        witnessed.ok ? String(signatures.length) : `${witnessed.code}: ${witnessed.detail}`,
      );
    else if (batch) {
      if (batch.head === head) this.#onHead.confirm(batch.nth);
      // A witness that was slow may have cosigned an earlier head after others have cosigned this one.
      if (size >= (this.cosigned?.size ?? 0)) this.cosigned = { batch: parsed.batch, size, note: parsed.note };
      this.uncosigned = this.uncosigned.filter(({ time }) => time > batch.time);
    }
    if (parsed.timestamp === null) return;
    const between = { from: (batch?.time ?? 0) - LIMITS.aheadMs, until: record.timestamp + LIMITS.aheadMs };
    for (const fault of this.#tokens.judge(parsed.timestamp, sha256(parsed.note), between))
      say(fault.code, 'timestamp', fault.expected, fault.found);
  }
}

function parsedOf(record: RawRecord, say: Say): CheckpointRecord | undefined {
  try {
    const json = parseJsonRecord(record, BYTES);
    // Written once and never again: white space that nobody would miss is a change like any other.
    if (JSON.stringify(json) !== Buffer.from(record.value!).toString('utf8'))
      say('CHECKPOINT_MALFORMED', '(bytes)', 'JSON without white space', 'the same JSON in other bytes');
    return parseWith(CheckpointRecord, json);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    const [fault] = error.faults;
    say('CHECKPOINT_MALFORMED', fault?.field ?? '', fault?.message ?? '', fault?.rule ?? '');
    return undefined;
  }
}
