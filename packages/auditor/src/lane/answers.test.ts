import type { RawRecord } from '@guidang/contracts';
import { describe, expect, it } from 'vitest';
import { Answers, outliers } from './answers.ts';
import { InputQueue } from './input-queue.ts';

const record = (offset: number, size = 1): RawRecord => ({
  topic: 't',
  partition: 0,
  offset,
  timestamp: 0,
  key: null,
  value: Buffer.alloc(size),
  headers: {},
});
const GATHER = [{ do: 'gather', reason: '', withScheme: false }] as const;

/** Answers over records 0 to n-1, of which those listed are skipped. */
function answers(n: number, skipped: readonly number[] = []) {
  const queue = new InputQueue(() => {
    throw new Error('nothing is read twice');
  });
  for (let offset = 0; offset < n; offset++) queue.push(record(offset));
  const disorder: number[] = [];
  const desk = new Answers<number>(
    queue,
    async () => {},
    ({ offset }) => (skipped.includes(offset) ? undefined : GATHER),
    (_, input) => void disorder.push(input),
  );
  return { desk, disorder };
}

describe('numbers out of order', () => {
  it.each([
    [[1, 2, 3], []],
    [[3, 1, 2, 4], [3]],
    [
      [1, 5, 3, 4, 2, 6],
      [5, 2],
    ],
    [[], []],
  ])('of %j are %j', (numbers, odd) => {
    expect(outliers(numbers).map(({ at }) => numbers[at])).toEqual(odd);
  });
});

describe('a step that answers its inputs', () => {
  it('in order, passing over what is to be skipped, is not remarked on', async () => {
    const { desk, disorder } = answers(6, [1, 4]);
    for (const offset of [0, 2, 3, 5]) expect(await desk.answer(offset, offset)).toMatchObject({ is: 'there' });
    expect(desk.late.size).toBe(0);
    expect(disorder).toEqual([]);
  });

  it('but for two that changed places, has these two named and no other', async () => {
    const { desk, disorder } = answers(8);
    for (const offset of [0, 1, 5, 3, 4, 2, 6, 7])
      expect(await desk.answer(offset, offset)).toMatchObject({ is: 'there' });
    expect(disorder).toEqual([5, 2]);
    expect(desk.late.size).toBe(0);
  });

  it('and leaves one out, has it remembered as late', async () => {
    const { desk, disorder } = answers(5);
    for (const offset of [0, 1, 3, 4]) await desk.answer(offset, offset);
    for await (const _ of desk.rest());
    expect([...desk.late.keys()]).toEqual([2]);
    expect(disorder).toEqual([]);
  });

  it('twice, or where there is none, is told so', async () => {
    const { desk } = answers(3);
    await desk.answer(1, 1);
    expect(await desk.answer(1, 1)).toEqual({ is: 'answered' });
    expect(await desk.answer(9, 9)).toEqual({ is: 'missing' });
  });
});

describe('inputs that wait', () => {
  it('beyond what may be held are read a second time, in order and each once', async () => {
    const all = Array.from({ length: 200 }, (_, offset) => record(offset, 100));
    const reopened: number[] = [];
    const queue = new InputQueue((from) => {
      reopened.push(from);
      let given = false;
      return {
        next: () => {
          if (given) return [];
          given = true;
          return all.slice(from).map((one) => ({ kind: 'record', offset: one.offset, record: one }) as const);
        },
        close: () => [],
      };
    }, 1_000);
    for (const one of all.slice(0, 150)) queue.push(one);
    const taken: number[] = [];
    for (let n = 0; n < 200; n++) {
      if (n === 60) for (const one of all.slice(150)) queue.push(one);
      const shown = await queue.peek();
      if (!shown) break;
      queue.take();
      taken.push(shown.offset);
    }
    expect(taken).toEqual(all.map(({ offset }) => offset));
    expect(reopened.length).toBeGreaterThan(3);
  });
});
