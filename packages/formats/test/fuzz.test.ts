import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { identify, openInspector, windowOf } from '../src/index.ts';
import { Fuzzer } from './fuzzed.ts';
import { specimens } from './specimens.ts';

const inspector = openInspector({ workers: 2, limits: { timeMs: 10_000 } });
afterAll(() => inspector.close());
const all = (await specimens()).filter(({ bytes }) => bytes.length > 0);

type Change = (bytes: Buffer, other: Buffer) => Buffer;
const at = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const index = (bytes: Buffer, share: number): number => Math.floor(share * bytes.length);

/** What happens to files on their way, and what somebody does to them on purpose. */
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(at, fc.integer({ min: 0, max: 255 })).map(
    ([where, value]): Change =>
      (bytes) => {
        const changed = Buffer.from(bytes);
        if (changed.length > 0) changed[index(bytes, where)] = value;
        return changed;
      },
  ),
  fc.tuple(at, fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xffffffff)).map(
    ([where, value]): Change =>
      (bytes) => {
        const changed = Buffer.concat([bytes, Buffer.alloc(4)]);
        changed.writeUInt32LE(value, index(bytes, where));
        return changed.subarray(0, bytes.length);
      },
  ),
  at.map(
    (where): Change =>
      (bytes) =>
        bytes.subarray(0, index(bytes, where)),
  ),
  at.map(
    (where): Change =>
      (bytes) =>
        bytes.subarray(index(bytes, where)),
  ),
  fc.tuple(at, fc.uint8Array({ maxLength: 40 })).map(
    ([where, more]): Change =>
      (bytes) =>
        Buffer.concat([bytes.subarray(0, index(bytes, where)), more, bytes.subarray(index(bytes, where))]),
  ),
  fc.tuple(at, at).map(
    ([one, two]): Change =>
      (bytes) =>
        Buffer.concat([bytes.subarray(0, index(bytes, one)), bytes.subarray(index(bytes, two))]),
  ),
  fc.tuple(at, at).map(
    ([one, two]): Change =>
      (bytes, other) =>
        Buffer.concat([bytes.subarray(0, index(bytes, one)), other.subarray(index(other, two))]),
  ),
);

const mutated = fc
  .tuple(fc.nat(all.length - 1), fc.nat(all.length - 1), fc.array(change, { minLength: 1, maxLength: 5 }))
  .map(([one, two, changes]) => ({
    name: all[one]!.name,
    bytes: changes.reduce((bytes, apply) => apply(bytes, all[two]!.bytes), all[one]!.bytes),
  }));

const seed = 20_261_124;

describe('any bytes', () => {
  it('are told apart without a throw, whole or by their ends', () => {
    fc.assert(
      fc.property(mutated, ({ name, bytes }) => {
        expect(identify(bytes, name).family).toEqual(expect.any(String));
        const half = bytes.length >> 2;
        identify(windowOf(bytes.subarray(0, half), bytes.subarray(bytes.length - half), bytes.length), name);
      }),
      { seed, numRuns: 5000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => void identify(bytes, 'x.pdf')),
      { seed, numRuns: 2000 },
    );
  });

  it('5,000 spoilt files get facts, and no reader hangs, breaks or grows', { timeout: 240_000 }, async () => {
    const fuzzer = await Fuzzer.over(seed);
    const kinds: Record<string, number> = { yes: 0, no: 0, 'not-looked': 0 };
    const ended: unknown[] = [];
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < 5000) {
        const n = next;
        next += 1;
        const file = fuzzer.file(n);
        const facts = await inspector.inspect(file);
        kinds[facts.readable]! += 1;
        if (facts.problems.some(({ code }) => ENDED.test(code))) ended.push([n, file.name, facts.problems]);
      }
    };
    await Promise.all([worker(), worker(), worker(), worker()]);
    expect(ended).toEqual([]);
    expect(kinds.no).toBeGreaterThan(1000);
    expect(kinds.yes).toBeGreaterThan(300);
  });
});

/** A reader that hung, grew, crashed or did not know what to do. */
const ENDED = /^(TIME|MEMORY|READER_)/;
