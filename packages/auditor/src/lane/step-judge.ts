import {
  type AnyLink,
  type AnyRule,
  archiveTopic,
  LIMITS,
  type LinkType,
  partitionOf,
  type RawRecord,
  type StepName,
} from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';
import {
  blank,
  type CaseMemory,
  decideQuickly,
  type LinkFinding,
  type OpenedLink,
  type QuickLink,
  quickLink,
  redecide,
  type SchemeBook,
  takeOver,
} from '@guidang/stream';
import { type Raise, raised, type Spot } from '../findings/finding.ts';
import type { RuleVersions } from '../rule-versions.ts';
import type { InScope } from '../scope/scope.ts';
import { Answers } from './answers.ts';
import { contentsOf } from './contents.ts';
import { type EnvelopeFault, openRecord } from './envelope.ts';
import type { InputQueue } from './input-queue.ts';
import { ParkedJudge, type ParkedNote } from './parked-judge.ts';
import type { CaseRoom, StepRoom } from './room.ts';
import type { RoomStore } from './room-store.ts';
import type { SealJudge } from './seal-judge.ts';
import type { LaneSink } from './sink.ts';
import { stageAfter } from './stage.ts';
import { type Verdict, verdictsOn } from './verdicts.ts';

export interface StepPorts {
  readonly step: StepName;
  readonly partition: number;
  /** How many partitions topics keyed by case have. */
  readonly partitions: number;
  readonly versions: RuleVersions;
  readonly schemes: SchemeBook;
  readonly rooms: RoomStore;
  readonly sink: LaneSink;
  readonly seals: SealJudge;
  /** By input topic, what has been read of it; and what sees to it that more is. */
  readonly queues: ReadonlyMap<string, InputQueue>;
  readonly pull: (topic: string, offset: number) => Promise<void>;
  /** One past the last offset of an input topic. */
  readonly end: (topic: string) => number;
  /** Whether objects are looked at later on. */
  readonly contents: boolean;
  /** Records of other cases are counted and hashed, and not judged. */
  readonly inScope: InScope;
  /** The last offset whose link an earlier audit has judged. */
  readonly judged: number;
}

/** A link in the order of answers. */
interface Mark {
  readonly offset: number;
  readonly case: string;
  readonly time: number;
}

/** Inputs that wait for their step at the end. */
export interface Waiting {
  readonly step: StepName;
  readonly inputs: number;
}

/** Memories that a step of several topics keeps of a case: an input may have met any of them. */
const MEMORIES = 32;

/** Judges what one step wrote in one partition: links, parked records, and the inputs that have neither. */
export class StepJudge {
  readonly #ports: StepPorts;
  readonly #topic: string;
  readonly #parkedJudge: ParkedJudge;
  readonly #answers = new Map<string, Answers<Mark>>();
  /** By input topic and offset: parked records whose origin has not been passed yet. */
  readonly #parked = new Map<string, ParkedNote[]>();
  /** Likewise: inputs that were passed over and may rightly have been put aside as well, by which of several links came first. */
  readonly #either = new Map<string, { record: RawRecord; verdicts: readonly Verdict[] }>();

  constructor(ports: StepPorts) {
    this.#ports = ports;
    this.#topic = archiveTopic(ports.step);
    this.#parkedJudge = new ParkedJudge(ports.step, ports.partition, ports.sink);
    for (const [topic, queue] of ports.queues)
      this.#answers.set(
        topic,
        new Answers<Mark>(
          queue,
          (offset) => ports.pull(topic, offset),
          (record) => this.#pass(record),
          (mark, input, expected) =>
            this.#raise('INPUT_ORDER', mark, 'input.offset', `after ${topic}@${expected}`, `${topic}@${input}`),
        ),
      );
  }

  /** A record of the step's archive topic. */
  async link(record: RawRecord): Promise<void> {
    if (!this.#ports.inScope(record.key)) {
      const hash = sha256Hex(record.value ?? new Uint8Array());
      this.#ports.sink.leaf(record.topic, record.partition, record.offset, record.timestamp, hash);
      return;
    }
    const quick = quickLink(this.#ports.step, record);
    if (!quick) return this.#linkWithCare(record);
    const { link, sha256 } = quick;
    this.#ports.sink.leaf(record.topic, record.partition, record.offset, record.timestamp, sha256);
    const mark: Mark = { offset: record.offset, case: link.case, time: record.timestamp };
    const input = await this.#input(link, mark);
    const room = this.#ports.rooms.get(link.case);
    this.#place(room, record);
    if (input && this.#judgeQuickly(room, quick, input)) return;
    const { opened, faults, whole } = openRecord(this.#ports.step, record);
    this.#raiseAll(faults, mark);
    if (opened) this.#judgeOpened(room, opened, whole, input, mark);
  }

  async #linkWithCare(record: RawRecord): Promise<void> {
    const { step, sink } = this.#ports;
    const { opened, faults, whole } = openRecord(step, record);
    const hash = opened?.hash ?? sha256Hex(record.value ?? new Uint8Array());
    sink.leaf(record.topic, record.partition, record.offset, record.timestamp, hash);
    const mark: Mark = { offset: record.offset, case: opened?.link.case ?? '', time: record.timestamp };
    this.#raiseAll(faults, mark);
    if (!opened) return;
    const input = await this.#input(opened.link, mark);
    const room = this.#ports.rooms.get(opened.link.case);
    this.#place(room, record);
    this.#judgeOpened(room, opened, whole, input, mark);
  }

  #judgeOpened(room: CaseRoom, opened: OpenedLink, whole: boolean, input: RawRecord | undefined, mark: Mark): void {
    const { step, versions } = this.#ports;
    if (whole) this.#judge(room, opened, input, mark);
    else follow(room.steps[step], opened, blank(versions[0], room.name));
  }

  /** The way almost every link goes. @returns false where anything is wrong, and nothing has been done then */
  #judgeQuickly(room: CaseRoom, quick: QuickLink, input: RawRecord): boolean {
    const { step, versions, schemes, judged } = this.#ports;
    const { link, record, sha256 } = quick;
    const mine = room.steps[step];
    if (this.#wrongDate(mine, link, record, input)) return false;
    const rule = versions.find(({ rules }) => rules === link.decider.rules);
    if (!rule) return false;
    const memory = mine.memory ?? blank(rule, link.case);
    const before = record.offset <= judged;
    const decided = before ? takeOver(rule, memory, quick, input) : decideQuickly(rule, memory, quick, input, schemes);
    if (!decided) return false;
    const opened: OpenedLink = { record, link: decided.link as AnyLink, hash: sha256 };
    record.known = { link: decided.link, sha256 };
    this.#remember(room, mine, opened, decided.after);
    this.#seal(room, opened, input, !before);
    return true;
  }

  /** A record of the step's parked topic. */
  parked(record: RawRecord): void {
    if (!this.#ports.inScope(record.key)) return;
    const note = this.#parkedJudge.open(record);
    if (!note) return;
    const answers = this.#answers.get(note.input.topic);
    const name = `${note.input.topic}@${note.input.offset}`;
    const late = answers?.late.get(note.input.offset) ?? this.#either.get(name);
    if (late && answers) {
      answers.late.delete(note.input.offset);
      this.#either.delete(name);
      this.#parkedJudge.meet(note, late.record, late.verdicts);
    } else if (!answers) this.#parkedJudge.orphan(note);
    else if (answers.isBehind(note.input.offset)) this.#parkedJudge.answered(note);
    else this.#parked.set(name, [...(this.#parked.get(name) ?? []), note]);
  }

  /** Everything was read: what is left over is waiting, or should not be. */
  async finish(): Promise<Waiting> {
    let inputs = 0;
    for (const [topic, answers] of this.#answers) {
      const waiting = new Set<string>();
      for await (const record of answers.rest()) inputs += this.#leave(topic, record, waiting);
      for (const { record, verdicts } of answers.late.values()) this.#unanswered(record, verdicts);
    }
    for (const notes of this.#parked.values()) for (const note of notes) this.#parkedJudge.orphan(note);
    return { step: this.#ports.step, inputs };
  }

  /** The record a link answers, where it is one that this step reads, answered for the first time. */
  async #input(link: Pick<AnyLink, 'input'>, mark: Mark): Promise<RawRecord | undefined> {
    const { topic, partition, offset } = link.input;
    const answers = this.#answers.get(topic);
    if (!answers || partition !== this.#ports.partition) {
      const expected = `${[...this.#answers.keys()].join(' / ')}, partition ${this.#ports.partition}`;
      this.#raise('INPUT_FOREIGN', mark, 'input', expected, `${topic}, partition ${partition}`);
      return undefined;
    }
    if (offset < this.#ports.end(topic)) {
      const found = await answers.answer(offset, mark);
      if (found.is === 'answered') {
        this.#raise('INPUT_TWICE', mark, 'input.offset', 'a record not answered yet', `${topic}@${offset}`);
        return undefined;
      }
      for (const note of this.#parked.get(`${topic}@${offset}`) ?? []) this.#parkedJudge.answered(note);
      this.#parked.delete(`${topic}@${offset}`);
      if (found.is === 'there') return found.record;
    }
    this.#raise('INPUT_MISSING', mark, 'input.offset', 'a record', `${topic}@${offset}: none`, {
      by: this.#spot(mark.offset),
      about: { topic, partition, offset },
      sha256: link.input.sha256,
    });
    return undefined;
  }

  /** The case belongs into this partition; asked when its first link is met. */
  #place(room: CaseRoom, record: RawRecord): void {
    if (room.placed) return;
    room.placed = true;
    const { partition, partitions } = this.#ports;
    const belongs = partitionOf(room.name, partitions);
    if (belongs !== partition)
      this.#raise(
        'KEY_PARTITION',
        { offset: record.offset, case: room.name, time: record.timestamp },
        'key',
        String(belongs),
        String(partition),
      );
  }

  #judge(room: CaseRoom, opened: OpenedLink, input: RawRecord | undefined, mark: Mark): void {
    const { step, versions, schemes } = this.#ports;
    const { link, record } = opened;
    const mine = room.steps[step];
    const date = this.#wrongDate(mine, link, record, input);
    if (date) this.#raise('BACK_DATED', mark, date.field, date.expected, date.found);
    const rule = versions.find(({ rules }) => rules === link.decider.rules) ?? versions[0];
    const memory = mine.memory ?? blank(rule, link.case);
    if (!input) {
      this.#follows(mine, memory, opened, mark);
      return;
    }
    const { findings, after } = again(rule, memory, opened, input, schemes);
    const otherInput = findings.some(({ code }) => code === 'INPUT_HASH');
    for (const finding of findings)
      if (!(otherInput && isOfInput(finding))) this.#raiseAgain(finding, mine, opened, mark);
    // A link that stands behind where the chain already is was doubled or moved: the chain goes on from where it was.
    if (link.seq >= memory.next || memory.next === 0) this.#remember(room, mine, opened, after);
    this.#seal(room, opened, input, findings.length === 0);
  }

  /** Without the record it answers a link cannot be decided again; its place in the chain is looked at all the same. */
  #follows(mine: StepRoom, memory: CaseMemory, opened: OpenedLink, mark: Mark): void {
    const { link } = opened;
    if (link.seq !== memory.next) this.#raise('CASE_GAP', mark, 'seq', String(memory.next), String(link.seq));
    if (link.previous !== memory.head)
      this.#raise('PREV_HASH', mark, 'previous', String(memory.head), String(link.previous), this.#claim(mine, opened));
    if (link.seq >= memory.next) follow(mine, opened, memory);
  }

  /** A link is not dated before what it answers arrived, nor after it was written, nor long before the one before it. */
  #wrongDate(
    mine: StepRoom,
    link: Pick<AnyLink, 'time'>,
    record: RawRecord,
    input: RawRecord | undefined,
  ): { field: string; expected: string; found: string } | undefined {
    const at = Date.parse(link.time);
    const wrong = (expected: string) => ({ field: 'time', expected, found: link.time });
    if (input && at < input.timestamp) return wrong(`not before ${isoOf(input.timestamp)}`);
    if (at > record.timestamp + LIMITS.aheadMs) return wrong(`not after ${isoOf(record.timestamp)}`);
    if (mine.lastTime !== '' && at < Date.parse(mine.lastTime) - LIMITS.aheadMs)
      return wrong(`not before ${mine.lastTime}`);
    if (!input || record.timestamp >= input.timestamp - LIMITS.aheadMs) return undefined;
    const expected = `not before ${isoOf(input.timestamp)}`;
    return { field: 'LogAppendTime', expected, found: isoOf(record.timestamp) };
  }

  /** What a seal says beyond its decision; asked where the decision itself is sound. */
  #seal(room: CaseRoom, opened: OpenedLink, input: RawRecord, sound: boolean): void {
    if (this.#ports.step === 'store' && sound) this.#ports.seals.renewals.judge(opened, input, room);
    if (this.#ports.step !== 'seal') return;
    if (sound) this.#ports.seals.judge(opened, input, room);
    room.links = [];
  }

  #remember(room: CaseRoom, mine: StepRoom, { link, hash, record }: OpenedLink, after: CaseMemory): void {
    const { step, queues, versions, contents } = this.#ports;
    const rule = versions.find(({ rules }) => rules === link.decider.rules) ?? versions[0];
    if (queues.size > 1) mine.before = earlier(mine, link.input.topic, [...queues.keys()], rule, after, link.case);
    mine.memory = after;
    mine.lastOffset = record.offset;
    mine.lastTime = link.time;
    room.stage = stageAfter(room.stage, link.type as LinkType);
    if (step === 'capture' || step === 'check') room.links.push({ step, offset: record.offset, sha256: hash });
    if (contents) contentsOf(room, { link, record }, this.#ports.sink);
  }

  /** What deciding again found, with the record that a digest was claimed of. */
  #raiseAgain({ code, field, expected, found }: LinkFinding, mine: StepRoom, opened: OpenedLink, mark: Mark): void {
    const { link } = opened;
    if (code === 'PREV_HASH') this.#raise(code, mark, field, expected, found, this.#claim(mine, opened));
    else if (code === 'INPUT_HASH') {
      const { topic, partition, offset, sha256 } = link.input;
      this.#raise(code, mark, field, expected, found, {
        by: this.#spot(mark.offset),
        about: { topic, partition, offset },
        sha256,
      });
    } else this.#raise(code, mark, field, expected, found);
  }

  #claim(mine: StepRoom, { link, record }: OpenedLink): Raise['claim'] {
    return link.previous === null || mine.lastOffset < 0
      ? undefined
      : { by: this.#spot(record.offset), about: this.#spot(mine.lastOffset), sha256: link.previous };
  }

  /** An input that was passed over. @returns what calls for an explanation that has not come yet */
  #pass(record: RawRecord): readonly Verdict[] | undefined {
    const { versions, rooms, schemes, partitions, inScope } = this.#ports;
    if (!inScope(record.key)) return undefined;
    const verdicts = verdictsOn(versions, record, rooms, schemes, partitions);
    const name = `${record.topic}@${record.offset}`;
    const notes = this.#parked.get(name);
    if (notes) {
      this.#parked.delete(name);
      this.#parkedJudge.meetAll(notes, record, verdicts);
      return undefined;
    }
    if (!verdicts.some((verdict) => verdict.do === 'skip')) return verdicts;
    if (verdicts.some((verdict) => verdict.do === 'park')) this.#either.set(name, { record, verdicts });
    return undefined;
  }

  /** An input that the step has not reached, as far as links tell. @returns 1 where it waits */
  #leave(topic: string, record: RawRecord, waiting: Set<string>): number {
    const { versions, rooms, schemes, partitions, inScope } = this.#ports;
    if (!inScope(record.key)) return 0;
    const verdicts = verdictsOn(versions, record, rooms, schemes, partitions);
    const key = record.key === null ? '' : Buffer.from(record.key).toString('latin1');
    const name = `${topic}@${record.offset}`;
    const notes = this.#parked.get(name);
    if (notes) {
      this.#parked.delete(name);
      // Links of the case that came after the snapshot may have changed what the rule says.
      this.#parkedJudge.meetAll(notes, record, waiting.has(key) ? undefined : verdicts);
      return 0;
    }
    if (verdicts.some((verdict) => verdict.do === 'skip')) return 0;
    waiting.add(key);
    return 1;
  }

  #unanswered(record: RawRecord, verdicts: readonly Verdict[]): void {
    const { step, sink } = this.#ports;
    const gather = verdicts.some((verdict) => verdict.do === 'gather');
    const { topic, partition, offset, timestamp: time } = record;
    sink.found(
      raised({
        code: gather ? 'INPUT_UNANSWERED' : 'PARKED_MISSING',
        at: { topic, partition, offset },
        case: record.key === null ? null : Buffer.from(record.key).toString('utf8').slice(0, 100),
        time,
        field: step,
        expected: gather ? `a link in ${this.#topic}` : verdicts.map(({ reason }) => reason).join(', '),
        found: 'none',
      }),
    );
  }

  #raiseAll(faults: readonly EnvelopeFault[], mark: Mark): void {
    for (const { code, field, expected, found } of faults) this.#raise(code, mark, field, expected, found);
  }

  #spot = (offset: number): Spot => ({ topic: this.#topic, partition: this.#ports.partition, offset });

  #raise(
    code: Raise['code'],
    { offset, case: name, time }: Mark,
    field: string,
    expected: string,
    found: string,
    claim?: Raise['claim'],
  ): void {
    const at = this.#spot(offset);
    this.#ports.sink.found(
      raised({ code, at, case: name === '' ? null : name, time, field, expected, found, ...(claim && { claim }) }),
    );
  }
}

/** The memories that inputs may still have met once a link stands that answers a record of this topic: those of this topic lie behind it. */
function earlier(
  { before, memory }: StepRoom,
  topic: string,
  topics: readonly string[],
  rule: AnyRule,
  after: CaseMemory,
  name: string,
): StepRoom['before'] {
  const others = topics.filter((one) => one !== topic);
  const { considersBy } = rule;
  // An input may also have met the step before it had written anything of the case.
  const past = memory ?? blank(rule, name);
  const differs = !considersBy || considersBy(past.state) !== considersBy(after.state);
  return [...before, ...(differs ? [{ memory: past, topics: others }] : [])]
    .map((one) => ({ ...one, topics: one.topics.filter((name) => name !== topic) }))
    .filter((one) => one.topics.length > 0)
    .slice(-MEMORIES);
}

/** What cannot be decided of the record that lies there says nothing of the link, where it is not the record that the link answered. */
const isOfInput = ({ code, field }: LinkFinding): boolean =>
  code === 'INPUT_CASE' || (code === 'DECISION_DIFFERS' && field === 'input');

const isoOf = (ms: number): string => new Date(ms).toISOString();

/** Decides again. What an earlier forged link left behind may be nothing a rule can work with; that is a finding like any other. */
function again(
  rule: AnyRule,
  memory: CaseMemory,
  opened: OpenedLink,
  input: RawRecord,
  schemes: SchemeBook,
): ReturnType<typeof redecide> {
  try {
    return redecide(rule, memory, opened, input, schemes);
  } catch (error) {
    const { link, hash } = opened;
    const expected = `a decision: ${error instanceof Error ? error.message : String(error)}`;
    return {
      findings: [{ code: 'DECISION_DIFFERS', field: 'facts', expected, found: link.type }],
      after: { next: link.seq + 1, head: hash, last: link.type as LinkType, state: memory.state },
    };
  }
}

/** The chain goes on from a link that could not be judged, so that the next one is judged by what this one is. */
function follow(mine: StepRoom, { link, hash, record }: OpenedLink, { state }: CaseMemory): void {
  mine.memory = { next: link.seq + 1, head: hash, last: link.type as LinkType, state: mine.memory?.state ?? state };
  mine.lastOffset = record.offset;
  mine.lastTime = link.time;
}
