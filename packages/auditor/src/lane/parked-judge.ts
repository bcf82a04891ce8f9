import {
  Malformed,
  Parked,
  parkedTopic,
  parseJsonRecord,
  parseWith,
  type RawRecord,
  type StepName,
} from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';
import { parkedOf } from '@guidang/stream';
import type { FindingCode } from '../findings/codes.ts';
import { raised } from '../findings/finding.ts';
import type { LaneSink } from './sink.ts';
import { mayBeParked, type Verdict } from './verdicts.ts';

/** Bytes of a parked record that are parsed: a carried value has up to 512 KiB, and base64 makes more of it. */
const PARKED_BYTES = 8 * 1024 * 1024;

/** A parked record as far as it is held against what it came from. */
export interface ParkedNote {
  readonly offset: number;
  readonly timestamp: number;
  readonly case: string;
  readonly reason: string;
  readonly input: { readonly topic: string; readonly offset: number };
  /** SHA-256 over what it says of its origin: it must be what is said of the record there. */
  readonly origin: string;
}

/** What a parked record carries of the record it came from; the words of its faults are left out, which may be put better one day. */
const originOf = ({
  id,
  input,
  key,
  headers,
  value,
}: Pick<Parked, 'id' | 'input' | 'key' | 'headers' | 'value'>): string =>
  sha256Hex(
    JSON.stringify([
      id,
      input.topic,
      input.partition,
      input.offset,
      input.sha256,
      key,
      Object.entries(headers).sort(),
      value,
    ]),
  );

/** Holds the parked records of one step and partition against their origins and the rules. */
export class ParkedJudge {
  readonly #step: StepName;
  readonly #partition: number;
  readonly #sink: LaneSink;

  constructor(step: StepName, partition: number, sink: LaneSink) {
    this.#step = step;
    this.#partition = partition;
    this.#sink = sink;
  }

  /** Opens a parked record; undefined, and told, where it is none. */
  open(record: RawRecord): ParkedNote | undefined {
    const { offset, timestamp } = record;
    let parked: Parked;
    try {
      parked = parseWith(Parked, parseJsonRecord(record, PARKED_BYTES));
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      const [fault] = error.faults;
      this.#found(
        'PARKED_MALFORMED',
        { offset, timestamp, case: record.key === null ? '' : Buffer.from(record.key).toString('utf8') },
        fault?.field ?? '',
        fault?.message ?? '',
        fault?.rule ?? '',
      );
      return undefined;
    }
    const note: ParkedNote = {
      offset,
      timestamp,
      case: record.key === null ? '' : Buffer.from(record.key).toString('utf8'),
      reason: parked.reason,
      input: { topic: parked.input.topic, offset: parked.input.offset },
      origin: originOf(parked),
    };
    // Written once and never again: members in another order, and white space that nobody would miss, are a change like any other.
    if (JSON.stringify(parked) !== Buffer.from(record.value!).toString('utf8'))
      this.#found('PARKED_MALFORMED', note, '(bytes)', 'JSON as it was written', 'the same JSON in other bytes');
    if (parked.step !== this.#step) this.#found('PARKED_MALFORMED', note, 'step', this.#step, parked.step);
    if (parked.input.partition !== this.#partition)
      this.#found('PARKED_INPUT', note, 'input.partition', String(this.#partition), String(parked.input.partition));
    return note;
  }

  /**
   * Parked records that all say they came from this record: of those that carry it, one did.
   * @param verdicts undefined where what the rule said of it then is not known
   */
  meetAll(notes: readonly ParkedNote[], record: RawRecord, verdicts: readonly Verdict[] | undefined): void {
    const carries = (note: ParkedNote): boolean =>
      originOf(parkedOf(this.#step, record, note.reason, [], '')) === note.origin;
    const first = notes.find(carries);
    for (const note of notes)
      if (note === first || !carries(note)) this.meet(note, record, verdicts);
      else this.answered(note);
  }

  /** A parked record and the record it came from. */
  meet(note: ParkedNote, record: RawRecord, verdicts: readonly Verdict[] | undefined): void {
    if (originOf(parkedOf(this.#step, record, note.reason, [], '')) !== note.origin)
      this.#found(
        'PARKED_INPUT',
        note,
        'input',
        sha256Hex(record.value ?? new Uint8Array()),
        `another record than ${record.topic}@${record.offset}`,
      );
    if (verdicts && !mayBeParked(verdicts, note.reason))
      this.#found('PARKED_REASON', note, 'reason', verdicts.map((one) => one.reason || one.do).join(', '), note.reason);
  }

  /** Nothing lies where the parked record says it came from. */
  orphan(note: ParkedNote): void {
    this.#found('PARKED_INPUT', note, 'input.offset', 'a record', `${note.input.topic}@${note.input.offset}: none`);
  }

  /** What it came from was dealt with in another way. */
  answered(note: ParkedNote): void {
    this.#found(
      'PARKED_ANSWERED',
      note,
      'input',
      'a record that nothing else was done with',
      `${note.input.topic}@${note.input.offset}`,
    );
  }

  #found(
    code: FindingCode,
    note: Pick<ParkedNote, 'offset' | 'timestamp' | 'case'>,
    field: string,
    expected: string,
    found: string,
  ): void {
    this.#sink.found(
      raised({
        code,
        at: { topic: parkedTopic(this.#step), partition: this.#partition, offset: note.offset },
        case: note.case === '' ? null : note.case,
        time: note.timestamp,
        field,
        expected,
        found,
      }),
    );
  }
}
