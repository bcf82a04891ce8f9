import { tmpdir } from 'node:os';
import {
  archiveTopic,
  CASE_DECISIONS,
  LINKS,
  linkHeaders,
  type PackageInspection,
  type RawRecord,
  type RenewalDue,
  type StoreLink,
} from '@guidang/contracts';
import { type DigestName, verifyToken } from '@guidang/evidence';
import { TimestampBatches } from '@guidang/host';
import { blank, type CaseMemory, ChainJudge, makeLink, openLink, SchemeBook } from '@guidang/stream';
import { MemoryStore, vaultOver } from '@guidang/vault';
import pLimit from 'p-limit';
import { expect } from 'vitest';
import { type House, house } from '../../../packages/evidence/test/lab.ts';
import { copyTo } from '../src/copies.ts';
import { type StoreFacts, type StoreState, storeRule } from '../src/decide.ts';
import { type RenewalPorts, renewer } from '../src/renewal/renew.ts';
import { REQUIRED_CHECKS } from '../src/required-checks.ts';
import { type Packaged, packagedCase, receivedOf } from './packages.ts';

/** Roots of both suites that last a hundred years; whoever stamps under them is made as a test wants. */
export const HOUSES: Readonly<Record<'international' | 'national', House>> = {
  international: house('p256'),
  national: house('sm2', 'Test Root SM2'),
};
export const TRUST = {
  anchors: [HOUSES.international.root, HOUSES.national.root],
  policies: HOUSES.international.trust.policies,
};
export const day = (text: string): number => Date.parse(`${text}T00:00:00Z`);

/** A case sealed on 5 March 2026 by an authority whose certificate ends on 1 July 2027. */
export const shortLived = (name: string): Promise<Packaged> =>
  packagedCase({
    case: name,
    by: {
      stamp: (digest, at) =>
        HOUSES.international.stamp(digest, {
          at: at.getTime(),
          name: 'First TSA',
          from: day('2020-01-01'),
          until: day('2027-07-01'),
        }),
    },
  });

/** The authority that stamps in a suite at a moment: its certificate began a month before and lasts nine years. */
const stampAt =
  (suite: 'international' | 'national', now: () => number, told: () => void) =>
  async (digest: Uint8Array, algorithm: DigestName) => {
    told();
    const year = new Date(now()).getUTCFullYear();
    const [from, until] = [day(`${year - 1}-01-01`), day(`${year + 9}-01-01`)];
    const token = HOUSES[suite].stamp(digest, { algorithm, at: now(), name: `TSA ${year}`, from, until });
    const verified = verifyToken(token, TRUST);
    if (!verified.ok) throw new Error(`${verified.code}: ${verified.detail}`);
    return { token, verified: verified.value };
  };

/** Two places, authorities and a clock: what renewing happens in. */
export function archive(now: { at: number }, more: Partial<RenewalPorts> = {}) {
  const stores = [new MemoryStore(), new MemoryStore()];
  const places = stores.map((store, i) => ({ name: 'ab'[i]!, vault: vaultOver(store), bucket: 'archive' }));
  const failed: string[] = [];
  const clock = (): number => now.at;
  const told = { questions: 0 };
  const batches = new Map<string, TimestampBatches>();
  const ports: RenewalPorts = {
    places,
    spoolFolder: tmpdir(),
    copyFailed: (place) => failed.push(place),
    timestamps: TRUST,
    stamp: (suite, algorithm) => {
      const name = `${suite} ${algorithm}`;
      const ask = stampAt(suite, clock, () => {
        told.questions += 1;
      });
      const known = batches.get(name) ?? new TimestampBatches(ask, { algorithm, most: 8, waitMs: 5 });
      batches.set(name, known);
      return known.stamp;
    },
    gate: pLimit(2),
    now: clock,
    ...more,
  };
  return { stores, places, failed, told, ports };
}
export type Archive = ReturnType<typeof archive>;

let offset = 0;

/** One case of store: its links so far, decided by the rule and held against it again. */
export class StoredCase {
  readonly #judge = new ChainJudge(storeRule, new SchemeBook());
  readonly links: StoreLink[] = [];
  memory: CaseMemory<StoreState>;
  readonly name: string;

  constructor(name: string) {
    this.name = name;
    this.memory = blank(storeRule, name);
  }

  get state(): StoreState {
    return this.memory.state;
  }

  /** Takes the decision, and takes it again from the bytes, as an auditor does. */
  decide(record: RawRecord, facts: StoreFacts, at: number): StoreLink {
    const input = storeRule.parse(record);
    const made = makeLink(storeRule, this.memory, {
      record,
      input,
      scheme: undefined,
      facts,
      at: new Date(at).toISOString(),
      software: '0.1.0',
    });
    const output: RawRecord = {
      ...record,
      topic: archiveTopic('store'),
      value: made.bytes,
      headers: linkHeaders(made.link),
    };
    expect(this.#judge.judge(openLink('store', output), record)).toEqual([]);
    this.memory = made.after;
    const link = LINKS.store.parse(JSON.parse(Buffer.from(made.bytes).toString()));
    this.links.push(link);
    return link;
  }

  due(more: Partial<RenewalDue['data']> = {}, at = day('2026-06-01')): RenewalDue {
    const suite = more.suite ?? 'international';
    const counts = this.state.holding?.records.find((one) => one.suite === suite);
    return {
      id: `renewal-${++offset}`,
      type: 'renewal.due',
      version: 1,
      case: this.name,
      time: new Date(at).toISOString(),
      by: { account: 'store', role: 'service' },
      data: {
        ...{ suite, record: counts?.record ?? '0'.repeat(64), kind: 'timestamp', digest: counts?.digest ?? 'sha256' },
        ...{ policy: 'test', due: null, reasons: [] },
        ...more,
      },
    };
  }

  /** Asks for a renewal and has it done. */
  async renew({ ports }: Archive, more: Partial<RenewalDue['data']> = {}): Promise<StoreLink> {
    const at = ports.now();
    const record = decisionRecord(this.due(more, at), at);
    const { value: input } = storeRule.parse(record);
    expect(storeRule.consider({ state: this.state, input, scheme: undefined })).toEqual({ do: 'gather' });
    const facts = await renewer(ports)({
      state: this.state,
      input: input as RenewalDue,
      scheme: undefined,
      case: this.name,
      record,
      links: async () => [],
      signal: new AbortController().signal,
    });
    return this.decide(record, facts, at);
  }
}

export const decisionRecord = (due: RenewalDue | PackageInspection, at: number): RawRecord => ({
  topic: CASE_DECISIONS,
  partition: 0,
  offset: ++offset,
  timestamp: at,
  key: Buffer.from(due.case),
  value: Buffer.from(JSON.stringify(due)),
  headers: {},
});

/** Puts a packaged case into both places, as storing does. */
export async function stored({ places }: Archive, packaged: Packaged): Promise<StoredCase> {
  const { link, record, bytes } = packaged;
  const lockUntil = link.body.retainUntil!;
  const coming = { stream: () => bytes };
  const copies = await Promise.all(
    places.map((place) => copyTo(place, coming, link.body.package, new Date(lockUntil))),
  );
  const one = new StoredCase(link.case);
  const checks = REQUIRED_CHECKS.map((check) => ({ check, ok: true, detail: '' }));
  one.decide(record, { checks, copies, lockUntil, received: receivedOf(packaged) }, day('2026-03-06'));
  return one;
}
