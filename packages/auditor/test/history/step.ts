import {
  type AnyRule,
  archiveTopic,
  LINKS,
  linkHeaders,
  Malformed,
  type PublishedScheme,
  parkedTopic,
  parseWith,
  type RawRecord,
  type SealTimestamp,
  type StepName,
} from '@guidang/contracts';
import { blank, type CaseMemory, makeLink, misplaced, parkedOf, parkedRecord, type SchemeBook } from '@guidang/stream';
import type { Draft, MemoryLog } from './broker.ts';
import type { Gatherer } from './gatherers.ts';
import { type Signers, stampTogether } from './trust.ts';

export interface StepWorld {
  readonly log: MemoryLog;
  readonly rule: AnyRule;
  readonly schemes: SchemeBook;
  readonly gather: Gatherer;
  /** Own links of every case, shared with the steps behind. */
  readonly links: ReadonlyMap<StepName, Map<string, Uint8Array[]>>;
  readonly software: string;
  readonly signers: Signers;
  /** Types of links that were held against their contracts. */
  readonly known: Set<string>;
}

/** An input with all that a decision about it rests on. */
interface Gathered {
  readonly record: RawRecord;
  readonly input: ReturnType<AnyRule['parse']>;
  readonly scheme: PublishedScheme | undefined;
  readonly facts: unknown;
  readonly at: string;
}

/** One partition of a step: takes inputs in order, and appends what it decides in one transaction. */
export class SimStep {
  readonly #world: StepWorld;
  readonly #partition: number;
  readonly #next = new Map<string, number>();
  readonly #memories = new Map<string, CaseMemory>();
  readonly #stamps: { digest: Uint8Array; stamped: (timestamp: SealTimestamp) => void }[] = [];
  readonly #decided = new Map<Gathered, Draft>();

  constructor(world: StepWorld, partition: number) {
    this.#world = world;
    this.#partition = partition;
  }

  /** Records of an input topic that were not taken yet. */
  pending(topic: string): RawRecord[] {
    return this.#world.log.records(topic, this.#partition, this.#next.get(topic) ?? 0);
  }

  /** Takes so many records of a topic. @param crash what it would write is given up first, as if the process died before it committed */
  work(topic: string, most: number, crash: boolean): number {
    const { log, rule } = this.#world;
    const records = this.pending(topic).slice(0, most);
    if (records.length === 0) return 0;
    const links: Draft[] = [];
    const parked: Draft[] = [];
    const gathered = records.flatMap((record) => this.#gather(record, parked) ?? []);
    this.#stampAll();
    for (const one of gathered) links.push(this.#decide(one));
    this.#next.set(topic, records.at(-1)!.offset + 1);
    if (crash && links.length > 0) {
      log.append(archiveTopic(rule.step), this.#partition, links, 'abort');
      log.now += 40;
    }
    if (links.length > 0) log.append(archiveTopic(rule.step), this.#partition, links, 'commit');
    if (parked.length > 0) log.append(parkedTopic(rule.step), this.#partition, parked, 'commit');
    return records.length;
  }

  /** What there is to decide about a record. Records of one case are decided before the next of it is looked at, but for those that wait for a timestamp. */
  #gather(record: RawRecord, parked: Draft[]): Gathered | undefined {
    const { rule, schemes, gather, log } = this.#world;
    const at = new Date(Math.max(log.now - 3, record.timestamp)).toISOString();
    const park = (reason: string, faults: Malformed['faults']): void => {
      const out = parkedRecord(rule.step, parkedOf(rule.step, record, reason, faults, at), record);
      parked.push(out);
    };
    let input: ReturnType<AnyRule['parse']>;
    try {
      input = rule.parse(record);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      park('MALFORMED', error.faults);
      return undefined;
    }
    const memory = this.#memories.get(input.case) ?? blank(rule, input.case);
    const named = rule.schemeOf(memory.state, input.value);
    const scheme = named && schemes.find(named.id, named.version);
    const considered = rule.consider({ state: memory.state, input: input.value, scheme });
    if (considered.do === 'skip') return undefined;
    const aside = misplaced(input.case, record, log.partitions) ?? considered;
    if (aside.do === 'park') park(aside.reason, aside.faults);
    if (aside.do !== 'gather') return undefined;
    const of = (step: StepName): Uint8Array[] => this.#world.links.get(step)!.get(input.case) ?? [];
    const facts = gather({
      input: input.value,
      record,
      scheme,
      state: memory.state,
      own: of(rule.step),
      captured: of('capture'),
      checked: of('check'),
      sealed: of('seal'),
      now: log.now,
      stamp: (digest, stamped) => void this.#stamps.push({ digest, stamped }),
    });
    const gathered = { record, input, scheme, facts, at };
    if (this.#stamps.length > 0) return gathered;
    this.#decided.set(gathered, this.#make(gathered));
    return gathered;
  }

  #decide(gathered: Gathered): Draft {
    const draft = this.#decided.get(gathered) ?? this.#make(gathered);
    this.#decided.delete(gathered);
    return draft;
  }

  #make({ record, input, scheme, facts, at }: Gathered): Draft {
    const { rule, software } = this.#world;
    const memory = this.#memories.get(input.case) ?? blank(rule, input.case);
    const made = makeLink(rule, memory, { record, input, scheme, facts, at, software });
    this.#mustBeLink(made.link.type, made.bytes);
    this.#memories.set(input.case, made.after);
    const own = this.#world.links.get(rule.step)!;
    own.set(input.case, [...(own.get(input.case) ?? []), made.bytes]);
    const headers = { ...linkHeaders(made.link), traceparent: record.headers.traceparent ?? '' };
    return { key: input.case, value: made.bytes, headers };
  }

  /** One timestamp for all that wait for one. */
  #stampAll(): void {
    const waiting = this.#stamps.splice(0);
    if (waiting.length === 0) return;
    const { signers, log } = this.#world;
    const { token, root, by, pathOf } = stampTogether(
      waiting.map(({ digest }) => digest),
      signers,
      log.now,
    );
    for (const { digest, stamped } of waiting)
      stamped({ token, root, path: pathOf(digest).map((group) => [...group]), by });
  }

  /** Of every kind the first: where a contract has grown, it is the made-up facts that have to follow (gatherers.ts). */
  #mustBeLink(type: string, bytes: Uint8Array): void {
    const { rule, known } = this.#world;
    if (known.has(type)) return;
    known.add(type);
    parseWith(LINKS[rule.step], JSON.parse(Buffer.from(bytes).toString('utf8')));
  }
}
