import { CASE_DECISIONS, CASE_EVENTS, PARKED_TOPICS, Parked, partitionOf } from '@guidang/contracts';
import { releaseOf } from '@guidang/stream';
import { firstFrom, type MemoryLog } from './broker.ts';
import type { Random } from './random.ts';

/** Sends records on that steps put aside, as the console does: the same key and bytes, once each, to the partition the key belongs to; now and then to the other topic. */
export class Operator {
  readonly #log: MemoryLog;
  readonly #random: Random;
  readonly #next = new Map<string, number>();
  released = 0;

  constructor(log: MemoryLog, random: Random) {
    this.#log = log;
    this.#random = random;
  }

  /** Looks at what was put aside since the last time. What was released itself and put aside again is left. */
  release(share: number): void {
    for (const parkedTopic of PARKED_TOPICS)
      for (let partition = 0; partition < this.#log.partitions; partition++) {
        const place = `${parkedTopic}/${partition}`;
        for (const record of this.#log.records(parkedTopic, partition, this.#next.get(place) ?? 0)) {
          this.#next.set(place, record.offset + 1);
          if (this.#random.chance(share)) this.#send(Parked.parse(JSON.parse(Buffer.from(record.value!).toString())));
        }
      }
  }

  #send({ id, input }: Parked): void {
    const entries = this.#log.of(input.topic, input.partition);
    const origin = entries[firstFrom(entries, input.offset)];
    if (input.topic !== CASE_EVENTS && input.topic !== CASE_DECISIONS) return;
    if (origin?.kind !== 'record' || origin.record.headers.released_parked !== undefined) return;
    const other = input.topic === CASE_EVENTS ? CASE_DECISIONS : CASE_EVENTS;
    const topic = this.#random.chance(0.2) ? other : input.topic;
    const key = Buffer.from(origin.record.key ?? []).toString('utf8');
    const at = new Date(this.#log.now).toISOString();
    const partition = partitionOf(key, this.#log.partitions);
    const sent = releaseOf(origin.record, { parked: id, account: 'operator', at, topic, partition });
    if (sent === undefined) return;
    this.#log.append(topic, partition, [{ key: sent.key, value: sent.value, headers: sent.headers }]);
    this.released += 1;
  }
}
