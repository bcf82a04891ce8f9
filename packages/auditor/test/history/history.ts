import {
  CASE_DECISIONS,
  CASE_EVENTS,
  type CaseDecision,
  partitionOf,
  SCHEMES,
  STEPS,
  type StepName,
  type UseRequested,
} from '@guidang/contracts';
import { schemeRecords } from '@guidang/lab/matters';
import { SchemeBook } from '@guidang/stream';
import { RULES } from '../../src/rules.ts';
import { type Draft, MemoryLog } from './broker.ts';
import { gatherers } from './gatherers.ts';
import { handings, KEPT, keeping } from './handed-in.ts';
import { SimNotary } from './notary.ts';
import { Operator } from './operator.ts';
import { Random } from './random.ts';
import { holdingOf, renewalDue } from './renewals.ts';
import { type CaseScript, type Course, draftOf, scriptOf } from './script.ts';
import { SimStep } from './step.ts';
import type { Signers } from './trust.ts';

export interface HistoryOptions {
  readonly seed: number;
  readonly cases: number;
  readonly partitions: number;
  readonly signers: Signers;
  /** How often something out of the ordinary happens, 0 to 1. */
  readonly trouble: number;
  /** Links at the end that the notary has not come to. */
  readonly unloggedTail: boolean;
  /** Steps stop where they are, with inputs still waiting. */
  readonly unfinished: boolean;
  /** Milliseconds that may pass between one round and the next; 2,000 where left out. */
  readonly pauseMs?: number;
  /** When it begins, milliseconds since 1970; `BEGINS` where left out. */
  readonly begins?: number;
  /** How much of what was put aside people send on, 0 to 1; none where left out. */
  readonly releases?: number;
  /** Whether packages from elsewhere are handed in as well, at the end. */
  readonly handedIn?: boolean;
  /** What cases do; evenly drawn. */
  readonly courses?: readonly Course[];
}

export interface History {
  readonly log: MemoryLog;
  readonly files: ReadonlyMap<string, Buffer>;
  readonly signers: Signers;
  readonly scripts: readonly CaseScript[];
  readonly links: number;
  /** Parked records that were sent on. */
  readonly released: number;
  /** Size of the log. */
  readonly size: number;
  /** By step, the own links of each case as they lie. */
  readonly linksOf: ReadonlyMap<StepName, ReadonlyMap<string, readonly Uint8Array[]>>;
}

/** When histories begin: the certificates of the signers must be valid then. */
export const BEGINS = Date.UTC(2026, 2, 1, 1);
const ALL: readonly Course[] = [
  'stored',
  'stored',
  'stored',
  'amended',
  'refused',
  'withdrawn',
  'open',
  'replaced',
  'late-events',
  'amended-after-storing',
];

/**
 * Makes a legal history: the real rules decide on cases that were never handled, with facts that might have been found. Everything that may happen to an honest
 * system happens: duplicates, records nobody can work on, given-up transactions, restarts, steps and notaries that lag.
 */
export function makeHistory(options: HistoryOptions): History {
  const { seed, cases, partitions, signers, trouble, courses = ALL, begins = BEGINS } = options;
  const random = new Random(seed);
  const log = new MemoryLog(partitions, begins);
  const schemes = new SchemeBook();
  const late = random.chance(trouble) ? random.below(12) : -1;
  const astray = new Random(random.below(2 ** 31));
  publishSchemes(log, schemes, (n) => n !== late);
  const scripts = Array.from({ length: cases }, (_, n) => scriptOf(n, random.pick(courses), random));
  const links = new Map(STEPS.map((step) => [step, new Map<string, Uint8Array[]>()]));
  const gather = gatherers(signers);
  const world = { log, schemes, links, software: '0.1.0', known: new Set<string>(), signers };
  const steps = STEPS.flatMap((step) =>
    Array.from({ length: partitions }, (_, partition) => ({
      topics: RULES[step][0].reads,
      sim: new SimStep({ ...world, rule: RULES[step][0], gather: gather[step] }, partition),
    })),
  );
  const notary = new SimNotary(log, signers);
  const crowd = new Crowd(scripts, random, astray, trouble, log);
  const watch = new Watch(scripts, new Random(seed + 0x5eed), log, links.get('store')!);
  const operator = new Operator(log, new Random(seed + 0x0e1ea5e));
  const inTurn = (share: number): void => {
    for (const { topics, sim } of steps)
      for (const topic of topics) {
        if (!random.chance(share)) continue;
        log.now += random.between(1, 20);
        sim.work(topic, random.between(1, 60), random.chance(trouble * 0.05));
      }
  };
  let late2 = late;
  while (!crowd.done) {
    crowd.publish(random.between(1, 40));
    watch.ask();
    operator.release(options.releases ?? 0);
    inTurn(0.6);
    if (late2 >= 0 && random.chance(0.05)) {
      publishSchemes(log, schemes, (n) => n === late2);
      late2 = -1;
    }
    if (random.chance(trouble * 0.1)) restart(log, random);
    const away = options.unloggedTail && crowd.left < 0.3;
    if (!away && random.chance(0.3)) notary.extend(random.chance(0.2) ? random.between(1, 50) : undefined);
    if (random.chance(0.25)) notary.witness(random.chance(0.3));
    log.now += random.between(5, options.pauseMs ?? 2_000);
  }
  const finish = (): void => {
    for (let busy = 1; busy > 0; ) {
      busy = 0;
      for (const { topics, sim } of steps) for (const topic of topics) busy += sim.work(topic, 500, false);
      log.now += 50;
    }
  };
  if (!options.unfinished) {
    finish();
    operator.release(options.releases ?? 0);
    finish();
    // Evidence is renewed long after a case is over, and more than once.
    for (let year = 0; year < 3; year++) {
      for (let n = 0; n < cases; n++) watch.ask();
      finish();
    }
  }
  const decided = (one: CaseDecision): void => {
    const draft = { key: one.case, value: Buffer.from(JSON.stringify(one)), headers: {} };
    log.append(CASE_DECISIONS, partitionOf(one.case, partitions), [draft]);
    finish();
  };
  if (options.handedIn) {
    for (const one of handings(log.now)) decided(one);
    const own = links.get('store')!;
    for (const kind of KEPT)
      for (const name of [...own.keys()].filter((name) => holdingOf(own.get(name)!)?.elsewhere)) {
        log.now += 1_000;
        decided(keeping(kind, name, own.get(name)!, log.now));
      }
  }
  if (!options.unloggedTail) notary.extend();
  else if (notary.size === 0) notary.extend(cases * 4);
  notary.witness(true);
  const count = [...links.values()]
    .flatMap((byCase) => [...byCase.values()])
    .reduce((sum, list) => sum + list.length, 0);
  return {
    ...{ log, files: notary.files, signers, scripts, links: count },
    ...{ released: operator.released, size: notary.size, linksOf: links },
  };
}

function publishSchemes(log: MemoryLog, book: SchemeBook, which: (n: number) => boolean): void {
  for (const [n, { key, value }] of schemeRecords().entries()) {
    if (!which(n)) continue;
    log.append(SCHEMES, 0, [{ key, value, headers: {} }]);
    const newest = log.of(SCHEMES, 0).at(-1)!;
    if (newest.kind === 'record') book.add(newest.record);
  }
}

/** A step starts anew: the one before it is fenced, and a transaction it had begun leaves nothing but its end. */
function restart(log: MemoryLog, random: Random): void {
  const step = random.pick(STEPS);
  log.append(`archive.${step}`, random.below(log.partitions), [], 'abort');
}

/** The government systems: every case tells its story in order, all of them at once. */
class Crowd {
  readonly #running: { script: CaseScript; at: number }[] = [];
  readonly #waiting: CaseScript[];
  readonly #random: Random;
  readonly #astray: Random;
  readonly #trouble: number;
  readonly #log: MemoryLog;
  readonly #sent: Draft[] = [];
  readonly #all: number;
  #asked = 0;

  constructor(scripts: readonly CaseScript[], random: Random, astray: Random, trouble: number, log: MemoryLog) {
    this.#waiting = [...scripts];
    this.#all = scripts.length;
    this.#random = random;
    this.#astray = astray;
    this.#trouble = trouble;
    this.#log = log;
  }

  /** The share of cases that have not begun. */
  get left(): number {
    return this.#waiting.length / this.#all;
  }

  get done(): boolean {
    return this.#waiting.length === 0 && this.#running.length === 0;
  }

  publish(events: number): void {
    const random = this.#random;
    for (let n = 0; n < events && !this.done; n++) {
      this.#log.now += random.between(1, 30);
      while (this.#running.length < 12 && this.#waiting.length > 0)
        this.#running.push({ script: this.#waiting.shift()!, at: 0 });
      const one = random.pick(this.#running);
      const event = one.script.events[one.at++]!(this.#log.now);
      const draft = draftOf(event);
      this.#send(draft);
      this.#sent.push(draft);
      if (one.at === one.script.events.length) this.#running.splice(this.#running.indexOf(one), 1);
      if (random.chance(this.#trouble * 0.05)) this.#send(random.pick(this.#sent));
      if (random.chance(this.#trouble * 0.05)) this.#send(this.#hostile());
      if (this.#astray.chance(this.#trouble * 0.05)) this.#sendAstray(draft);
      if (random.chance(0.06)) this.#ask(one.script.name);
    }
  }

  #send(draft: Draft, topic = CASE_EVENTS): void {
    const partition =
      draft.key === null ? this.#random.below(this.#log.partitions) : partitionOf(draft.key, this.#log.partitions);
    this.#log.append(topic, partition, [draft]);
  }

  /** A publisher with a partitioner of its own. */
  #sendAstray(draft: Draft): void {
    const { partitions } = this.#log;
    if (partitions === 1) return;
    const away = this.#astray.between(1, partitions - 1);
    this.#log.append(CASE_EVENTS, (partitionOf(draft.key!, partitions) + away) % partitions, [draft]);
  }

  /** Somebody asks for a copy, of a case that may be stored or not. */
  #ask(name: string): void {
    const random = this.#random;
    const request: UseRequested = {
      id: `request-${++this.#asked}`,
      type: 'use.requested',
      version: 1,
      case: name,
      time: new Date(this.#log.now).toISOString(),
      by: { account: 'archivist-1', role: 'archivist' },
      data: { path: random.chance(0.7) ? 'data/result/result-1.pdf' : 'data/nothing.pdf', purpose: '查询本人办件' },
    };
    const draft = { key: name, value: Buffer.from(JSON.stringify(request)), headers: {} };
    this.#send(draft, CASE_DECISIONS);
    if (random.chance(this.#trouble * 0.2)) this.#send(draft, CASE_DECISIONS);
  }

  /** What cannot be worked on. */
  #hostile(): Draft {
    const random = this.#random;
    const known = random.pick(this.#sent);
    switch (random.below(6)) {
      case 0:
        return { ...known, value: Buffer.from('{"half":') };
      case 1:
        return { ...known, value: null };
      case 2:
        return { ...known, key: 'SOMEBODY-ELSE-1' };
      case 3:
        return { key: null, value: Buffer.from('[]'), headers: {} };
      case 4:
        return { ...known, value: Buffer.alloc(700_000, 0x20), headers: { ce_id: '坏' } };
      default:
        return { ...known, headers: { ...known.headers, ce_id: 'another' } };
    }
  }
}

/** Who watches evidence records: asks for renewals of cases that are stored, and now and then of others, or twice. */
class Watch {
  readonly #scripts: readonly CaseScript[];
  readonly #random: Random;
  readonly #log: MemoryLog;
  readonly #stored: ReadonlyMap<string, readonly Uint8Array[]>;
  #asked = 0;

  constructor(
    scripts: readonly CaseScript[],
    random: Random,
    log: MemoryLog,
    stored: ReadonlyMap<string, readonly Uint8Array[]>,
  ) {
    this.#scripts = scripts;
    this.#random = random;
    this.#log = log;
    this.#stored = stored;
  }

  ask(): void {
    const random = this.#random;
    if (!random.chance(0.4)) return;
    const stored = [...this.#stored.keys()];
    const name = stored.length > 0 && random.chance(0.8) ? random.pick(stored) : random.pick(this.#scripts).name;
    const due = renewalDue(name, this.#stored.get(name) ?? [], `renewal-${++this.#asked}`, this.#log.now, random);
    const draft = { key: name, value: Buffer.from(JSON.stringify(due)), headers: {} };
    const partition = partitionOf(name, this.#log.partitions);
    this.#log.append(CASE_DECISIONS, partition, random.chance(0.2) ? [draft, draft] : [draft]);
  }
}
