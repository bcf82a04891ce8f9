import { setTimeout as sleep } from 'node:timers/promises';
import type { RawRecord } from '@guidang/contracts';
import type { StateCache } from './cache.ts';
import { Desk, type DeskPorts, type Window } from './desk.ts';
import { Heed } from './heed.ts';
import {
  type Consumer,
  type EachBatchPayload,
  groupConsumer,
  type KafkaHandle,
  type KafkaOptions,
  openClient,
} from './kafka.ts';
import { Liveness } from './liveness.ts';
import { type LogReader, openReader, rawRecord } from './reader.ts';
import { GivenUp } from './retry.ts';
import { SchemeFollower } from './scheme-follower.ts';
import type { AnyStep, Backoff } from './step.ts';
import { silent, type Telemetry } from './telemetry.ts';
import { type OpenWriter, writerOf } from './writer.ts';

export interface RunOptions {
  readonly kafka: KafkaOptions;
  /** Version of the software; stands in every link. */
  readonly software: string;
  /** Where the step's memory is kept between starts; without one it is read from the topic anew. */
  readonly cache?: StateCache | undefined;
  readonly telemetry?: Telemetry;
  /** After how long a member that fell silent loses its partitions, in milliseconds. Default 12 s. */
  readonly sessionTimeoutMs?: number;
  readonly window?: Window;
  /** Bytes that what is remembered of a partition's cases may take where there is a cache. Default: a share of the heap. */
  readonly heldBytes?: number | undefined;
  readonly backoff?: Backoff;
  /** Default: the step's own name. */
  readonly group?: string;
  /** How often the lag of a batch that is under way is told, in milliseconds. Default 10 s. */
  readonly lagEveryMs?: number;
  readonly now?: () => number;
  /** When anything last moved inside a gathering, by `performance.now()`: for steps of which one record may take longer than a batch may stand still. */
  readonly movedAt?: () => number;
  /** For tests that let a commit fail both ways. */
  readonly openWriter?: (real: OpenWriter) => OpenWriter;
}

export interface RunningStep {
  /** It has joined its group and reads. */
  ready(): boolean;
  /** It makes progress, or has nothing to do. False calls for a restart. */
  live(): boolean;
  /** Leaves the group at once; what is under way is given up and done again by whoever comes next. */
  stop(): Promise<void>;
  /** Ends when the step was stopped. */
  readonly ended: Promise<void>;
}

const WINDOW: Window = { records: 256, bytes: 8 * 1024 * 1024 };
const BACKOFF: Backoff = { firstMs: 50, mostMs: 10_000 };
const SAVE_EVERY_MS = 2_000;
const AGAIN: Backoff = { firstMs: 200, mostMs: 5_000 };

/**
 * Runs a step until it is stopped: reads its topics as a member of its group, gives every partition a desk, and begins again from the beginning of
 * that whenever something breaks. Recovery and start are the same path.
 */
export function runStep(step: AnyStep, options: RunOptions): RunningStep {
  const running = new StepRun(step, options);
  const ended = running.run();
  return {
    ready: () => running.joined,
    live: () => running.live(),
    stop: async () => {
      running.stop();
      await ended;
    },
    ended,
  };
}

class StepRun {
  readonly #step: AnyStep;
  readonly #options: RunOptions;
  readonly #telemetry: Telemetry;
  readonly #stopping = new AbortController();
  joined = false;
  readonly #liveness: Liveness;

  constructor(step: AnyStep, options: RunOptions) {
    this.#step = step;
    this.#options = options;
    this.#telemetry = options.telemetry ?? silent;
    this.#liveness = new Liveness(options.movedAt);
  }

  stop(): void {
    this.#stopping.abort();
  }

  live(): boolean {
    return this.#liveness.live(performance.now());
  }

  async run(): Promise<void> {
    for (let failures = 0; !this.#stopping.signal.aborted; ) {
      const began = performance.now();
      try {
        await this.#session();
      } catch (error) {
        this.#telemetry.trouble({ step: this.#step.rule.step, where: 'session', error });
      }
      this.joined = false;
      this.#liveness.clear();
      // A session that held for a while makes up for the failures before it.
      failures = performance.now() - began > 30_000 ? 0 : failures + 1;
      const pause = Math.min(AGAIN.mostMs, AGAIN.firstMs * 2 ** Math.min(failures, 10)) * (0.5 + Math.random() / 2);
      await sleep(pause, undefined, { signal: this.#stopping.signal }).catch(() => {});
    }
  }

  /** One membership in the group, from connecting to the first thing that breaks. */
  async #session(): Promise<void> {
    const { kafka } = this.#options;
    const client = openClient(kafka);
    const reader = await openReader(kafka);
    try {
      await new Membership(this.#step, this.#options, this.#telemetry, client, reader, this.#stopping.signal, {
        joined: (is) => {
          this.joined = is;
        },
        moved: (key, at) => {
          if (at === undefined) this.#liveness.ended(key);
          else this.#liveness.moved(key, at);
        },
      }).hold();
    } finally {
      await reader.close();
    }
  }
}

interface Watch {
  joined(is: boolean): void;
  moved(key: string, at: number | undefined): void;
}

/** A batch that is worked on: the last offset behind which nothing is left to do. */
interface UnderWay {
  readonly topic: string;
  readonly partition: number;
  reached: number;
}

class Membership {
  readonly #step: AnyStep;
  readonly #telemetry: Telemetry;
  readonly #stop: AbortSignal;
  readonly #watch: Watch;
  readonly #consumer: Consumer;
  readonly #ports: DeskPorts;
  readonly #sessionTimeoutMs: number;
  readonly #lagEveryMs: number;
  /** Batches under way, and how far they have come. */
  readonly #underWay = new Map<string, UnderWay>();
  /** Partitions whose lag was told and is still believed. */
  readonly #told = new Map<string, Omit<UnderWay, 'reached'>>();
  readonly #heed: Heed;
  readonly #broken = Promise.withResolvers<never>();
  /** Replaced at every assignment: desks of an earlier one are of no more use, even where the partition stayed ours. */
  #term = new AbortController();
  #desks = new Map<number, Promise<Desk>>();

  constructor(
    step: AnyStep,
    options: RunOptions,
    telemetry: Telemetry,
    client: KafkaHandle,
    reader: LogReader,
    stop: AbortSignal,
    watch: Watch,
  ) {
    const group = options.group ?? step.rule.step;
    this.#step = step;
    this.#telemetry = telemetry;
    this.#stop = stop;
    this.#watch = watch;
    this.#sessionTimeoutMs = options.sessionTimeoutMs ?? 12_000;
    this.#lagEveryMs = options.lagEveryMs ?? 10_000;
    this.#heed = new Heed(step.rule.step, reader, telemetry);
    const real = writerOf(client);
    this.#ports = {
      shop: {
        step,
        software: options.software,
        findScheme: new SchemeFollower(reader, (error) =>
          telemetry.trouble({ step: step.rule.step, where: 'registry.schemes', error }),
        ).find,
        backoff: options.backoff ?? BACKOFF,
        telemetry,
        now: options.now ?? Date.now,
      },
      group,
      reader,
      openWriter: options.openWriter ? options.openWriter(real) : real,
      cache: options.cache,
      window: options.window ?? WINDOW,
      heldBytes: options.heldBytes,
    };
    this.#consumer = groupConsumer(client, {
      groupId: group,
      sessionTimeoutMs: this.#sessionTimeoutMs,
      heartbeatMs: Math.floor(this.#sessionTimeoutMs / 4),
      maxBytesPerPartition: 1024 * 1024,
    });
  }

  async hold(): Promise<void> {
    const stopped = new Promise<void>((resolve) => {
      if (this.#stop.aborted) resolve();
      else this.#stop.addEventListener('abort', () => resolve(), { once: true });
    });
    const left = new AbortController();
    const saving = setInterval(() => void this.#saveAll(), SAVE_EVERY_MS);
    const telling = setInterval(() => void this.#tellLag(), this.#lagEveryMs);
    try {
      // A step that was paused and starts again stays paused: nothing is taken before that is known.
      await this.#heed.hear();
      void this.#heed.keepHearing(left.signal);
      await this.#join();
      await Promise.race([stopped, this.#broken.promise]);
    } finally {
      left.abort();
      clearInterval(saving);
      clearInterval(telling);
      this.#watch.joined(false);
      this.#term.abort();
      this.#forgetLag();
      await this.#consumer.disconnect();
      await this.#closeDesks();
    }
  }

  async #join(): Promise<void> {
    const { CRASH, GROUP_JOIN, REBALANCING } = this.#consumer.events;
    this.#broken.promise.catch(() => {}); // may break before anybody waits
    this.#consumer.on(CRASH, ({ payload }) => this.#broken.reject(payload.error));
    this.#consumer.on(REBALANCING, () => this.#watch.joined(false));
    this.#consumer.on(GROUP_JOIN, () => {
      this.#newTerm();
      this.#watch.joined(true);
    });
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topics: [...this.#step.rule.reads], fromBeginning: true });
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 16,
      eachBatch: (payload) => this.#batch(payload),
    });
  }

  #newTerm(): void {
    this.#term.abort();
    this.#term = new AbortController();
    this.#forgetLag();
    void this.#closeDesks();
  }

  /** A batch that hangs is when the lag has to be known: it is not left to the end of the batch. */
  async #tellLag(): Promise<void> {
    const underWay = [...this.#underWay.values()];
    if (underWay.length === 0) return;
    try {
      const ends = await this.#ports.reader.ends([...new Set(underWay.map(({ topic }) => topic))]);
      for (const { topic, partition, reached } of underWay)
        this.#lag({ topic, partition }, (ends.get(topic)?.[partition] ?? 0) - 1 - reached);
    } catch (error) {
      this.#telemetry.trouble({ step: this.#step.rule.step, where: 'lag', error });
    }
  }

  #lag({ topic, partition }: Omit<UnderWay, 'reached'>, records: number): void {
    this.#told.set(`${topic}-${partition}`, { topic, partition });
    this.#telemetry.lag({ step: this.#step.rule.step, topic, partition, records: Math.max(0, records) });
  }

  /** What partitions lag that are ours no more, their new owner tells. */
  #forgetLag(): void {
    for (const { topic, partition } of this.#told.values())
      this.#telemetry.lag({ step: this.#step.rule.step, topic, partition, records: 0 });
    this.#told.clear();
  }

  async #closeDesks(): Promise<void> {
    const desks = [...this.#desks.values()];
    this.#desks = new Map();
    const results = await Promise.allSettled(desks.map(async (desk) => (await desk).close()));
    for (const result of results)
      if (result.status === 'rejected')
        this.#telemetry.trouble({ step: this.#step.rule.step, where: 'closing a desk', error: result.reason });
  }

  async #saveAll(): Promise<void> {
    for (const desk of this.#desks.values()) {
      const open = await desk.catch(() => undefined);
      await open?.save();
    }
  }

  #desk(partition: number): Promise<Desk> {
    let desk = this.#desks.get(partition);
    if (!desk) {
      desk = Desk.open(this.#ports, partition);
      this.#desks.set(partition, desk);
    }
    return desk;
  }

  /** A desk whose work was broken off is of no more use, whatever broke it: whoever comes next opens another, which reads what stands in the topic. */
  #drop(partition: number, desk: Promise<Desk> | undefined): void {
    if (desk === undefined || this.#desks.get(partition) !== desk) return;
    this.#desks.delete(partition);
    desk
      .then((one) => one.close())
      .catch((error: unknown) =>
        this.#telemetry.trouble({ step: this.#step.rule.step, where: 'closing a desk', error }),
      );
  }

  async #batch({ batch, resolveOffset, heartbeat }: EachBatchPayload): Promise<void> {
    const { topic, partition } = batch;
    const key = `${topic}-${partition}`;
    const term = this.#term.signal;
    const lost = new AbortController();
    const beat = setInterval(() => {
      heartbeat().catch((error: unknown) => lost.abort(error));
    }, this.#sessionTimeoutMs / 4);
    const moved = (): void => this.#watch.moved(key, performance.now());
    const givenUp = AbortSignal.any([term, lost.signal, this.#stop]);
    const underWay: UnderWay = { topic, partition, reached: Number(batch.firstOffset() ?? 0) - 1 };
    this.#underWay.set(key, underWay);
    let opened: Promise<Desk> | undefined;
    try {
      // Heartbeats go on while it waits here, and so does the telling of what waits behind.
      await this.#heed.gate.passed(givenUp);
      moved();
      opened = this.#desk(partition);
      const desk = await opened;
      if (term.aborted) return;
      const records: RawRecord[] = batch.messages.map((message) => rawRecord(topic, partition, message));
      await desk.work(records, givenUp, (offset) => {
        resolveOffset(String(offset));
        underWay.reached = offset;
        moved();
      });
      this.#lag(underWay, Number(batch.highWatermark) - 1 - Number(batch.lastOffset()));
    } catch (error) {
      this.#drop(partition, opened);
      // The client has to hear of a rebalance from us, so that it joins again; what broke after our term ended is nobody's concern.
      if (lost.signal.aborted) throw lost.signal.reason;
      if (term.aborted || this.#stop.aborted || error instanceof GivenUp) return;
      this.#broken.reject(error);
      throw error;
    } finally {
      clearInterval(beat);
      if (this.#underWay.get(key) === underWay) this.#underWay.delete(key);
      this.#watch.moved(key, undefined);
    }
  }
}
