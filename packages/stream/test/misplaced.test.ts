import { partitionOf, type RawRecord } from '@guidang/contracts';
import { describe, expect, it } from 'vitest';
import { misplaced } from '../src/index.ts';

const at = (partition: number): RawRecord => ({
  ...{ topic: 'case.events', partition, offset: 0, timestamp: 0, key: null, value: null, headers: {} },
});

describe('a record', () => {
  it.each(['GD-2026-000001', 'GD-2026-000002', '441900202603010012'])(
    'of %s lies in one partition and no other',
    (of) => {
      const right = [0, 1, 2, 3, 4, 5].filter((partition) => misplaced(of, at(partition), 6) === undefined);
      expect(right).toEqual([partitionOf(of, 6)]);
      expect(misplaced(of, at((right[0]! + 1) % 6), 6)).toMatchObject({ do: 'park', reason: 'WRONG_PARTITION' });
    },
  );

  it('lies right where there is one partition only', () => expect(misplaced('GD-1', at(0), 1)).toBeUndefined());
});
