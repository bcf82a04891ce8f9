import type { RawRecord, StepControl } from '@guidang/contracts';
import { describe, expect, it } from 'vitest';
import { ControlFollower } from '../src/controls.ts';
import { Gate } from '../src/gate.ts';
import { Heed } from '../src/heed.ts';
import type { LogReader } from '../src/reader.ts';
import { GivenUp } from '../src/retry.ts';
import { silent } from '../src/telemetry.ts';
import { controlOf } from './broker.ts';

/** A topic to which something is said now and then. */
function topic(): { say(record: Partial<RawRecord>): void; reader: Pick<LogReader, 'read'> } {
  const records: RawRecord[] = [];
  return {
    say: (record) =>
      void records.push({
        ...{ topic: 'stream.controls', partition: 0, offset: records.length, timestamp: 0 },
        ...{ key: null, value: null, headers: {} },
        ...record,
      }),
    reader: {
      // One record at a time: a follower has to come back for the rest.
      read: async (_topic, _partition, from) => {
        const record = records[from];
        const entries = record ? [{ kind: 'record' as const, offset: from, record }] : [];
        return { entries, next: from + entries.length, end: records.length };
      },
    },
  };
}
const said = (step: StepControl['step'], action: StepControl['action'], change: object = {}): Partial<RawRecord> => {
  const { key, value } = controlOf(step, action);
  return {
    key: Buffer.from(key),
    value: Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(value).toString()), ...change })),
  };
};

describe('what operators bid', () => {
  it('holds until the same step is bid otherwise', async () => {
    const { say, reader } = topic();
    const follower = new ControlFollower(reader);
    await follower.refresh();
    expect(follower.paused('seal')).toBeUndefined();
    say(said('seal', 'PAUSE'));
    say(said('store', 'PAUSE'));
    say(said('store', 'RESUME'));
    await follower.refresh();
    expect(follower.paused('seal')).toMatchObject({ reason: '更换存储设备', by: 'operator' });
    expect(follower.paused('store')).toBeUndefined();
    expect(follower.said).toHaveLength(3);
    say(said('seal', 'RESUME'));
    await follower.refresh();
    expect(follower.paused('seal')).toBeUndefined();
  });

  it.each<[string, Partial<RawRecord>]>([
    ['is no JSON', { key: Buffer.from('seal'), value: Buffer.from('pause!') }],
    ['is of no step', said('seal', 'RESUME', { step: 'notary' })],
    ['is of another step than its key', said('seal', 'RESUME', { step: 'check' })],
    ['names a person in its reason', said('seal', 'RESUME', { reason: '致电 13812345678' })],
    ['gives no reason', said('seal', 'RESUME', { reason: '' })],
    ['has no value', {}],
  ])('is passed over and told of where it %s', async (_, record) => {
    const { say, reader } = topic();
    const told: string[] = [];
    const follower = new ControlFollower(reader, ({ message }) => told.push(message));
    say(said('seal', 'PAUSE'));
    say(record);
    await follower.refresh();
    expect(follower.paused('seal')).toBeDefined();
    expect(told).toHaveLength(1);
    expect(told[0]).not.toContain('13812345678');
  });
});

describe('the gate', () => {
  const signal = (): AbortController => new AbortController();
  const passed = async (gate: Gate): Promise<boolean> =>
    Promise.race([gate.passed(signal().signal).then(() => true), new Promise<boolean>((r) => setImmediate(r, false))]);

  it('lets everybody pass while it is open, and nobody while it is closed', async () => {
    const gate = new Gate();
    expect(await passed(gate)).toBe(true);
    gate.close();
    gate.close();
    expect(await passed(gate)).toBe(false);
    gate.open();
    expect(await passed(gate)).toBe(true);
  });

  it('lets those who wait pass as it opens', async () => {
    const gate = new Gate();
    gate.close();
    const waiting = [gate.passed(signal().signal), gate.passed(signal().signal)];
    gate.open();
    await Promise.all(waiting);
  });

  it('holds nobody who has to leave', async () => {
    const gate = new Gate();
    gate.close();
    const leaving = signal();
    const waiting = gate.passed(leaving.signal);
    leaving.abort();
    await expect(waiting).rejects.toThrow(GivenUp);
    await expect(gate.passed(leaving.signal)).rejects.toThrow(GivenUp);
  });
});

describe('a step', () => {
  it('knows whether it is paused before it begins, tells it, and tells it again only where that changes', async () => {
    const { say, reader } = topic();
    const told: boolean[] = [];
    const heed = new Heed('seal', reader, { ...silent, paused: ({ paused }) => void told.push(paused) });
    say(said('seal', 'PAUSE'));
    await heed.hear();
    await heed.hear();
    expect([heed.gate.closed, told]).toEqual([true, [true]]);
    say(said('check', 'RESUME'));
    say(said('seal', 'RESUME'));
    await heed.hear();
    expect([heed.gate.closed, told]).toEqual([false, [true, false]]);
  });
});
