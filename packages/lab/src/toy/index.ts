import {
  emit,
  GATHER,
  Malformed,
  type OutRecord,
  parseJsonRecord,
  partitionOf,
  type Rule,
  skip,
} from '@guidang/contracts';
import type { Step } from '@guidang/stream';

/**
 * A small rule to try the runtime with. It stands in for `store`: reads `archive.package` and answers every record with a PackageRefused whose detail is numbered by the
 * state, so that a link shows whether what the step remembered was right. Records say themselves what is to happen to them.
 */
export interface ToyInput {
  id: string;
  case: string;
  n: number;
  /** skip: nothing to do; park: cannot be worked on */
  wish?: 'skip' | 'park' | undefined;
  /** milliseconds that gathering takes */
  slowMs?: number | undefined;
  /** how many times gathering fails first */
  fails?: number | undefined;
}
/** Facts as the contract of `store` has them, with nothing in them. */
export interface ToyFacts {
  checks: never[];
  copies: never[];
  lockUntil: null;
}
export const NO_FACTS: ToyFacts = { checks: [], copies: [], lockUntil: null };

/** What a link of the toy says. */
export const saidIn = (body: unknown): string => (body as { failed: { detail: string }[] }).failed[0]!.detail;

interface ToyState {
  count: number;
  last: number;
}

export const toyRule: Rule<ToyState, ToyInput, ToyFacts> = {
  step: 'store',
  rules: 'toy@1',
  reads: ['archive.package'],
  parse: (record) => {
    const value = parseJsonRecord(record) as unknown as ToyInput;
    if (typeof value.id !== 'string') throw new Malformed([{ field: 'id', rule: 'TYPE', message: 'id is a string' }]);
    return { id: value.id, case: value.case, value };
  },
  initial: () => ({ count: 0, last: -1 }),
  schemeOf: () => undefined,
  consider: ({ input }) => {
    if (input.wish === 'skip') return skip('WISHED');
    if (input.wish === 'park') return { do: 'park', reason: 'WISHED', faults: [] };
    return GATHER;
  },
  decide: ({ state, input, facts }) =>
    emit('PackageRefused', 1, {
      referenceCode: 'toy',
      package: `sha256:${'0'.repeat(64)}`,
      failed: [{ check: 'TOY', ok: facts.checks.length > 0, detail: `m-${state.count}-${input.n}` }],
    }),
  evolve: (state, link) => ({
    count: state.count + 1,
    last: Number(saidIn(link.body).split('-')[2]),
  }),
  feedback: () => [],
};

/** The rule after a change: it begins and decides otherwise, and goes on with what the first one left. */
export const toySecond: typeof toyRule = {
  ...toyRule,
  rules: 'toy@2',
  initial: () => ({ count: 100, last: -1 }),
  decide: ({ state, input, facts }) =>
    emit('PackageRefused', 1, {
      referenceCode: 'toy',
      package: `sha256:${'0'.repeat(64)}`,
      failed: [{ check: 'TOY', ok: facts.checks.length > 0, detail: `second-${state.count}-${input.n}` }],
    }),
};

const failed = new Map<string, number>();

export const toyStep: Step<ToyState, ToyInput, ToyFacts> = {
  rule: toyRule,
  keepsLinks: true,
  async gather({ input, signal, links, state }) {
    const before = failed.get(input.id) ?? 0;
    if (before < (input.fails ?? 0)) {
      failed.set(input.id, before + 1);
      throw new Error('not now');
    }
    const own = await links();
    if (own.length !== state.count) throw new Error(`${own.length} links at hand, ${state.count} remembered`);
    if (input.slowMs !== undefined)
      await new Promise((resolve) => {
        setTimeout(resolve, input.slowMs);
        signal.addEventListener('abort', resolve, { once: true });
      });
    return NO_FACTS;
  },
};

export const caseName = (n: number): string => `CASE-${String(n).padStart(4, '0')}`;

/** `count` inputs over `cases` cases, numbered within their case. */
export function toyInputs(count: number, cases: number, of: (i: number) => Partial<ToyInput> = () => ({})): ToyInput[] {
  const next = new Map<string, number>();
  return Array.from({ length: count }, (_, i) => {
    const name = caseName((i * 7919) % cases);
    const n = next.get(name) ?? 0;
    next.set(name, n + 1);
    return { id: `in-${i}`, case: name, n, ...of(i) };
  });
}

export const toyRecord = (input: ToyInput, partitions: number): OutRecord => ({
  topic: 'archive.package',
  partition: partitionOf(input.case, partitions),
  key: input.case,
  value: Buffer.from(JSON.stringify(input)),
  headers: {},
});
