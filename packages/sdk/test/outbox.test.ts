import type { OutRecord } from '@guidang/contracts';
import type { Publisher } from '@guidang/stream';
import { describe, expect, it } from 'vitest';
import { EarlierFailed, PublishRefused, Unreachable } from '../src/errors.ts';
import { Outbox } from '../src/outbox.ts';
import { soon } from './specimens.ts';

const PATIENCE = { totalMs: 100, firstPauseMs: 1, longestPauseMs: 2 };

/** A bus that keeps what it is given; `fails` says what happens to a send, by its number from 1. */
class Bus {
  readonly records: OutRecord[] = [];
  readonly sends: number[] = [];
  opened = 0;
  closed = 0;
  fails: (send: number, records: readonly OutRecord[]) => Promise<'after' | undefined> | 'after' | undefined = () =>
    undefined;

  open = async (): Promise<Publisher> => {
    this.opened += 1;
    let dead = false;
    return {
      partitionFor: async (_topic, key) => Number(key.at(-1)) % 4,
      publish: async (records) => {
        if (dead) throw new Error('a producer that gave up was used again');
        this.sends.push(records.length);
        let after: 'after' | undefined;
        try {
          after = await this.fails(this.sends.length, records);
        } catch (error) {
          dead = true;
          throw error;
        }
        this.records.push(...records);
        if (after === 'after') {
          dead = true;
          throw new Error('it happened, and we were not told');
        }
      },
      close: async () => {
        this.closed += 1;
      },
    };
  };
}

const record = (key: string, value: string) => ({ topic: 'case.events', key, value: Buffer.from(value), headers: {} });
const values = (bus: Bus): string[] => bus.records.map(({ value }) => Buffer.from(value).toString());

describe('the outbox', () => {
  it('sends what was handed over in that order, to the partition of its key', async () => {
    const bus = new Bus();
    const outbox = new Outbox(bus.open, PATIENCE);
    await Promise.all([outbox.append([record('k1', 'a'), record('k2', 'b')]), outbox.append([record('k1', 'c')])]);
    expect(values(bus)).toEqual(['a', 'b', 'c']);
    expect(bus.records.map(({ partition }) => partition)).toEqual([1, 2, 1]);
  });

  it('sends together what came together and what waited meanwhile, up to a limit', async () => {
    const bus = new Bus();
    let open = (): void => {};
    bus.fails = (send) => (send === 1 ? new Promise((resolve) => (open = () => resolve(undefined))) : undefined);
    const outbox = new Outbox(bus.open, PATIENCE);
    const first = outbox.append([record('k1', 'a')]);
    await soon();
    const later = Array.from({ length: 1_500 }, (_, n) => outbox.append([record('k1', String(n))]));
    expect(outbox.waitingBytes).toBeGreaterThan(1_500);
    open();
    await Promise.all([first, ...later]);
    expect(bus.sends).toEqual([1, 1_000, 500]);
    expect(outbox.waitingBytes).toBe(0);
  });

  it('sends a record of any size, alone if it must be', async () => {
    const bus = new Bus();
    const outbox = new Outbox(bus.open, PATIENCE);
    const large = 'x'.repeat(3_000_000);
    await Promise.all([1, 2, 3].map((n) => outbox.append([record(`k${n}`, large)])));
    expect(bus.sends).toEqual([1, 1, 1]);
  });

  it.each([
    ['nothing happened', 'before'],
    ['it happened and we were not told', 'after'],
  ])('asks again with a new producer where a send fails: %s', async (_, when) => {
    const bus = new Bus();
    bus.fails = (send) => {
      if (send !== 1) return undefined;
      if (when === 'after') return 'after';
      throw new Error('no answer');
    };
    const outbox = new Outbox(bus.open, PATIENCE);
    await outbox.append([record('k1', 'a'), record('k1', 'b')]);
    await outbox.append([record('k1', 'c')]);
    expect(values(bus)).toEqual(when === 'after' ? ['a', 'b', 'a', 'b', 'c'] : ['a', 'b', 'c']);
    expect([bus.opened, bus.closed]).toEqual([2, 1]);
  });

  it('gives up in the end, and what waited behind fails with it and is not sent', async () => {
    const bus = new Bus();
    bus.fails = (_, [first]) => {
      if (Buffer.from(first!.value).toString() === 'a') throw new Error('no answer');
      return undefined;
    };
    const outbox = new Outbox(bus.open, PATIENCE);
    const a = outbox.append([record('k1', 'a')]);
    await soon();
    const b = outbox.append([record('k1', 'b')]);
    await expect(a).rejects.toBeInstanceOf(Unreachable);
    await expect(b).rejects.toBeInstanceOf(EarlierFailed);
    expect(outbox.waitingBytes).toBe(0);
    await outbox.append([record('k1', 'c')]);
    expect(values(bus)).toEqual(['c']);
  });

  it('does not ask again where the broker refuses for good', async () => {
    const bus = new Bus();
    bus.fails = () => {
      throw new Error('retries exceeded', { cause: Object.assign(new Error('x'), { type: 'MESSAGE_TOO_LARGE' }) });
    };
    const outbox = new Outbox(bus.open, PATIENCE);
    const refused = outbox.append([record('k1', 'a')]);
    await expect(refused).rejects.toBeInstanceOf(PublishRefused);
    await expect(refused).rejects.toMatchObject({ code: 'MESSAGE_TOO_LARGE' });
    expect(bus.sends).toEqual([1]);
  });

  it('asks again where the bus cannot even be opened', async () => {
    const bus = new Bus();
    let attempts = 0;
    const outbox = new Outbox(() => (++attempts < 3 ? Promise.reject(new Error('refused')) : bus.open()), PATIENCE);
    await outbox.append([record('k1', 'a')]);
    expect([attempts, values(bus)]).toEqual([3, ['a']]);
  });

  it('closes after what is under way', async () => {
    const bus = new Bus();
    const outbox = new Outbox(bus.open, PATIENCE);
    const sent = outbox.append([record('k1', 'a')]);
    await outbox.close();
    await sent;
    expect([values(bus), bus.closed]).toEqual([['a'], 1]);
  });
});
