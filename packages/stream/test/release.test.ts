import type { RawRecord } from '@guidang/contracts';
import { describe, expect, it } from 'vitest';
import { parkedId, parkedOf, releaseOf } from '../src/index.ts';

const record: RawRecord = {
  ...{ topic: 'case.events', partition: 3, offset: 77, timestamp: 0 },
  key: Buffer.from('GD-2026-000001'),
  value: Buffer.from('{"id": "e-1"}  '),
  headers: { ce_id: 'e-1' },
};
const release = {
  ...{ parked: 'parked-1', account: 'operator', at: '2026-03-12T00:00:00Z' },
  ...{ topic: 'case.events', partition: 1 },
};

describe('a parked record that is released', () => {
  it('is the same key and bytes in the partition it belongs to, and says who sent it on', () => {
    expect(releaseOf(record, release)).toEqual({
      ...{ topic: 'case.events', partition: 1, key: 'GD-2026-000001', value: record.value },
      headers: {
        ...{ ce_id: 'e-1', released_parked: 'parked-1', released_by: 'operator' },
        released_at: '2026-03-12T00:00:00Z',
      },
    });
  });

  it.each([
    ['no key', { key: null }],
    ['an empty key', { key: Buffer.alloc(0) }],
    ['a key that is no text', { key: Buffer.from([0xff]) }],
    ['no value', { value: null }],
  ])('is none where it has %s', (_, change) => expect(releaseOf({ ...record, ...change }, release)).toBeUndefined());

  it('is named by where it came from alone', () => {
    expect(parkedOf('check', record, 'MALFORMED', [], '').id).toBe(parkedId('check', record));
    expect(parkedId('use', record)).not.toBe(parkedId('check', record));
  });
});
