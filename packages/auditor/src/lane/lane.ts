import {
  archiveTopic,
  CASE_DECISIONS,
  CASE_EVENTS,
  parkedTopic,
  type RawRecord,
  STEPS,
  type StepName,
} from '@guidang/contracts';
import type { SchemeBook } from '@guidang/stream';
import type { Anchors } from '../anchors.ts';
import type { ListedInLane } from '../completeness/compare.ts';
import type { RuleTable } from '../rule-versions.ts';
import type { InScope } from '../scope/scope.ts';
import type { Reach } from '../scope/since.ts';
import type { Source } from '../source/source.ts';
import { openContents } from './contents.ts';
import { InputQueue } from './input-queue.ts';
import { PartitionCheck } from './partition-check.ts';
import { RoomStore } from './room-store.ts';
import { type KnownEvidence, SealJudge } from './seal-judge.ts';
import type { LaneSink } from './sink.ts';
import { ENDED, type Stage } from './stage.ts';
import { StepJudge, type Waiting } from './step-judge.ts';
import { expiredEvidence } from './stored-evidence.ts';
import { TopicFeed } from './topic-feed.ts';

export interface LanePorts {
  readonly partition: number;
  readonly source: Source;
  readonly rules: RuleTable;
  readonly schemes: SchemeBook;
  readonly anchors: Anchors;
  /** What was verified before, by this lane or another. */
  readonly known: KnownEvidence;
  readonly contents: boolean;
  readonly inScope: InScope;
  /** How far an earlier audit has judged the links; nothing where there was none. */
  readonly reach: Reach;
  /** Cases that a publisher lists. */
  readonly listed: ReadonlySet<string> | null;
  readonly sink: LaneSink;
}

/** What one partition of all topics came to. */
export interface LaneSummary {
  readonly partition: number;
  readonly links: number;
  readonly inputs: number;
  readonly parked: number;
  /** How many cases stand where. */
  readonly stages: Readonly<Partial<Record<Stage, number>>>;
  /** Cases that have not ended, and where they stand; the first ones by name. */
  readonly open: readonly { readonly case: string; readonly stage: Stage }[];
  readonly waiting: readonly Waiting[];
  readonly listed: ListedInLane;
}

/** Cases that are listed by name. */
const LISTED = 1_000;

/** Topics of a lane in the order in which records of the same moment are taken: what is read before what answers it. */
export const LANE_TOPICS: readonly string[] = [
  CASE_EVENTS,
  CASE_DECISIONS,
  ...STEPS.flatMap((step) => [archiveTopic(step), parkedTopic(step)]),
];

/**
 * Partition n of every topic, read together in the order of the broker's time. That order only keeps what waits short: a link that turns up before the
 * record it answers fetches it, so a broker whose clock runs ahead changes nothing.
 */
export class Lane {
  readonly #ports: LanePorts;
  readonly #rooms = new RoomStore();
  readonly #feeds = new Map<string, TopicFeed>();
  readonly #steps = new Map<string, { judge: StepJudge; parked: boolean }>();
  /** By input topic, the queues to the steps that read it. */
  readonly #queues = new Map<string, InputQueue[]>();
  /** Time and rank of the feed that comes next but one. */
  #others = Number.POSITIVE_INFINITY;
  #otherRank = Number.POSITIVE_INFINITY;
  /** Listed cases of which an event was met. */
  readonly #arrived = new Set<string>();
  /** When the newest record was written. */
  #latest = 0;
  #links = 0;
  #inputs = 0;
  #parked = 0;

  constructor(ports: LanePorts) {
    this.#ports = ports;
    const { source, partition, sink } = ports;
    for (const [rank, topic] of LANE_TOPICS.entries()) {
      const extent = source.extents.get(topic)?.[partition] ?? { start: 0, end: 0 };
      const check = new PartitionCheck(topic, partition, extent, sink);
      this.#feeds.set(topic, new TopicFeed(topic, partition, rank, source.open(topic, partition), check, sink));
    }
    const seals = new SealJudge(ports.anchors, sink, ports.known);
    for (const step of STEPS) this.#furnish(step, seals);
  }

  #furnish(step: StepName, seals: SealJudge): void {
    const { source, partition, rules, schemes, sink, contents, inScope, reach } = this.#ports;
    const versions = rules[step];
    const reads = new Set(versions.flatMap((rule) => rule.reads));
    const queues = new Map<string, InputQueue>();
    for (const topic of reads) {
      const queue = new InputQueue((from) => source.open(topic, partition, from));
      queues.set(topic, queue);
      this.#queues.set(topic, [...(this.#queues.get(topic) ?? []), queue]);
    }
    const judge = new StepJudge({
      step,
      partition,
      partitions: source.extents.get(archiveTopic(step))?.length ?? 1,
      versions,
      schemes,
      rooms: this.#rooms,
      sink,
      seals,
      queues,
      pull: (topic, offset) => this.#pull(topic, offset),
      end: (topic) => source.extents.get(topic)?.[partition]?.end ?? 0,
      contents,
      inScope,
      judged: reach[`${archiveTopic(step)}/${partition}`] ?? -1,
    });
    this.#steps.set(archiveTopic(step), { judge, parked: false });
    this.#steps.set(parkedTopic(step), { judge, parked: true });
  }

  /** Reads everything and judges it. */
  async run(): Promise<LaneSummary> {
    try {
      for (let feed = await this.#earliest(); feed; feed = await this.#earliest()) await this.#run(feed);
      const waiting: Waiting[] = [];
      for (const step of STEPS) waiting.push(await this.#steps.get(archiveTopic(step))!.judge.finish());
      for (const feed of this.#feeds.values()) await feed.close();
      return this.#summary(waiting);
    } finally {
      this.#rooms.close();
    }
  }

  /** Takes from one feed until another has something earlier. */
  async #run(feed: TopicFeed): Promise<void> {
    while (!feed.done && (feed.time < this.#others || (feed.time === this.#others && feed.rank < this.#otherRank))) {
      await this.#advance(feed);
      const busy = feed.ready();
      if (busy) await busy;
    }
  }

  /** The feed whose next entry is the earliest; and when the one after it has its turn. */
  async #earliest(): Promise<TopicFeed | undefined> {
    let first: TopicFeed | undefined;
    this.#others = Number.POSITIVE_INFINITY;
    this.#otherRank = Number.POSITIVE_INFINITY;
    for (const feed of this.#feeds.values()) {
      const busy = feed.ready();
      if (busy) await busy;
      if (feed.done) continue;
      const later = first !== undefined && feed.time >= first.time ? feed : first;
      if (later !== feed) first = feed;
      if (later && later.time < this.#others) {
        this.#others = later.time;
        this.#otherRank = later.rank;
      }
    }
    return first;
  }

  /** Takes feeds of one topic up to an offset, whatever the time. */
  async #pull(topic: string, offset: number): Promise<void> {
    const feed = this.#feeds.get(topic)!;
    while (feed.reached < offset) {
      const busy = feed.ready();
      if (busy) await busy;
      if (feed.done) return;
      await this.#advance(feed);
    }
  }

  async #advance(feed: TopicFeed): Promise<void> {
    const entry = feed.take();
    if (entry?.kind !== 'record') return;
    const { record } = entry;
    this.#latest = Math.max(this.#latest, record.timestamp);
    const step = this.#steps.get(feed.topic);
    if (step?.parked) {
      this.#parked += 1;
      step.judge.parked(record);
      return;
    }
    if (step) {
      this.#links += 1;
      await step.judge.link(record);
    } else {
      this.#inputs += 1;
      if (feed.topic === CASE_EVENTS) this.#arrive(record);
    }
    // After it was judged: whoever reads it next finds it opened. Judging may fetch what comes before, never what comes after.
    for (const queue of this.#queues.get(feed.topic) ?? []) queue.push(record);
  }

  #arrive({ key }: RawRecord): void {
    const { listed } = this.#ports;
    const name = listed && key !== null ? Buffer.from(key).toString('utf8') : '';
    if (listed?.has(name)) this.#arrived.add(name);
  }

  #summary(waiting: Waiting[]): LaneSummary {
    const { partition, contents, sink, listed } = this.#ports;
    const stages: Partial<Record<Stage, number>> = {};
    const open: { case: string; stage: Stage }[] = [];
    const stageOf = new Map<string, Stage>([...this.#arrived].map((name) => [name, 'unknown']));
    let unlisted = 0;
    for (const room of this.#rooms.all()) {
      if (room.stage === 'unknown') continue;
      stages[room.stage] = (stages[room.stage] ?? 0) + 1;
      if (listed?.has(room.name)) stageOf.set(room.name, room.stage);
      else unlisted += 1;
      if (!ENDED.has(room.stage)) open.push({ case: room.name, stage: room.stage });
      if (contents) openContents(room, partition, sink);
      expiredEvidence(room, partition, this.#latest, sink);
    }
    open.sort((a, b) => (a.case < b.case ? -1 : 1));
    return {
      partition,
      links: this.#links,
      inputs: this.#inputs,
      parked: this.#parked,
      stages,
      open: open.slice(0, LISTED),
      waiting,
      listed: { stages: [...stageOf], unlisted },
    };
  }
}
