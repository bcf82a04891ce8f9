import {
  archiveTopic,
  type CaseStored,
  type Inspection,
  type PackageInspection,
  type RawRecord,
  type StoreLink,
} from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';
import { decisionRecord, type LogReader, type Publisher } from '@guidang/stream';
import { BLANK, evolve } from '../rule/state.ts';
import { Ledger, type Remembered } from './due.ts';
import type { Kept } from './look.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const TOPIC = archiveTopic('store');

export interface RoundPolicy {
  /** Days after which a package is looked at again. */
  readonly days: number;
  /** Days after which it must have been (DA/T 92-2022 9.4: once a year). */
  readonly mostDays: number;
  /** Packages looked at in an hour at most. */
  readonly anHour: number;
  /** Bytes read from each place in a second at most, on average. */
  readonly bytesASecond: number;
}

export interface RoundPorts {
  readonly reader: Pick<LogReader, 'partitions' | 'extent' | 'scan'>;
  readonly publisher: Pick<Publisher, 'partitionFor' | 'publish'>;
  readonly look: (kept: Kept, signal: AbortSignal) => Promise<Inspection>;
  readonly policy: RoundPolicy;
  /** A package could not be looked at now; it stays due. */
  readonly failed: (name: string, error: unknown) => void;
  readonly told: (progress: Progress) => void;
  /** Waits; ends early where the signal says so. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** How far the round is. */
export interface Progress {
  /** packages in the store */
  readonly stored: number;
  /** those whose turn it is */
  readonly due: number;
  /** of those, the ones that should have been looked at already */
  readonly overdue: number;
  /** looked at since this round began */
  readonly done: number;
  /** not to be had or scanned now; they stay due */
  readonly failed: number;
  /** of those looked at, packages with a damaged copy, of the report beside them as well */
  readonly damaged: number;
  /** when the look before the oldest one was, RFC 3339; null where nothing is stored or due */
  readonly oldest: string | null;
}

/**
 * 定期检测: looks at every stored package whose turn it is, longest ago first, and says what was found. What was looked at is known by the topic alone, so a round can be broken
 * off anywhere: what was said is not looked at again, what was not said is. It runs beside the step, at a pace of its own.
 */
export class Round {
  readonly #ports: RoundPorts;
  #ledger = new Ledger();
  #next = new Map<number, number>();
  /** What was asked for and not answered yet, with the look it follows. */
  readonly #said = new Map<string, number>();

  constructor(ports: RoundPorts) {
    this.#ports = ports;
  }

  /** @throws what may pass: the broker does not answer */
  async run(signal: AbortSignal): Promise<Progress> {
    const { policy, now, wait, told } = this.#ports;
    await this.#read(signal);
    const due = this.#ledger
      .before(now() - policy.days * DAY_MS)
      .filter(({ case: name, lastAt }) => this.#said.get(name) !== lastAt);
    const counted = { done: 0, failed: 0, damaged: 0 };
    const tell = (): Progress => {
      const left = due.slice(counted.done + counted.failed);
      const progress = {
        ...counted,
        stored: this.#ledger.size,
        due: left.length + counted.failed,
        overdue: left.filter(({ lastAt }) => lastAt <= now() - policy.mostDays * DAY_MS).length,
        oldest: left[0] ? new Date(left[0].lastAt).toISOString() : null,
      };
      told(progress);
      return progress;
    };
    tell();
    for (const one of due) {
      signal.throwIfAborted();
      const began = now();
      let bytes = 0;
      try {
        const kept = await this.#kept(one, signal);
        bytes = kept.holding.package.size + (kept.holding.elsewhere?.report.size ?? 0);
        const found = await this.#ports.look(kept, signal);
        await this.#say(one, found);
        counted.done += 1;
        if ([...found.copies, ...(found.reports ?? [])].some(({ state }) => state !== 'intact')) counted.damaged += 1;
      } catch (error) {
        signal.throwIfAborted();
        counted.failed += 1;
        this.#ports.failed(one.case, error);
      }
      tell();
      const pause = Math.max(HOUR_MS / policy.anHour, (bytes / policy.bytesASecond) * 1000) - (now() - began);
      if (pause > 0) await wait(pause, signal);
    }
    return tell();
  }

  async #say({ case: name, lastAt }: Remembered, data: Inspection): Promise<void> {
    const said: PackageInspection = {
      // The same from every instance, and from one that was broken off before it heard that this was taken.
      id: `inspection-${sha256Hex([name, data.package, String(lastAt)].join('\n'))}`,
      ...{ type: 'package.inspected', version: 1, case: name, time: new Date(this.#ports.now()).toISOString() },
      by: { account: 'store', role: 'service' },
      data,
    };
    const { publisher } = this.#ports;
    await publisher.publish([await decisionRecord(publisher, said)]);
    this.#said.set(name, lastAt);
  }

  /** What the links say of a case, read again. */
  async #kept({ links }: Remembered, signal: AbortSignal): Promise<Kept> {
    let state = BLANK;
    let stored: CaseStored | undefined;
    for (const { partition, offset } of links)
      for await (const entry of this.#ports.reader.scan(TOPIC, partition, offset, offset + 1)) {
        signal.throwIfAborted();
        if (entry.kind !== 'record') continue;
        const link = linkIn(entry.record);
        if (link.type === 'CaseStored') stored = link;
        state = evolve(state, link);
      }
    const { holding } = state;
    if (!holding || !(stored || holding.elsewhere))
      throw new Error('the links of a stored case are not where they were');
    return { holding, index: stored?.body.index ?? null };
  }

  async #read(signal: AbortSignal): Promise<void> {
    const { reader } = this.#ports;
    for (const partition of await reader.partitions(TOPIC)) {
      const { start, end } = await reader.extent(TOPIC, partition);
      for await (const entry of reader.scan(TOPIC, partition, this.#next.get(partition) ?? start, end)) {
        signal.throwIfAborted();
        if (entry.kind === 'record') {
          const link = linkIn(entry.record);
          this.#ledger.see(link, { partition, offset: entry.offset });
          if (link.type === 'PackageInspected') this.#said.delete(link.case);
        }
        this.#next.set(partition, entry.offset + 1);
      }
    }
  }
}

const linkIn = ({ value }: RawRecord): StoreLink => JSON.parse(Buffer.from(value!).toString('utf8'));
