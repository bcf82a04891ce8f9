import { describe, expect, it } from 'vitest';
import { whenNeeded } from '../src/when-needed.ts';

describe('a connection that is made when it is needed', () => {
  const over = (answers: readonly (Error | undefined)[]) => {
    const closed: number[] = [];
    let asked = 0;
    const connection = whenNeeded(async () => {
      const number = asked++;
      const answer = answers[number];
      if (answer !== undefined) throw answer;
      return { number, close: async () => void closed.push(number) };
    });
    return { connection, closed, asked: () => asked };
  };

  it('is made once, however many ask at the same time', async () => {
    const { connection, asked, closed } = over([]);
    const [one, two] = await Promise.all([connection.get(), connection.get()]);
    expect(one).toBe(two);
    expect(asked()).toBe(1);
    await connection.close();
    expect(closed).toEqual([0]);
  });

  it('is tried anew after it could not be made', async () => {
    const { connection, closed } = over([new Error('no broker'), undefined]);
    await expect(connection.get()).rejects.toThrow('no broker');
    expect((await connection.get()).number).toBe(1);
    await connection.close();
    expect(closed).toEqual([1]);
  });

  it('is closed without a fault where it was never asked for, or could not be made', async () => {
    await over([]).connection.close();
    const { connection, closed } = over([new Error('no broker')]);
    const asked = connection.get();
    await connection.close();
    await expect(asked).rejects.toThrow('no broker');
    expect(closed).toEqual([]);
  });
});
