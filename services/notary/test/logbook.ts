import { generateKeyPairSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { archiveTopic, CHECKPOINTS, type CheckpointRecord, type OutRecord } from '@guidang/contracts';
import { NOTE_COSIGNATURE, noteKey, sha256, sha256Hex, signerOf } from '@guidang/evidence';
import { applyTopics, type OwnBroker } from '@guidang/infra-local';
import { NO_FACTS, type ToyInput, toyRecord, toyRule } from '@guidang/lab/toy';
import {
  blank,
  type CaseMemory,
  type LogReader,
  makeLink,
  openPublisher,
  openReader,
  openWriter,
  type RuleVersions,
  SchemeFollower,
  type StateCache,
  type TransactionalWriter,
} from '@guidang/stream';
import { MemoryStore, type Vault, vaultOver } from '@guidang/vault';
import { Follower } from '../src/log/follower.ts';
import { readHistory } from '../src/log/history.ts';
import { Notary, type NotaryPorts } from '../src/log/notary.ts';
import { resumeTiles, type TileStore, tileStoreOver } from '../src/log/tiles.ts';
import { Witnesses } from '../src/log/witnesses.ts';
import { witnessServer } from '../src/witness/server.ts';
import type { WitnessStore } from '../src/witness/store.ts';
import { Witness } from '../src/witness/witness.ts';

export const PARTITIONS = 2;
export const DAY_MS = 86_400_000;
const ORIGIN = 'test.example/log';
const logPrivate = generateKeyPairSync('ed25519').privateKey;
export const LOG = noteKey(ORIGIN, logPrivate);
const witnessPrivate = generateKeyPairSync('ed25519').privateKey;
export const WITNESS = noteKey('witness.example/w', witnessPrivate, NOTE_COSIGNATURE);

/** Ways in which ports may fail, set by a test; each is asked before (`not done`) and after (`done, untold`). */
export interface Faults {
  commit?: (when: 'before' | 'after') => void;
  tile?: (when: 'before' | 'after') => void;
  witness?: (when: 'before' | 'after') => void;
}

/** One log with its broker, vault and witness, all real but for the vault's disk. What is killed here nobody else is using. */
export class Logbook {
  readonly kafka: { brokers: readonly string[]; clientId: string };
  readonly reader: LogReader;
  readonly vault: Vault = vaultOver(new MemoryStore());
  readonly tiles: TileStore = tileStoreOver([this.vault], 'log', {
    full: () => new Date(Date.now() + 365 * DAY_MS),
    edge: () => new Date(Date.now() + this.edgeDays * DAY_MS),
  });
  /** Days for which what the next batch replaces is locked. */
  edgeDays = 2;
  /** What the notary knows of the step's rule; the step itself decides by the newest. */
  rules: RuleVersions = [toyRule];
  faults: Faults = {};
  witnessUrl = '';
  readonly #cases = new Map<string, CaseMemory>();
  readonly #inputs: number[] = Array(PARTITIONS).fill(0);
  #close: (() => void)[] = [];

  private constructor(kafka: Logbook['kafka'], reader: LogReader) {
    this.kafka = kafka;
    this.reader = reader;
  }

  static async open(broker: OwnBroker): Promise<Logbook> {
    const config = { 'message.timestamp.type': 'LogAppendTime' };
    const topic = (name: string, partitions = PARTITIONS) => ({ name, partitions, config });
    await applyTopics(broker.brokers, [
      topic('archive.package'),
      topic('archive.store'),
      topic('archive.notary.parked'),
      topic(CHECKPOINTS, 1),
      topic('registry.schemes', 1),
    ]);
    const kafka = { brokers: broker.brokers, clientId: 'notary-test' };
    const book = new Logbook(kafka, await openReader(kafka));
    await book.#serveWitness();
    return book;
  }

  async #serveWitness(): Promise<void> {
    const kept = new Map<string, string>();
    const store: WitnessStore = {
      read: async (origin) => kept.get(origin) ?? null,
      write: async (origin, note) => void kept.set(origin, note),
    };
    const witness = new Witness({
      logs: [LOG],
      key: WITNESS,
      sign: signerOf(witnessPrivate),
      store,
      now: () => Math.floor(Date.now() / 1000),
    });
    const faulty = {
      add: async (body: string) => {
        this.faults.witness?.('before');
        const answer = await witness.add(body);
        this.faults.witness?.('after');
        return answer;
      },
      latest: (origin: string) => witness.latest(origin),
    } as Witness;
    const server = witnessServer(faulty, [ORIGIN], () => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.witnessUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.#close.push(() => server.close());
  }

  /** Writes inputs and the links that answer them, as a step would. `spoil` may change the bytes of a link before it is written. */
  async write(inputs: readonly ToyInput[], spoil: (value: Uint8Array) => Uint8Array = (value) => value): Promise<void> {
    const bus = await openPublisher(this.kafka);
    const out: OutRecord[] = [];
    for (const input of inputs) {
      const record = toyRecord(input, PARTITIONS);
      out.push(record);
      const raw = {
        ...record,
        offset: this.#inputs[record.partition]!++,
        timestamp: Date.now(),
        key: Buffer.from(record.key),
        value: Buffer.from(record.value),
      };
      const [rule] = this.rules;
      const memory = this.#cases.get(input.case) ?? blank(rule, input.case);
      const made = makeLink(rule, memory as never, {
        record: raw,
        input: { id: input.id, case: input.case, value: input },
        scheme: undefined,
        facts: NO_FACTS,
        at: new Date().toISOString(),
        software: '0.1.0',
      });
      this.#cases.set(input.case, made.after);
      const value = spoil(made.bytes);
      out.push({ topic: archiveTopic('store'), partition: record.partition, key: input.case, value, headers: {} });
    }
    await bus.publish(out);
    await bus.close();
  }

  /** A notary as its service would open it after a start. */
  async notary(
    cache?: StateCache,
    ports: Partial<NotaryPorts> = {},
  ): Promise<{ notary: Notary; close(): Promise<void> }> {
    const real = await openWriter(this.kafka, 'test.notary');
    await real.fence();
    const history = await readHistory(this.reader, ORIGIN);
    const tiles: TileStore = {
      ...this.tiles,
      put: async (path, bytes) => {
        this.faults.tile?.('before');
        await this.tiles.put(path, bytes);
        this.faults.tile?.('after');
      },
    };
    const tree = await resumeTiles(history, tiles, this.reader);
    const schemes = new SchemeFollower(this.reader);
    const followers = Array.from(
      { length: PARTITIONS },
      (_, partition) => new Follower(this.rules, partition, this.reader, schemes, cache, partition, `${Math.random()}`),
    );
    const writer: TransactionalWriter = {
      ...real,
      commit: async (...batch) => {
        this.faults.commit?.('before');
        const written = await real.commit(...batch);
        this.faults.commit?.('after');
        return written;
      },
    };
    const notary = await Notary.open(
      {
        reader: this.reader,
        writer,
        key: LOG,
        sign: signerOf(logPrivate),
        followers,
        tiles,
        witnesses: new Witnesses([{ url: this.witnessUrl, key: WITNESS }], tiles),
        quorum: 1,
        stamp: async (digest) => Buffer.concat([Buffer.from('token over '), digest]),
        stampEveryMs: 1,
        most: 1000,
        now: Date.now,
        ...ports,
      },
      history,
      tree,
    );
    return { notary, close: () => real.close() };
  }

  async checkpoints(): Promise<{ record: CheckpointRecord; hash: string }[]> {
    const found = [];
    const { start, end } = await this.reader.extent(CHECKPOINTS, 0);
    for await (const entry of this.reader.scan(CHECKPOINTS, 0, start, end))
      if (entry.kind === 'record')
        found.push({
          record: JSON.parse(Buffer.from(entry.record.value!).toString()) as CheckpointRecord,
          hash: sha256Hex(entry.record.value!),
        });
    return found;
  }

  /** SHA-256 of every link, in the order in which the checkpoints say they were taken in. */
  async leaves(): Promise<Buffer[]> {
    const leaves: Buffer[] = [];
    for (const { record } of await this.checkpoints())
      if (record.type === 'checkpoint')
        for (const { topic, partition, from, to } of record.ranges)
          for await (const entry of this.reader.scan(topic, partition, from, to + 1))
            if (entry.kind === 'record') leaves.push(sha256(entry.record.value!));
    return leaves;
  }

  async close(): Promise<void> {
    for (const end of this.#close) end();
    await this.reader.close();
  }
}

/** A state cache that lives as long as the test. */
export function heldCache(): StateCache {
  const positions = new Map<number, { offset: number; answered: Record<string, number>; owner: string }>();
  const cases = new Map<string, Parameters<StateCache['save']>[3][number]>();
  return {
    open: async (partition, owner) => {
      const held = positions.get(partition) ?? { offset: -1, answered: {}, owner };
      positions.set(partition, { ...held, owner });
      return held;
    },
    load: async (partition, names) => names.flatMap((name) => cases.get(`${partition}/${name}`) ?? []),
    links: async () => [],
    save: async (partition, owner, { offset, answered }, some) => {
      if (positions.get(partition)?.owner !== owner) return false;
      positions.set(partition, { offset, answered: { ...answered }, owner });
      for (const one of some) cases.set(`${partition}/${one.case}`, one);
      return true;
    },
  };
}
