import { describe, expect, it } from 'vitest';
import { type Deed, SentNotLogged, writtenFirst } from '../src/index.ts';

const deed = { account: 'ann', action: 'step.control', after: { id: 'x' } };
/** A log that fails from the nth entry on. */
const logOf = (whole: number) => {
  const kept: Deed[] = [];
  const append = async (one: Deed) => {
    if (kept.length >= whole) throw new Error('no log');
    kept.push(one);
    return {} as never;
  };
  return { log: { append }, words: () => kept.map(({ after }) => (after as { record: string }).record) };
};
const broken = new Error('no broker');

describe('what is written down before it is sent', () => {
  it('is not sent where it cannot be written down', async () => {
    let sent = 0;
    await expect(writtenFirst(logOf(0).log, deed, async () => void sent++)).rejects.toThrow('no log');
    expect(sent).toBe(0);
  });
  it('is told apart where it was sent, and only that could not be written down', async () => {
    const { log, words } = logOf(1);
    await expect(writtenFirst(log, deed, async () => {})).rejects.toBeInstanceOf(SentNotLogged);
    expect(words()).toEqual(['asked']);
  });
  it('keeps why it was not sent, whether or not that can be written down', async () => {
    const { log, words } = logOf(9);
    await expect(writtenFirst(log, deed, () => Promise.reject(broken))).rejects.toBe(broken);
    expect(words()).toEqual(['asked', 'unsure']);
    await expect(writtenFirst(logOf(1).log, deed, () => Promise.reject(broken))).rejects.toMatchObject({
      cause: broken,
      errors: [broken, { message: 'no log' }],
    });
  });
});
