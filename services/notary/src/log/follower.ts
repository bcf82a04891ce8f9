import { type AnyRule, archiveTopic, Malformed, type RawRecord } from '@guidang/contracts';
import {
  blank,
  type CaseMemory,
  cursorOver,
  decideQuickly,
  heldBytes,
  type InputCursor,
  type LogReader,
  openLink,
  PartitionMemory,
  type QuickLink,
  quickLink,
  type RuleVersions,
  redecide,
  ruleOf,
  type SchemeFollower,
  type StateCache,
} from '@guidang/stream';
import { LinksAtHand } from './links-at-hand.ts';
import { LinkRefused } from './refused.ts';

/** A link that was decided again and holds. */
export interface JudgedLink {
  readonly offset: number;
  readonly value: Uint8Array;
}

/**
 * Follows one partition of one step: reads its links, fetches the record each answers, and decides again. What it must remember of cases lies in a cache
 * with the offset it is true for, as a step's own memory does.
 */
export class Follower {
  readonly topic: string;
  readonly partition: number;
  readonly #versions: RuleVersions;
  readonly #reader: LogReader;
  readonly #schemes: SchemeFollower;
  readonly #memory: PartitionMemory;
  readonly #atHand: LinksAtHand;
  readonly #inputs: ReadonlyMap<string, InputCursor>;
  /** Judged and not yet in the log: by case, what is remembered after its last link. */
  #pending = new Map<string, CaseMemory>();
  /** Offset of the last link judged. */
  #judged = -1;
  /** Where reading goes on: behind that link, and behind the markers after it. */
  #next = 0;

  /**
   * @param versions of the step's rule, newest first
   * @param slot number of this partition in the notary's cache
   * @param atHand shared by all followers: what one judges the next ones read
   * @param most bytes that what is remembered of its cases may take; all followers share one heap
   */
  constructor(
    versions: RuleVersions,
    partition: number,
    reader: LogReader,
    schemes: SchemeFollower,
    cache: StateCache | undefined,
    slot: number,
    owner: string,
    atHand: LinksAtHand = new LinksAtHand(),
    most: number = heldBytes(1),
  ) {
    this.topic = archiveTopic(versions[0].step);
    this.partition = partition;
    this.#versions = versions;
    this.#reader = reader;
    this.#schemes = schemes;
    this.#atHand = atHand;
    this.#memory = new PartitionMemory(versions[0], cache, slot, owner, false, most);
    const reads = new Set(versions.flatMap((rule) => rule.reads));
    this.#inputs = new Map([...reads].map((topic) => [topic, cursorOver(reader, topic, partition, { leaps: true })]));
  }

  /** Comes to where the log ends in this partition: what the cache does not know is decided again. */
  async open(logged: number): Promise<void> {
    this.#judged = (await this.#memory.open()).offset;
    this.#next = this.#judged + 1;
    if (this.#judged >= logged)
      throw new Error(
        `${this.topic}-${this.partition}: the cache has judged up to ${this.#judged}, the log ends at ${logged - 1}; empty the notary's tables and start again`,
      );
    for await (const _ of this.links(logged)) {
      if (this.#memory.crowded) {
        this.committed();
        await this.#memory.save();
      }
    }
    this.committed();
  }

  /** Links from where it stands up to offset `until`, each decided again. @throws LinkRefused */
  async *links(until: number): AsyncGenerator<JudgedLink> {
    for await (const entry of this.#reader.scan(this.topic, this.partition, this.#next, until)) {
      if (entry.kind === 'record') {
        await this.#judge(entry.record);
        this.#judged = entry.offset;
      }
      // Before it is handed on: whoever takes only some of the links goes on behind the last one.
      this.#next = entry.offset + 1;
      if (entry.kind === 'record') yield { offset: entry.offset, value: entry.record.value! };
    }
  }

  async #judge(record: RawRecord): Promise<void> {
    const quick = quickLink(this.#versions[0].step, record);
    const link = quick?.link ?? this.#open(record).link;
    const refuse = (field: string): never => {
      throw new LinkRefused(record, [{ code: 'INPUT_CASE', field }]);
    };
    if (link.input.partition !== record.partition) refuse('input.partition');
    const input = await this.#inputs.get(link.input.topic)?.at(link.input.offset);
    if (!input) return refuse('input');
    // The step may know a scheme that was published after we last looked.
    if (link.decider.scheme !== null && !this.#schemes.book.byDigest(link.decider.scheme))
      await this.#schemes.refresh();
    await this.#memory.ensure([link.case]);
    const rule = ruleOf(this.#versions, link.decider.rules);
    const known = this.#memory.get(link.case);
    const before = known.next === 0 ? blank(rule, link.case) : known;
    const after = this.#quickly(rule, before, quick, input) ?? this.#withCare(rule, before, record, input);
    this.#memory.advance(link.case, after, record.value!);
    this.#pending.set(link.case, after);
  }

  #quickly(rule: AnyRule, before: CaseMemory, quick: QuickLink | undefined, input: RawRecord): CaseMemory | undefined {
    const decided = quick && decideQuickly(rule, before, quick, this.#atHand.opened(input), this.#schemes.book);
    if (decided) this.#atHand.keep(quick.record, decided.link, quick.sha256);
    return decided?.after;
  }

  /** What the short way does not find whole is looked at closely, and told in full where it is not. @throws LinkRefused */
  #withCare(rule: AnyRule, before: CaseMemory, record: RawRecord, input: RawRecord): CaseMemory {
    const { findings, after } = redecide(rule, before, this.#open(record), input, this.#schemes.book);
    if (findings.length > 0) throw new LinkRefused(record, findings);
    return after;
  }

  #open(record: RawRecord) {
    try {
      return openLink(this.#versions[0].step, record);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      throw new LinkRefused(
        record,
        error.faults.map(({ field }) => ({ code: 'DECISION_DIFFERS', field })),
      );
    }
  }

  /** What was judged is in the log now, and may be kept. */
  committed(): void {
    for (const [name, memory] of this.#pending) this.#memory.committed(name, memory);
    this.#pending = new Map();
    this.#memory.reached({ offset: this.#judged, answered: {} });
  }

  save(): Promise<void> {
    return this.#memory.save();
  }
}
