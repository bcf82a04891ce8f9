import { archiveTopic, parseLink, type RawRecord, type UseLink } from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';
import { PackageFault } from '@guidang/packaging';
import type { LogReader } from '@guidang/stream';
import { VaultCorrupt, VaultNotFound } from '@guidang/vault';
import { CUTTER } from '../index/cutter.ts';
import { type IndexPorts, indexCase, indexReceived } from '../index/index-case.ts';
import type { Ledger, ReadLink } from './ledger.ts';

export interface FollowerPorts extends IndexPorts {
  readonly reader: LogReader;
  readonly ledger: Ledger;
  /** Pause between two looks at the topic while nothing comes. */
  readonly pauseMs: number;
  /** Something did not answer, or a package is not what it was. */
  readonly failed: (where: string, error: unknown) => void;
}

const TOPIC = archiveTopic('use');

/**
 * Follows our own topic, committed links only: what the chain says of requests and copies is what the door answers. Whatever the database lost comes back this way,
 * the index included: a case that is not in it, or was cut into words by another cutter, is indexed again.
 */
export class Follower {
  readonly #ports: FollowerPorts;
  readonly #next = new Map<number, number>();
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #wellAt = 0;

  constructor(ports: FollowerPorts) {
    this.#ports = ports;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Whether everything was read to its end not long ago. */
  wellSince(ms: number): boolean {
    return this.#wellAt > 0 && performance.now() - this.#wellAt < ms;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    const { reader, ledger, pauseMs, failed } = this.#ports;
    while (!signal.aborted) {
      try {
        if (this.#next.size === 0)
          for (const [partition, next] of await ledger.positions()) this.#next.set(partition, next);
        for (const partition of await reader.partitions(TOPIC)) await this.#toTheEnd(partition);
        this.#wellAt = performance.now();
      } catch (error) {
        failed('follower', error);
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, pauseMs);
        function done(): void {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          resolve();
        }
        signal.addEventListener('abort', done);
      });
    }
  }

  async #toTheEnd(partition: number): Promise<void> {
    const { reader, ledger } = this.#ports;
    const { start, end } = await reader.extent(TOPIC, partition);
    let next = this.#next.get(partition) ?? 0;
    // A topic that is shorter than we remember is another one: it is read from its beginning.
    if (next > end) next = start;
    for (next = Math.max(next, start); next < end && !this.#stopping.signal.aborted; ) {
      const read = await reader.read(TOPIC, partition, next);
      if (read.next === next) break;
      const records = read.entries.flatMap((entry) => (entry.kind === 'record' ? [entry.record] : []));
      await ledger.keep(partition, read.next, await this.#answersIn(records));
      next = read.next;
      this.#next.set(partition, next);
    }
  }

  async #answersIn(records: readonly RawRecord[]): Promise<ReadLink[]> {
    const answers: ReadLink[] = [];
    for (const record of records) {
      const link = parseLink('use', record);
      if (link.type === 'CaseIndexed')
        await this.#seeIndexed(link, () => indexCase(this.#ports, link.body, link.body.index));
      else if (link.type === 'ReceivedIndexed')
        await this.#seeIndexed(link, () => indexReceived(this.#ports, link.body));
      else answers.push({ link, sha256: sha256Hex(record.value!) });
    }
    return answers;
  }

  async #seeIndexed({ case: caseNumber }: Pick<UseLink, 'case'>, again: () => Promise<unknown>): Promise<void> {
    if ((await this.#ports.shelf.cutterOf(caseNumber)) === CUTTER) return;
    try {
      await again();
    } catch (error) {
      // A package that is gone or spoilt is an alarm; that one case cannot be found must not keep all others from being found.
      if (!(error instanceof PackageFault || error instanceof VaultCorrupt || error instanceof VaultNotFound))
        throw error;
      this.#ports.failed('index', error);
    }
  }
}
