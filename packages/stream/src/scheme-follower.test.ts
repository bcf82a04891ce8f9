import type { RawRecord } from '@guidang/contracts';
import { schemeRecords } from '@guidang/lab/matters';
import { expect, it } from 'vitest';
import type { LogReader } from './reader.ts';
import { SchemeFollower } from './scheme-follower.ts';

it('passes over what is no scheme, says so, and knows what was published behind it', async () => {
  const [one] = schemeRecords();
  const values = [Buffer.from('no json'), Buffer.from('{"id":"x"}'), one!.value];
  const reader = {
    extent: async () => ({ start: 0, end: values.length }),
    async *scan(topic: string, partition: number, from: number, to: number) {
      for (let offset = from; offset < to; offset++) {
        const record: RawRecord = {
          topic,
          partition,
          offset,
          timestamp: 0,
          key: null,
          value: values[offset]!,
          headers: {},
        };
        yield { kind: 'record' as const, offset, record };
      }
    },
  } as unknown as LogReader;
  const told: string[] = [];
  const follower = new SchemeFollower(reader, ({ message }) => told.push(message));
  const { id, version } = one!.scheme;
  expect(await follower.find({ id, version })).toMatchObject({ scheme: { id, version } });
  expect(told).toHaveLength(2);
  expect(told[0]).toContain('registry.schemes 0');
});
