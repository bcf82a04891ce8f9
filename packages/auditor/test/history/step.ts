import {
  type AnyRule,
  archiveTopic,
  keyOf,
  LINKS,
  linkHeaders,
  Malformed,
  parkedTopic,
  parseWith,
  type RawRecord,
  type StepName,
} from '@guidang/contracts';
import { blank, type CaseMemory, makeLink, parkedOf, parkedRecord, type SchemeBook } from '@guidang/stream';
import type { Draft, MemoryLog } from './broker.ts';
import type { Gatherer } from './gatherers.ts';

export interface StepWorld {
  readonly log: MemoryLog;
  readonly rule: AnyRule;
  readonly schemes: SchemeBook;
  readonly gather: Gatherer;
  /** Own links of every case, shared with the steps behind. */
  readonly links: ReadonlyMap<StepName, Map<string, Uint8Array[]>>;
  readonly software: string;
  /** Types of links that were held against their contracts. */
  readonly known: Set<string>;
}

/** One partition of a step: takes inputs in order, and appends what it decides in one transaction. */
export class SimStep {
  readonly #world: StepWorld;
  readonly #partition: number;
  readonly #next = new Map<string, number>();
  readonly #memories = new Map<string, CaseMemory>();

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
    for (const record of records) this.#decide(record, links, parked);
    this.#next.set(topic, records.at(-1)!.offset + 1);
    if (crash && links.length > 0) {
      log.append(archiveTopic(rule.step), this.#partition, links, 'abort');
      log.now += 40;
    }
    if (links.length > 0) log.append(archiveTopic(rule.step), this.#partition, links, 'commit');
    if (parked.length > 0) log.append(parkedTopic(rule.step), this.#partition, parked, 'commit');
    return records.length;
  }

  #decide(record: RawRecord, links: Draft[], parked: Draft[]): void {
    const { rule, schemes, gather, software, log } = this.#world;
    const at = new Date(Math.max(log.now - 3, record.timestamp)).toISOString();
    const park = (reason: string, faults: Malformed['faults']): void => {
      const out = parkedRecord(rule.step, parkedOf(rule.step, record, reason, faults, at), keyOf(record) ?? '');
      parked.push(out);
    };
    let input: ReturnType<AnyRule['parse']>;
    try {
      input = rule.parse(record);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      park('MALFORMED', error.faults);
      return;
    }
    const memory = this.#memories.get(input.case) ?? blank(rule, input.case);
    const named = rule.schemeOf(memory.state, input.value);
    const scheme = named && schemes.find(named.id, named.version);
    const considered = rule.consider({ state: memory.state, input: input.value, scheme });
    if (considered.do === 'park') park(considered.reason, considered.faults);
    if (considered.do !== 'gather') return;
    const of = (step: StepName): Uint8Array[] => this.#world.links.get(step)!.get(input.case) ?? [];
    const facts = gather({
      input: input.value,
      record,
      scheme,
      state: memory.state,
      own: of(rule.step),
      captured: of('capture'),
      checked: of('check'),
      now: log.now,
    });
    const made = makeLink(rule, memory, { record, input, scheme, facts, at, software });
    this.#mustBeLink(made.link.type, made.bytes);
    this.#memories.set(input.case, made.after);
    this.#world.links.get(rule.step)!.set(input.case, [...of(rule.step), made.bytes]);
    const headers = { ...linkHeaders(made.link), traceparent: record.headers.traceparent ?? '' };
    links.push({ key: input.case, value: made.bytes, headers });
  }

  /** Of every kind the first: where a contract has grown, it is the made-up facts that have to follow (gatherers.ts). */
  #mustBeLink(type: string, bytes: Uint8Array): void {
    const { rule, known } = this.#world;
    if (known.has(type)) return;
    known.add(type);
    parseWith(LINKS[rule.step], JSON.parse(Buffer.from(bytes).toString('utf8')));
  }
}
