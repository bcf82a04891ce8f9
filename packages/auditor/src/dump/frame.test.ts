import type { LogEntry } from '@guidang/stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DumpFault, decodeEntries, encodeEntry } from './frame.ts';

const origin = { file: 'records/t-0.bin', topic: 't', partition: 0 };
const whole = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const bytes = fc.option(
  fc.uint8Array({ maxLength: 300 }).map((b) => Buffer.from(b)),
  { nil: null },
);
const header = fc.tuple(fc.stringMatching(/^[a-z_]{1,12}$/), fc.string({ maxLength: 30, unit: 'grapheme' }));
const record: fc.Arbitrary<LogEntry> = fc
  .record({ offset: whole, timestamp: whole, key: bytes, value: bytes, headers: fc.array(header, { maxLength: 5 }) })
  .map(({ offset, timestamp, key, value, headers }) => ({
    kind: 'record',
    offset,
    record: { topic: 't', partition: 0, offset, timestamp, key, value, headers: Object.fromEntries(headers) },
  }));
const marker: fc.Arbitrary<LogEntry> = fc.record({
  kind: fc.constantFrom('commit', 'abort', 'aborted'),
  offset: whole,
  timestamp: whole,
});

/** An entry as plain values, whatever it is made of. */
const plain = (entry: LogEntry): unknown => {
  if (entry.kind !== 'record') return entry;
  const { topic, partition, offset, timestamp, key, value, headers } = entry.record;
  const hex = (b: Uint8Array | null): string | null => b && Buffer.from(b).toString('hex');
  return { kind: entry.kind, topic, partition, offset, timestamp, key: hex(key), value: hex(value), headers };
};

describe('entries of a dump', () => {
  it('are read as they were written, a missing key or value told from an empty one', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(record, marker), { maxLength: 8 }), (entries) => {
        const written = Buffer.concat(entries.map(encodeEntry));
        const read = decodeEntries(written, 8, origin);
        expect(read.consumed).toBe(written.length);
        expect(read.entries.map(plain)).toEqual(entries.map(plain));
      }),
    );
  });

  it('are read up to the last whole one, wherever the bytes end', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(record, marker), { minLength: 1, maxLength: 4 }), fc.nat(), (entries, cut) => {
        const written = Buffer.concat(entries.map(encodeEntry));
        const piece = written.subarray(0, cut % written.length);
        const { entries: first, consumed } = decodeEntries(piece, 8, origin);
        const rest = decodeEntries(written.subarray(consumed), 8 + consumed, origin);
        expect([...first, ...rest.entries].map(plain)).toEqual(entries.map(plain));
      }),
    );
  });

  it('of any bytes are read or refused with the place, and nothing else is ever thrown', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (rubbish) => {
        try {
          decodeEntries(Buffer.from(rubbish), 8, origin);
        } catch (error) {
          expect(error).toBeInstanceOf(DumpFault);
          expect((error as DumpFault).at).toBeGreaterThanOrEqual(8);
        }
      }),
      { numRuns: 500 },
    );
  });

  const good = encodeEntry({
    kind: 'record',
    offset: 5,
    record: {
      topic: 't',
      partition: 0,
      offset: 5,
      timestamp: 1,
      key: Buffer.from('k'),
      value: null,
      headers: { a: 'b' },
    },
  });
  it.each([
    ['a length that no entry has', 0, Buffer.from('00000001', 'hex'), 8],
    ['a length beyond any record', 0, Buffer.from('7fffffff', 'hex'), 8],
    ['a kind that there is not', 4, Buffer.of(9), 12],
    ['an offset below 0', 5, Buffer.from('ff', 'hex'), 13],
    ['a time beyond 2^53', 13, Buffer.from('7f', 'hex'), 21],
    ['a key that goes on behind the entry', 21, Buffer.from('000fffff', 'hex'), 29],
    ['headers that go on behind the entry', 30, Buffer.from('00ff', 'hex'), undefined],
  ])('with %s are refused, and the byte is named', (_, at, changed, where) => {
    const spoilt = Buffer.from(good);
    changed.copy(spoilt, at);
    expect(() => decodeEntries(spoilt, 8, origin)).toThrow(DumpFault);
    if (where === undefined) return;
    try {
      decodeEntries(spoilt, 8, origin);
    } catch (error) {
      expect((error as DumpFault).at).toBe(where);
    }
  });
});
