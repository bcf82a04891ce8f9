import { randomUUID } from 'node:crypto';
import { archiveTopic, keyOf, type Parked, parkedTopic, type RawRecord } from '@guidang/contracts';
import type { CachePosition, StateCache } from './cache.ts';
import { remember } from './make-link.ts';
import { heldBytes, PartitionMemory } from './memory.ts';
import type { LogReader } from './reader.ts';
import { openLink } from './redecide.ts';
import { GivenUp } from './retry.ts';
import { decideRecord, type Outcome, type Workshop } from './work.ts';
import type { OpenWriter, TransactionalWriter } from './writer.ts';

/** Records decided at the same time at one desk, and bytes of input they may hold. */
export interface Window {
  readonly records: number;
  readonly bytes: number;
}

export interface DeskPorts {
  readonly shop: Omit<Workshop, 'partitions'>;
  readonly group: string;
  readonly reader: LogReader;
  readonly openWriter: OpenWriter;
  readonly cache: StateCache | undefined;
  readonly window: Window;
  /** Bytes that what is remembered of a partition's cases may take where there is a cache; left out: a share of the heap. */
  readonly heldBytes?: number | undefined;
}

/** How far back the parked topic is looked at for inputs answered by parking: more than one transaction can have written. */
const LOOK_BACK = 4_000;

/**
 * One partition of a step, from the moment it is taken over until it is lost: fences the predecessor, reads the end of its own output, and from then on
 * decides inputs and appends outputs and offsets in one transaction, in the order of the inputs.
 */
export class Desk {
  readonly #ports: DeskPorts;
  readonly #partition: number;
  readonly #writer: TransactionalWriter;
  readonly #memory: PartitionMemory;
  readonly #shop: Workshop;
  readonly #answered: Map<string, number>;
  #ownOffset: number;
  #turn: Promise<unknown> = Promise.resolve();
  /** Work was broken off: what it had decided and not committed is still in memory, so nothing may be decided here any more. */
  #spent = false;

  private constructor(
    ports: DeskPorts,
    partition: number,
    writer: TransactionalWriter,
    memory: PartitionMemory,
    shop: Workshop,
    position: CachePosition,
  ) {
    this.#ports = ports;
    this.#shop = shop;
    this.#partition = partition;
    this.#writer = writer;
    this.#memory = memory;
    this.#answered = new Map(Object.entries(position.answered));
    this.#ownOffset = position.offset;
  }

  static async open(ports: DeskPorts, partition: number): Promise<Desk> {
    const { rule, keepsLinks = false } = ports.shop.step;
    const writer = await ports.openWriter(`guidang.${ports.group}.${partition}`);
    try {
      await writer.fence();
      // The cache has an owner of its own for every desk: what an earlier one of this process saves late is refused.
      const partitions = (await ports.reader.partitions(archiveTopic(rule.step))).length;
      const held = ports.heldBytes ?? heldBytes(partitions);
      const memory = new PartitionMemory(rule, ports.cache, partition, randomUUID(), keepsLinks, held);
      const shop = { ...ports.shop, partitions };
      const desk = new Desk(ports, partition, writer, memory, shop, await memory.open());
      await desk.#recall();
      return desk;
    } catch (error) {
      await writer.close();
      throw error;
    }
  }

  /** Reads our own output from where the cache ends: what was answered last stands there, whatever the group's offset says. */
  async #recall(): Promise<void> {
    const { reader, shop } = this.#ports;
    const { rule } = shop.step;
    const topic = archiveTopic(rule.step);
    const { start, end } = await reader.extent(topic, this.#partition);
    for await (const entry of reader.scan(topic, this.#partition, Math.max(start, this.#ownOffset + 1), end)) {
      if (entry.kind !== 'record') continue;
      const { link, hash } = openLink(rule.step, entry.record);
      await this.#memory.ensure([link.case]);
      const before = this.#memory.get(link.case);
      // The cache may know a case further than it says of the partition, never less far.
      if (link.seq >= before.next) {
        if (link.seq > before.next)
          throw new Error(
            `${topic}-${this.#partition}: the cache knows ${before.next} links of a case and the topic goes on with ${link.seq}`,
          );
        const after = remember(rule, before, link, hash);
        this.#memory.advance(link.case, after, entry.record.value!);
        this.#memory.committed(link.case, after);
      }
      this.#note(link.input.topic, link.input.offset);
      this.#ownOffset = entry.offset;
      if (!this.#memory.crowded) continue;
      // What is forgotten comes back from the cache, and only as far as the cache says that it is true.
      this.#memory.reached(this.#position());
      await this.#save();
    }
    await this.#recallParked();
    this.#memory.reached(this.#position());
  }

  async #recallParked(): Promise<void> {
    const { reader, shop } = this.#ports;
    const topic = parkedTopic(shop.step.rule.step);
    const { start, end } = await reader.extent(topic, this.#partition);
    for await (const entry of reader.scan(topic, this.#partition, Math.max(start, end - LOOK_BACK), end)) {
      if (entry.kind !== 'record') continue;
      const { input } = JSON.parse(Buffer.from(entry.record.value!).toString('utf8')) as Parked;
      this.#note(input.topic, input.offset);
    }
  }

  #note(topic: string, offset: number): void {
    this.#answered.set(topic, Math.max(offset, this.#answered.get(topic) ?? -1));
  }

  #position = (): CachePosition => ({ offset: this.#ownOffset, answered: Object.fromEntries(this.#answered) });

  /**
   * Decides records of one input topic in their order and commits them as a prefix: what is finished in order does not wait for a slow one behind
   * it. Batches of several topics take turns, since they share the writer.
   * @param passed called with the offset up to which everything is committed
   * @throws GivenUp when the signal is raised; whatever the broker says when a commit fails. After either the desk is of no more use: what was decided and not
   * committed would be built upon. It gives up whatever is asked of it then
   */
  work(records: readonly RawRecord[], signal: AbortSignal, passed: (offset: number) => void): Promise<void> {
    const turn = this.#turn.then(async () => {
      if (this.#spent) throw new GivenUp();
      try {
        await this.#work(records, signal, passed);
      } catch (error) {
        this.#spent = true;
        throw error;
      }
    });
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async #work(records: readonly RawRecord[], signal: AbortSignal, passed: (offset: number) => void): Promise<void> {
    const topic = records[0]?.topic;
    if (topic === undefined) return;
    const answered = this.#answered.get(topic) ?? -1;
    const todo = records.filter(({ offset }) => offset > answered);
    if (todo.length === 0) return passed(records.at(-1)!.offset);
    await this.#memory.ensure(todo.map((record) => keyOf(record) ?? ''));
    const lanes = new Map<string, Promise<unknown>>();
    const slots: { outcome: Promise<Outcome>; done: Outcome | undefined; bytes: number }[] = [];
    const { window } = this.#ports;
    let held = 0;
    let started = 0;
    let finished: Outcome[] = [];
    const fill = (): void => {
      while (started < todo.length && slots.length < window.records && (held < window.bytes || slots.length === 0)) {
        const slot = this.#start(todo[started++]!, lanes, signal);
        slots.push(slot);
        held += slot.bytes;
      }
    };
    for (fill(); slots.length > 0; fill()) {
      await slots[0]!.outcome;
      while (slots[0]?.done) {
        const slot = slots.shift()!;
        held -= slot.bytes;
        finished.push(slot.done!);
      }
      if (signal.aborted) throw new GivenUp();
      // What left nothing to write is not worth a transaction of its own: it goes with the next one, or with the last.
      const last = slots.length === 0 && started === todo.length;
      if (!last && finished.every(({ outputs }) => outputs.length === 0)) continue;
      await this.#commit(topic, finished);
      passed(finished.at(-1)!.record.offset);
      finished = [];
    }
  }

  /** Begins a record once the one before it of the same key is decided. */
  #start(record: RawRecord, lanes: Map<string, Promise<unknown>>, signal: AbortSignal) {
    const lane = keyOf(record) ?? '';
    const before = lanes.get(lane) ?? Promise.resolve();
    const slot: { outcome: Promise<Outcome>; done: Outcome | undefined; bytes: number } = {
      outcome: before.then(() => decideRecord(this.#shop, this.#memory, record, signal)),
      done: undefined,
      bytes: record.value?.length ?? 0,
    };
    slot.outcome.then(
      (outcome) => {
        slot.done = outcome;
      },
      () => {}, // met again where the slot is awaited, or given up together with the desk
    );
    lanes.set(lane, slot.outcome);
    return slot;
  }

  async #commit(topic: string, finished: readonly Outcome[]): Promise<void> {
    const { shop, group } = this.#ports;
    const { rule } = shop.step;
    const began = performance.now();
    const through = finished.at(-1)!.record.offset;
    const outputs = finished.flatMap(({ outputs }) => outputs);
    const own = outputs.filter((output) => output.topic === archiveTopic(rule.step)).length;
    const { firstOffsets } = await this.#writer.commit(outputs, group, [
      { topic, partition: this.#partition, through },
    ]);
    if (own > 0) this.#ownOffset = firstOffsets.get(archiveTopic(rule.step))! + own - 1;
    for (const { committed } of finished) committed();
    this.#note(topic, through);
    this.#memory.reached(this.#position());
    shop.telemetry.committed({
      step: rule.step,
      partition: this.#partition,
      records: finished.length,
      seconds: (performance.now() - began) / 1000,
    });
    if (this.#memory.crowded) await this.#save();
  }

  /** Saves what is remembered; a cache that cannot be reached is told of and otherwise left for later. */
  async #save(): Promise<void> {
    const { telemetry, step } = this.#ports.shop;
    try {
      await this.#memory.save();
    } catch (error) {
      telemetry.trouble({ step: step.rule.step, where: 'cache', error });
    }
  }

  save(): Promise<void> {
    return this.#save();
  }

  async close(): Promise<void> {
    await this.#turn;
    await this.#save();
    await this.#writer.close();
  }
}
